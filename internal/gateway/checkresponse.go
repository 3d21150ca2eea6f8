package gateway

import (
	"net/http"

	"github.com/gatewright/gatewright/internal/gateway/validate"
	"github.com/gatewright/gatewright/spec"
)

// responseCheck returns what checks the responses to an operation; nil: nothing does.
// Mocks and AWS services respond what the definition itself says.
func (c *compiler) responseCheck(o *spec.Operation) *validate.Responses {
	if c.gateway.options.BrokenResponse == nil && !c.gateway.options.StrictResponses || o.Integration == nil {
		return nil
	}
	switch o.Integration.Type {
	case spec.AWSProxy, spec.HTTP, spec.HTTPProxy:
		return validate.CompileResponses(c.root, o)
	case spec.AWS:
		if _, isFunction := functionOf(o.Integration.URI); isFunction {
			return validate.CompileResponses(c.root, o)
		}
	}
	return nil
}

// checkResponse compares the response with what the operation declares.
func (x *exchange) checkResponse() *failure {
	if x.op.responses == nil {
		return nil
	}
	a := &x.answer
	contentType, _ := a.headers.get("Content-Type")
	_, encoded := a.headers.get("Content-Encoding")
	problem := x.op.responses.Check(x.request.Context(), validate.Response{
		Status: a.status, ContentType: contentType, Body: a.body,
		NoBody:    a.stream != nil || encoded || x.request.Method == http.MethodHead || !bodyAllowed(a.status),
		HasHeader: func(name string) bool { _, ok := a.headers.get(name); return ok },
	})
	if problem == "" {
		return nil
	}
	if report := x.gateway.options.BrokenResponse; report != nil {
		report(x.op.Operation, problem)
	}
	if x.gateway.options.StrictResponses {
		return &failure{kind: apiConfigurationError, reason: "The response breaks the model: " + problem}
	}
	return nil
}
