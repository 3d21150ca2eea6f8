package main

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/gatewright/gatewright/examples/petstore-cdk-go/petstore"
	"github.com/gatewright/gatewright/examples/petstore-cdk-go/petstore/petstorehandler"
	"github.com/gatewright/gatewright/gatewaytest"
	"github.com/gatewright/gatewright/handler"
	"github.com/gatewright/gatewright/integration"
)

// shop is the backend as a test has it: the real handler, a bucket in a temporary directory, and mocks.
type shop struct{ petstore.Mocks }

func (shop) SayHello() integration.Integration {
	return gatewaytest.Handler(petstorehandler.SayHello(handle, handler.Defaults()...))
}

func (shop) GetPet() integration.Integration {
	return integration.S3("pets", integration.S3Path("pets/{petId}.json"))
}

func (shop) PutPet() integration.Integration {
	return integration.S3("pets", integration.S3Path("pets/{petId}.json"))
}

func TestShop(t *testing.T) {
	api := gatewaytest.New(t, gatewaytest.Text(petstore.Model),
		gatewaytest.Integrations(petstore.Map(shop{})),
		gatewaytest.Objects("pets", map[string]string{"pets/1.json": `{"id": 1, "name": "Rex"}`}),
	)
	tests := []struct {
		method, path, body string
		status             int
		want               string
	}{
		{"GET", "/hello?name=Ada", "", 200, `{"message":"Hello, Ada!"}`},
		{"GET", "/hello?name=%C3%89va+Bo", "", 200, `Hello, Éva Bo!`},
		{"GET", "/hello", "", 400, "name"},
		{"GET", "/pets", "", 200, `"name"`},
		{"GET", "/pets/1", "", 200, "Rex"},
		{"GET", "/pets/2", "", 404, "message"},
		{"PUT", "/pets/2", `{"id": 2, "name": "Tom", "kind": "cat"}`, 200, ""},
		{"GET", "/pets/2", "", 200, "Tom"},
		{"PUT", "/pets/3", `{"id": 3}`, 400, "name"},
		{"DELETE", "/pets/2", "", 204, ""},
	}
	for _, test := range tests {
		request, err := http.NewRequest(test.method, api.URL()+test.path, strings.NewReader(test.body))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Content-Type", "application/json")
		response := api.Do(request)
		body, err := io.ReadAll(response.Body)
		if err != nil {
			t.Fatal(err)
		}
		if response.StatusCode != test.status || !strings.Contains(string(body), test.want) {
			t.Errorf("%s %s answers %d %s, want %d with %s", test.method, test.path, response.StatusCode, body, test.status, test.want)
		}
	}
}
