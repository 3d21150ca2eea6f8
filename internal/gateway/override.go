package gateway

import "strings"

// overrideRequest puts what the template wrote into $context.requestOverride
// over the mappings ("Override your API's request and response parameters and
// status codes for REST APIs").
func (x *exchange) overrideRequest() {
	for _, o := range x.overrides.RequestHeader() {
		if !strings.EqualFold(o.Name, traceHeader) {
			x.outgoing.header.setAll(o.Name, o.Values)
		}
	}
	for _, o := range x.overrides.RequestQuerystring() {
		x.outgoing.query.setAll(o.Name, o.Values)
	}
	for _, o := range x.overrides.RequestPath() {
		x.outgoing.path.set(o.Name, escapePath(last(o.Values)))
	}
}

// overrideResponse puts $context.responseOverride over the response. HTTP/1.1
// cannot end a request with an informational status, so that those do not count.
func (x *exchange) overrideResponse() {
	if status, ok := x.overrides.ResponseStatus(); ok && status >= 200 {
		x.answer.status = status
	}
	for _, o := range x.overrides.ResponseHeader() {
		if name, forwarded := responseName(o.Name, true); forwarded {
			x.answer.headers.setAll(name, o.Values)
		}
	}
}
