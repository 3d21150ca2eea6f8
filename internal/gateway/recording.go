package gateway

import (
	"net/http"
	"slices"
	"time"

	"github.com/gatewright/gatewright/internal/gateway/route"
	"github.com/gatewright/gatewright/spec"
)

// Step is one of the ten steps that API Gateway takes with every request.
type Step uint8

// The steps, in their order.
const (
	StepMatch Step = iota
	StepAuthorize
	StepKey
	StepThrottle
	StepValidate
	StepCache
	StepIntegrationRequest
	StepIntegration
	StepIntegrationResponse
	StepResponse
	stepCount
)

var stepNames = [stepCount]string{
	"match", "authorizer", "key", "throttle", "validation", "cache",
	"integrationRequest", "integration", "integrationResponse", "response",
}

// String returns the name of the step as in a [Trace].
func (s Step) String() string { return stepNames[s] }

// stepOf are the steps that the functions of steps (request.go) belong to.
var stepOf = [len(steps)]Step{
	StepMatch, StepMatch, StepMatch, StepAuthorize, StepKey, StepThrottle, StepValidate, StepValidate, StepCache,
	StepIntegrationRequest, StepIntegration, StepIntegrationResponse, StepIntegrationResponse, StepIntegrationResponse,
}

// Recording is what happened to a request: what went into its steps and came out of
// them, and how long each took. [Recording.Trace] derives the rest from it. It holds no
// secrets, and does not change.
type Recording struct {
	gateway  *Gateway
	op       *operation // nil: none matched
	received time.Time  // by the machine's clock
	started  time.Time  // by the gateway's
	ids      ids
	last     Step                     // that ended last, before the response
	current  Step                     // that is under way
	ends     [stepCount]time.Duration // since received; 0: not reached

	method, path, sentPath, target string
	host, remote, proto, trace     string
	local                          any // the net.Addr at which it came in
	sentStage, tls, head           bool
	header                         http.Header
	params                         route.Params
	body                           recordedBody

	failure         *failure
	errors          []loggedError
	caller          *caller
	client          *client
	decision        *authorizerOutput
	asked           asking
	authorizerStart time.Duration
	cacheKey        string
	entry           *cached // that the response came from, without it; nil: none

	template      *template // that failed
	templateError error
	mapped        outgoing // the integration request, as it was mapped
	mappedBody    recordedBody
	sent          *http.Request // to an HTTP backend or a service; nil: none
	sentHeader    http.Header
	sentURL       string
	call          *recordedCall // of a function; nil: none
	incoming      incoming
	incomingBody  recordedBody
	overridden    bool // a template has overridden something

	status     int
	answer     fields
	answerBody recordedBody
	streamed   bool
}

// recordedCall is the call of a function.
type recordedCall struct {
	url, function string
	payload       recordedBody
	requestID     string
	functionError string
	start         time.Duration
}

// loggedError is an error in the execution log.
type loggedError struct {
	step Step
	line string
}

// recordedBody is a body of which no more than maxRecorded bytes are kept.
type recordedBody struct {
	bytes []byte
	size  int
}

const (
	// maxRecorded is how many bytes of each body are kept.
	maxRecorded = 128 << 10
	// perRecording is about what a recording takes besides what it refers to.
	perRecording = 1536
)

// mark keeps the time at which one of the steps of request.go ended, when it was the last
// of its Step, or of all. One that had nothing to do ended with the one before.
func (x *exchange) mark(step int, last bool) {
	r := x.recording
	r.last, r.current = stepOf[step], StepResponse
	if step+1 < len(stepOf) {
		r.current = stepOf[step+1]
	}
	switch {
	case !last && r.current == r.last:
	case !last && x.isOff(r.last):
		r.ends[r.last] = r.ends[r.last-1]
	default:
		r.ends[r.last] = time.Since(r.received)
	}
}

// isOff reports whether a step of an operation has nothing to do.
func (x *exchange) isOff(s Step) bool {
	switch s {
	case StepKey:
		return !x.op.APIKeyRequired
	case StepThrottle:
		return x.client == nil && x.op.bucket == nil && x.gateway.usage.account == nil
	case StepCache:
		return x.gateway.cache == nil || x.op.settings.caching.ttl == 0
	default:
		return false
	}
}

// logError keeps an error of the step that is under way, or of the one that has failed.
func (r *Recording) logError(line string, failed bool) {
	step := r.current
	if failed {
		step = r.last
	}
	r.errors = append(r.errors, loggedError{step, line})
}

// invoked keeps the call of a function. Its payload and its result are nobody else's.
func (r *Recording) invoked(url string, call LambdaCall, result *LambdaResult) {
	r.call = &recordedCall{
		url: url, function: call.FunctionARN, payload: recordedBody{bytes: call.Payload, size: len(call.Payload)},
		requestID: result.RequestID, functionError: result.FunctionError, start: result.Start,
	}
}

