package main

import (
	"io"
	"net/http"
	"testing"

	"github.com/gatewright/gatewright/examples/ecs-nlb-go/orders"
	"github.com/gatewright/gatewright/gatewaytest"
	"github.com/gatewright/gatewright/integration"
)

// TestService holds what the server gets by the integration, with a handler behind the VPC link.
func TestService(t *testing.T) {
	var path, query, id string
	server := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		path, query, id = r.URL.EscapedPath(), r.URL.RawQuery, r.Header.Get("X-Request-Id")
		w.WriteHeader(http.StatusTeapot)
		_, _ = io.WriteString(w, "from inside") // the client is this test
	})
	api := gatewaytest.New(t, gatewaytest.Text(orders.Model),
		gatewaytest.Integrations(orders.Map(orders.All(func(integration.Operation) integration.Integration {
			return service{link: "link", host: "orders.internal"}
		}))),
		gatewaytest.VPCLink("link", server),
	)
	response, err := api.Client().Get(api.URL() + "/orders/a%20b?x=1")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	if response.StatusCode != http.StatusTeapot || string(body) != "from inside" {
		t.Errorf("the API answers %d %s", response.StatusCode, body)
	}
	if path != "/orders/a%20b" || query != "x=1" || id == "" || id != response.Header.Get("X-Amzn-Requestid") {
		t.Errorf("the server gets %s?%s as request %q, which the client knows as %q", path, query, id, response.Header.Get("X-Amzn-Requestid"))
	}
}
