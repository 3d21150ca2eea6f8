// Package integration says what happens when API Gateway receives a request for
// an operation. Each kind of integration is one file: its options and how it is
// rendered as x-amazon-apigateway-integration.
//
// Headers of cross-origin resource sharing are none of an integration's business:
// package prepare adds them to what is rendered, except to Lambda and other proxy
// integrations, whose backends answer for themselves, and to raw ones.
package integration

import (
	"time"

	"fmt"

	"github.com/gatewright/gatewright/authorizer"
	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/model"
	"github.com/gatewright/gatewright/model/mockdata"
	"github.com/gatewright/gatewright/spec"
)

// Integration is what happens to the requests for an operation. Types outside of
// this package may implement it too.
type Integration interface {
	// Render returns the integration for one operation. What it returns is the
	// caller's to change. An *OptionError tells which option is at fault.
	Render(p Props) (*spec.Integration, error)
}

// Props is what an integration is rendered for.
type Props struct {
	Operation *model.Operation
	API       *model.API
	CORS      *CORS // nil: off
	Placement spec.Placement

	// BinaryMediaTypes are those of the API: "image/png", "image/*" or "*/*".
	BinaryMediaTypes []string
	// Data makes the data of mocks; nil: one with the seed 0.
	Data *mockdata.Generator
	// Report takes warnings; nil: they are lost.
	Report func(diag.Diagnostic)
}

// CORS says which web pages of other origins may use an API (Fetch Standard,
// "HTTP CORS protocol").
type CORS struct {
	AllowOrigins     []string // "https://example.com", or "*" alone
	AllowMethods     []string // nil: those of each path
	AllowHeaders     []string // nil: those that AWS SDKs send; the model's are always added
	AllowCredentials bool     // not with "*"
	ExposeHeaders    []string
	MaxAge           *time.Duration // that a preflight may be kept; negative: not at all; nil: the browser's default
}

// OptionError says that an option of an integration does not fit the operation.
type OptionError struct {
	Option  string // as in gatewright.yaml: "path", "integrationResponseSet"
	Message string
	Help    string // what to do; may be empty
}

// Error returns the option and what is wrong with it.
func (e *OptionError) Error() string { return e.Option + ": " + e.Message }

func optionErrorf(option, format string, args ...any) *OptionError {
	return &OptionError{Option: option, Message: fmt.Sprintf(format, args...)}
}

// Options are what is said next to an integration about its operation.
type Options struct {
	Authorizer     authorizer.Authorizer // nil: the API's default
	APIKeyRequired *bool                 // nil: the API's default
	Stream         bool                  // the response goes to the client as it comes
}

// WithAuthorizer lets an operation be authorized in another way than the API's
// default. authorizer.None() opens it to everyone.
func WithAuthorizer(i Integration, a authorizer.Authorizer) Integration {
	inner, options := Unwrap(i)
	options.Authorizer = a
	return WithOptions(inner, options)
}

// WithAPIKey says whether callers of an operation need an API key.
func WithAPIKey(i Integration, required bool) Integration {
	inner, options := Unwrap(i)
	options.APIKeyRequired = &required
	return WithOptions(inner, options)
}

// WithStreaming lets the responses of a function, or of an HTTP backend behind HTTPProxy,
// go to the client as they come, for up to 15 minutes ("Stream the integration response
// for your proxy integrations in API Gateway"). A function writes a JSON object with
// statusCode, headers, multiValueHeaders and cookies, eight NUL bytes, and the body.
func WithStreaming(i Integration) Integration {
	inner, options := Unwrap(i)
	options.Stream = true
	return WithOptions(inner, options)
}

// WithOptions puts options next to an integration, in the place of its own: what [Unwrap]
// took apart.
func WithOptions(i Integration, o Options) Integration {
	inner, _ := Unwrap(i)
	if o == (Options{}) {
		return inner
	}
	return wrapped{inner, o}
}

// Unwrap takes an integration and the options next to it apart.
func Unwrap(i Integration) (Integration, Options) {
	if w, ok := i.(wrapped); ok {
		return w.Integration, w.options
	}
	return i, Options{}
}

// wrapped is an integration with options next to it. Its inner one is nil when a
// user wrapped nil; package prepare reports that.
type wrapped struct {
	Integration
	options Options
}
