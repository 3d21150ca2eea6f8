package gateway

import (
	"fmt"
	"strings"
	"time"
)

// maxLogLine is the length in bytes at which the service cuts a line.
const maxLogLine = 1024

// logLine writes a line of the execution log ("Set up CloudWatch logging for
// REST APIs in API Gateway").
func (x *exchange) logLine(line string) {
	if x.gateway.options.ExecutionLog == nil {
		return
	}
	if len(line) > maxLogLine {
		line = strings.ToValidUTF8(line[:maxLogLine], "") + " [TRUNCATED]"
	}
	x.gateway.options.ExecutionLog(x.ids.request, line)
}

func (x *exchange) logs() bool { return x.gateway.options.ExecutionLog != nil }

func (x *exchange) logStart() {
	if !x.logs() {
		return
	}
	x.logLine("Extended Request Id: " + x.ids.extended)
	x.logLine("Starting execution for request: " + x.ids.request)
	x.logLine("HTTP Method: " + x.method + ", Resource Path: " + x.path)
	x.logLine(fmt.Sprintf("Method request path: %v", x.params))
	x.logLine(fmt.Sprintf("Method request query string: %v", x.queryFields()))
	x.logLine(fmt.Sprintf("Method request headers: %v", x.clientHeaders()))
	x.logLine("Method request body before transformations: " + string(x.body))
}

// logEndpointRequest tells of a request to the integration.
func (x *exchange) logEndpointRequest(uri string, header any, body []byte) {
	if !x.logs() {
		return
	}
	x.logLine("Endpoint request URI: " + uri)
	x.logLine(fmt.Sprintf("Endpoint request headers: %v", header))
	x.logLine("Endpoint request body after transformations: " + string(body))
	x.logLine("Sending request to " + uri)
}

// logEndpointResponse tells of its answer.
func (x *exchange) logEndpointResponse(status int, since time.Time) {
	if !x.logs() {
		return
	}
	latency := x.gateway.options.Now().Sub(since).Milliseconds()
	x.logLine(fmt.Sprintf("Received response. Status: %d, Integration latency: %d ms", status, latency))
	x.logLine(fmt.Sprintf("Endpoint response headers: %v", x.incoming.header))
	x.logLine("Endpoint response body before transformations: " + string(x.incoming.body))
}

func (x *exchange) logEnd() {
	if !x.logs() {
		return
	}
	x.logLine("Method response body after transformations: " + string(x.answer.body))
	x.logLine(fmt.Sprintf("Method response headers: %v", x.answer.headers))
	if x.failure == nil {
		x.logLine("Successfully completed execution")
	}
	x.logLine(fmt.Sprintf("Method completed with status: %d", x.answer.status))
}