// observe completes the recording and hands it over.
func (x *exchange) observe() {
	r := x.recording
	if r == nil {
		return
	}
	r.ends[StepResponse] = time.Since(r.received)
	r.gateway, r.op, r.started, r.ids = x.gateway, x.op, x.started, x.ids
	r.method, r.path, r.sentPath, r.sentStage = x.method, x.path, x.sentPath, x.sentStage
	r.target, r.host, r.remote, r.proto = x.request.RequestURI, x.request.Host, x.request.RemoteAddr, x.request.Proto
	r.trace, r.local = x.trace, x.request.Context().Value(http.LocalAddrContextKey)
	r.tls, r.head = x.request.TLS != nil, x.request.Method == http.MethodHead
	if r.method == "" {
		r.method = x.request.Method
	}
	r.failure, r.caller, r.client, r.cacheKey = x.failure, x.caller, x.client, x.cacheKey
	r.header, r.params = x.request.Header, slices.Clone(x.params)
	r.status = x.answer.status
	integrated := r.ends[StepIntegrationRequest] != 0
	if integrated {
		x.recordIntegration(r)
	}
	x.keepFields(r, integrated)
	x.keepBodies(r, integrated)
	if s := x.answer.stream; s != nil {
		r.streamed, r.answerBody = true, recordedBody{bytes: s.kept, size: s.sent}
	}
	x.maskRecording(r) // mask.go
	x.gateway.options.Observe(r)
}

func (x *exchange) recordIntegration(r *Recording) {
	r.overridden = len(x.overrides.RequestHeader())+len(x.overrides.ResponseHeader()) > 0
	if r.sent != nil {
		r.sentURL, r.sentHeader, r.sent = r.sent.URL.String(), r.sent.Header, nil
	}
	if r.call != nil {
		r.call.payload = keepCopy(r.call.payload.bytes)
	}
	r.incoming = incoming{status: x.incoming.status, selection: x.incoming.selection, header: x.incoming.header}
}

// keepFields copies the headers and the parameters that will be used again, into one slice.
func (x *exchange) keepFields(r *Recording, integrated bool) {
	var mapped outgoing
	if integrated {
		mapped = x.outgoing
	}
	all := make(fields, 0, len(mapped.header)+len(mapped.query)+len(mapped.path)+len(x.answer.headers))
	keep := func(f fields) fields {
		start := len(all)
		all = append(all, f...)
		return all[start:len(all):len(all)]
	}
	r.mapped = outgoing{header: keep(mapped.header), query: keep(mapped.query), path: keep(mapped.path)}
	r.answer = keep(x.answer.headers)
}

// keepBodies copies the bodies that will be used again, into one slice.
func (x *exchange) keepBodies(r *Recording, integrated bool) {
	var mapped, incoming []byte
	if integrated {
		mapped, incoming = x.outgoing.body, x.incoming.body
	}
	bodies := [...][]byte{x.body, mapped, incoming, x.answer.body}
	size := 0
	for _, b := range bodies {
		size += min(len(b), maxRecorded)
	}
	all := make([]byte, 0, size)
	for i, to := range [...]*recordedBody{&r.body, &r.mappedBody, &r.incomingBody, &r.answerBody} {
		start := len(all)
		all = append(all, bodies[i][:min(len(bodies[i]), maxRecorded)]...)
		*to = recordedBody{bytes: all[start:len(all):len(all)], size: len(bodies[i])}
	}
}

// keepCopy copies a body that will be used again.
func keepCopy(body []byte) recordedBody {
	return recordedBody{bytes: slices.Clone(body[:min(len(body), maxRecorded)]), size: len(body)}
}

// Size returns about how many bytes of memory the recording takes.
func (r *Recording) Size() int {
	size := perRecording + len(r.body.bytes) + len(r.mappedBody.bytes) + len(r.incomingBody.bytes) + len(r.answerBody.bytes) + 2*len(r.target)
	for _, h := range []http.Header{r.header, r.sentHeader, r.incoming.header} {
		for name, values := range h {
			size += len(name) + 64
			for _, v := range values {
				size += len(v)
			}
		}
	}
	if r.call != nil {
		size += len(r.call.payload.bytes)
	}
	for _, e := range r.errors {
		size += len(e.line)
	}
	return size
}

// ID returns the request's ID.
func (r *Recording) ID() string { return r.ids.request }

// Operation returns the operation that matched, or nil.
func (r *Recording) Operation() *spec.Operation {
	if r.op == nil {
		return nil
	}
	return r.op.Operation
}

// Invocation returns the request ID of the function's invocation, or "".
func (r *Recording) Invocation() string {
	if r.call == nil {
		return ""
	}
	return r.call.requestID
}

// AuthorizerInvocation returns the request ID of the invocation of the authorizer's
// function, or "".
func (r *Recording) AuthorizerInvocation() string { return r.asked.id }
