package gateway

import (
	"log/slog"
	"net/http"
	"strconv"

	"github.com/gatewright/gatewright/spec"
)

// respond writes the response: the headers that are always there, and the body.
func (x *exchange) respond() {
	if err := x.compress(); err != nil {
		x.fail(misconfigured("Unable to compress the body: " + err.Error()))
	}
	a := &x.answer
	a.headers.setDefault("Content-Type", "application/json")
	if x.isTraced() {
		a.headers.setDefault(traceHeader, x.answeredTrace())
	}
	if x.warning != "" && x.failure == nil {
		a.headers.add("Warning", x.warning)
	}
	a.headers.set("x-amzn-RequestId", x.ids.request)
	a.headers.set("x-amz-apigw-id", x.ids.extended)
	if a.stream == nil && bodyAllowed(a.status) && (len(a.body) > 0 || x.request.Method != http.MethodHead) {
		a.headers.add("Content-Length", strconv.Itoa(len(a.body)))
	}
	x.logEnd()

	a.headers.writeTo(x.writer.Header())
	x.written = true
	x.writer.WriteHeader(a.status)
	if x.request.Method == http.MethodHead || !bodyAllowed(a.status) {
		x.dropStream()
		return
	}
	if a.stream != nil {
		x.send(a.stream) // stream.go
		return
	}
	defer x.limitWriting()()
	if _, err := x.writer.Write(a.body); err != nil {
		x.clientLeft(err)
	}
}

func (x *exchange) clientLeft(cause error) {
	x.gateway.options.Logger.LogAttrs(x.request.Context(), slog.LevelDebug, "the client disconnected before its response",
		slog.String("requestId", x.ids.request), slog.Any("cause", cause))
}

// isTraced reports whether the response carries the trace: that of a successful
// call of AWS, AWS_PROXY and HTTP.
func (x *exchange) isTraced() bool {
	if x.failure != nil {
		return false
	}
	switch x.op.integration.Type {
	case spec.AWS, spec.AWSProxy, spec.HTTP:
		return true
	}
	return false
}

// bodyAllowed reports whether a response with the status can have a body (RFC
// 9110, section 6.4.1).
func bodyAllowed(status int) bool {
	return status >= 200 && status != http.StatusNoContent && status != http.StatusNotModified
}
