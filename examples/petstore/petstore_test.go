package petstore_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/aws/aws-lambda-go/events"

	"github.com/gatewright/gatewright/gatewaytest"
)

// The functions of the petstore, as Go values.
func hello(_ context.Context, r events.APIGatewayProxyRequest) (events.APIGatewayProxyResponse, error) {
	return events.APIGatewayProxyResponse{StatusCode: http.StatusOK, Body: "Hello, " + r.QueryStringParameters["name"]}, nil
}

func quote(context.Context, events.APIGatewayProxyRequest) (events.APIGatewayProxyResponse, error) {
	return events.APIGatewayProxyResponse{StatusCode: http.StatusOK, Body: `{"price": 10}`}, nil
}

// The shop's backend, as a handler.
func backend(w http.ResponseWriter, r *http.Request) { fmt.Fprintf(w, "order at %s", r.URL.Path) }

// TestPetstore serves the whole project, with its own integrations.
func TestPetstore(t *testing.T) {
	api := gatewaytest.New(t, gatewaytest.Project("."),
		gatewaytest.Function("hello", hello),
		gatewaytest.Function("quote", quote),
		gatewaytest.Objects("petstore-pets", map[string]string{"pets/1.json": `{"name": "Rex"}`}),
		gatewaytest.Host("127.0.0.1:9000", http.HandlerFunc(backend)),
	)
	tests := []struct {
		path   string
		status int
		body   string
	}{
		{"/hello?name=Ada", http.StatusOK, "Hello, Ada"},
		{"/hello", http.StatusBadRequest, `{"message": "Missing required request parameters: [name]"}`},
		{"/pets/1", http.StatusOK, `{"name": "Rex"}`},
		{"/orders/7", http.StatusOK, "order at /orders/7"},
	}
	for _, tt := range tests {
		t.Run(tt.path, func(t *testing.T) {
			response := api.Do(httptest.NewRequest(http.MethodGet, tt.path, http.NoBody))
			defer response.Body.Close()
			body, err := io.ReadAll(response.Body)
			if err != nil {
				t.Fatal(err)
			}
			if response.StatusCode != tt.status || string(body) != tt.body {
				t.Errorf("the answer is %d %s, not %d %s", response.StatusCode, body, tt.status, tt.body)
			}
		})
	}
}
