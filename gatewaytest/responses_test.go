package gatewaytest_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/events"

	"github.com/gatewright/gatewright/gatewaytest"
	"github.com/gatewright/gatewright/integration"
)

// failing records the errors of a test.
type failing struct {
	testing.TB
	errors []string
}

func (f *failing) Errorf(format string, args ...any) {
	f.errors = append(f.errors, fmt.Sprintf(format, args...))
}

// TestStrictResponses verifies that a response that the model does not declare fails the
// test when asked for, and reaches the client as it is.
func TestStrictResponses(t *testing.T) {
	const api = `
openapi: 3.0.3
info: { title: Pets, version: "1" }
paths:
  /pets:
    get: { operationId: listPets, responses: { "200": { description: ok, content: { application/json: { schema: { type: array } } } } } }
`
	for body, want := range map[string]int{"[]": 0, "{}": 1} {
		handler := gatewaytest.Handler(func(context.Context, events.APIGatewayProxyRequest) (events.APIGatewayProxyResponse, error) {
			return events.APIGatewayProxyResponse{StatusCode: 200, Body: body}, nil
		})
		all := gatewaytest.Integrations(map[string]integration.Integration{"listPets": handler})
		for options, want := range map[string]int{"": 0, "strict": want} {
			tb := &failing{TB: t}
			set := []gatewaytest.Option{all}
			if options == "strict" {
				set = append(set, gatewaytest.StrictResponses())
			}
			r, err := http.NewRequest(http.MethodGet, "http://api/pets", http.NoBody)
			if err != nil {
				t.Fatal(err)
			}
			response := gatewaytest.New(tb, gatewaytest.Text(api), set...).Do(r)
			if response.StatusCode != http.StatusOK {
				t.Errorf("%s: status %d", body, response.StatusCode)
			}
			if len(tb.errors) != want || want == 1 && !strings.Contains(tb.errors[0], "api.yaml:6:5: the response to listPets breaks the model: the body of the response 200") {
				t.Errorf("%s %s: %q", body, options, tb.errors)
			}
		}
	}
}
