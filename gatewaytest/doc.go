// Package gatewaytest serves an API inside a Go test as API Gateway would answer
// it: with the integrations that are deployed, Lambda handlers as Go functions, S3
// buckets in temporary directories, and HTTP backends as handlers.
//
//	api := gatewaytest.New(t, gatewaytest.File("api.yaml"),
//		gatewaytest.Integrations(map[string]integration.Integration{
//			"sayHello": gatewaytest.Handler(sayHello),
//			"getPet":   integration.S3("pets", integration.S3Path("{petId}.json")),
//		}),
//		gatewaytest.Objects("pets", map[string]string{"1.json": `{"name": "Rex"}`}),
//	)
//	response, err := api.Client().Get(api.URL() + "/hello?name=Ada")
//
// What is behind the API is there until the test ends.
package gatewaytest
