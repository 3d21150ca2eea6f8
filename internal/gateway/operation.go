package gateway

import (
	"time"

	"golang.org/x/time/rate"

	"github.com/gatewright/gatewright/internal/gateway/validate"
	"github.com/gatewright/gatewright/internal/pattern"
	"github.com/gatewright/gatewright/spec"
)

// operation is a method of the API, ready to serve.
type operation struct {
	*spec.Operation
	name        string // "GET /pets/{id}"
	resourceID  string
	bucket      *rate.Limiter // of the stage's throttle; nil: unbounded
	settings    settings
	validator   *validate.Validator // nil: nothing is validated
	responses   *validate.Responses // nil: responses are not checked
	integration *integration
	guard       guard // nil: everybody may call it
}

// integration is what stands behind an operation, ready to serve.
type integration struct {
	*spec.Integration
	backend   backend
	timeout   time.Duration
	mappings  []requestMapping
	illegal   string // a header target that fails every request
	templates templates
	responses responses
}

// backend is a type of integration.
type backend interface {
	// call sends the integration request and puts the response into x.incoming,
	// or, for a proxy, into x.answer.
	call(x *exchange) *failure
}

// responses are the entries of an integration's responses.
type responses struct {
	patterned []*response
	fallback  *response // of "default"; nil: none
}

// response is an integration response.
type response struct {
	*spec.IntegrationResponse
	literal   string // a pattern that is a plain text
	pattern   *pattern.Regexp
	status    int
	declared  bool // the operation declares the status
	mappings  []responseMapping
	templates templates
}
