package gateway

import (
	"net/http"
	"time"
)

// steps are what a request goes through, in API Gateway's order. The first
// failure ends the walk.
var steps = [...]func(*exchange) *failure{
	(*exchange).receive,       // body.go: the body, and the service's limits
	(*exchange).match,         // match.go: the operation
	(*exchange).logBegin,      // log.go: the execution log
	(*exchange).admit,         // authorize.go: who calls
	(*exchange).key,           // key.go: with which API key
	(*exchange).throttle,      // key.go: whether the caller has a call left
	(*exchange).logStart,      // log.go: the execution log
	(*exchange).validate,      // validate.go: required parameters, the body's model
	(*exchange).lookUp,        // cache.go: what was answered before
	(*exchange).mapRequest,    // maprequest.go: parameters, template, overrides
	(*exchange).invoke,        // invoke*.go: the integration
	(*exchange).mapResponse,   // mapresponse.go: integration response → method response
	(*exchange).checkResponse, // checkresponse.go: what the operation declares
	(*exchange).keep,          // cache.go: keep the response
}

// serve answers the request.
func (x *exchange) serve() {
	x.begin()
	for i, step := range steps {
		f := step(x)
		if x.recording != nil {
			x.mark(i, f != nil || x.fromCache)
		}
		if f != nil {
			x.fail(f) // gatewayresponse.go
			break
		}
		if x.fromCache {
			break
		}
	}
	x.respond()   // respond.go
	x.logAccess() // accesslog.go
	x.complete()
	x.observe() // recording.go
	if s := x.answer.stream; s != nil && s.broken {
		panic(http.ErrAbortHandler)
	}
}

func (x *exchange) begin() {
	if o := &x.gateway.options; o.Completed != nil || o.Observe != nil {
		x.received = time.Now() // not Options.Now, which may stand still
	}
	if x.gateway.options.Observe != nil {
		x.recording = &Recording{received: x.received}
	}
	x.started = x.gateway.options.Now()
	x.sent = readHeaders(x.request.Header)
	x.ids = newIDs(x.sent.requestID, x.random)
}

// complete reports the gateway's owner how the request went.
func (x *exchange) complete() {
	completed := x.gateway.options.Completed
	if completed == nil {
		return
	}
	c := Completion{Status: x.answer.status, Duration: time.Since(x.received), Cached: x.fromCache}
	if x.op != nil {
		c.Operation = x.op.Operation
	}
	if f := x.failure; f != nil {
		c.Failure, c.Cause = f.kind.name, x.cause(f)
	}
	completed(x.request, c)
}
