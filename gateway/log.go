package gateway

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
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
	var path, query, header javaMap
	for _, p := range x.params {
		path.add(p.Name, p.Value)
	}
	for _, f := range x.queryFields() {
		query.add(f.Name, last(f.Values))
	}
	for _, f := range x.clientHeaders() {
		header.add(f.Name, last(f.Values))
	}
	x.logLine("Method request path: " + path.String())
	x.logLine("Method request query string: " + query.String())
	x.logLine("Method request headers: " + header.String())
	x.logLine("Method request body before transformations: " + string(x.body))
}

// logEndpointRequest tells of a request to the integration.
func (x *exchange) logEndpointRequest(uri string, header http.Header, body []byte) {
	if !x.logs() {
		return
	}
	x.logLine("Endpoint request URI: " + uri)
	x.logLine("Endpoint request headers: " + headerMap(header).String())
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
	x.logLine("Endpoint response headers: " + headerMap(x.incoming.header).String())
	x.logLine("Endpoint response body before transformations: " + string(x.incoming.body))
}

func (x *exchange) logEnd() {
	if !x.logs() {
		return
	}
	var header javaMap
	for _, f := range x.answer.headers {
		header.add(f.name, f.value)
	}
	x.logLine("Method response body after transformations: " + string(x.answer.body))
	x.logLine("Method response headers: " + header.String())
	if x.failure == nil {
		x.logLine("Successfully completed execution")
	}
	x.logLine("Method completed with status: " + statusText(x.answer.status))
}

// javaMap prints as the service's log prints a map: {a=1, b=2}.
type javaMap struct{ text []byte }

func (m *javaMap) add(name, value string) {
	if len(m.text) > 0 {
		m.text = append(m.text, ", "...)
	}
	m.text = append(append(append(m.text, name...), '='), value...)
}

func (m *javaMap) String() string { return "{" + string(m.text) + "}" }

func headerMap(h http.Header) *javaMap {
	var m javaMap
	for _, name := range slices.Sorted(maps.Keys(h)) {
		m.add(name, last(h[name]))
	}
	return &m
}
