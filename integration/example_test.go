package integration_test

import (
	"fmt"
	"strconv"

	"github.com/gatewright/gatewright/integration"
	"github.com/gatewright/gatewright/model"
	"github.com/gatewright/gatewright/spec"
)

// redirect sends callers to another place, without a backend.
type redirect struct {
	status   int
	location string
}

func (r redirect) Render(integration.Props) (*spec.Integration, error) {
	if r.location == "" {
		return nil, &integration.OptionError{Option: "location", Message: "there is no place to go to"}
	}
	status := strconv.Itoa(r.status)
	return &spec.Integration{
		Type:                spec.Mock,
		PassthroughBehavior: spec.Never,
		RequestTemplates:    []spec.Template{{ContentType: "application/json", Text: `{"statusCode": ` + status + `}`}},
		Responses: []spec.IntegrationResponse{{
			Pattern:            spec.DefaultResponse,
			StatusCode:         status,
			ResponseParameters: []spec.Mapping{{Target: "method.response.header.Location", Source: "'" + r.location + "'"}},
		}},
	}, nil
}

// An integration of a project's own.
func ExampleIntegration() {
	i, err := redirect{status: 302, location: "https://example.com/pets"}.Render(integration.Props{
		Operation: &model.Operation{ID: "oldPets", Method: "GET", Path: "/old-pets"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(string(i.Node().JSON(true)))
	// Output:
	// {
	//   "type": "MOCK",
	//   "passthroughBehavior": "NEVER",
	//   "requestTemplates": {
	//     "application/json": "{\"statusCode\": 302}"
	//   },
	//   "responses": {
	//     "default": {
	//       "statusCode": "302",
	//       "responseParameters": {
	//         "method.response.header.Location": "'https://example.com/pets'"
	//       }
	//     }
	//   }
	// }
}
