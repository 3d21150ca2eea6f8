package gateway

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/gatewright/gatewright/spec/stage"
)

// maxLogLine is the length in bytes at which the service cuts a line.
const maxLogLine = 1024

// logLevel reports how much of a request the execution log hears.
type logLevel uint8

const (
	levelOff logLevel = iota
	levelError
	levelInfo
)

// logSettings returns the level and whether bodies are logged. Without a setting,
// all is.
func logSettings(m stage.MethodSettings) (level logLevel, dataTrace bool) {
	switch m.LogLevel {
	case stage.LogOff:
		return levelOff, false
	case stage.LogErrors:
		level = levelError
	case stage.LogInfo:
		level = levelInfo
	default:
		return levelInfo, m.DataTrace == nil || *m.DataTrace
	}
	return level, m.DataTrace != nil && *m.DataTrace
}

// logs reports whether the execution log hears of a level.
func (x *exchange) logs(level logLevel) bool {
	return x.lines != nil || x.gateway.options.ExecutionLog != nil && x.logSettings().level >= level
}

// traces reports whether the execution log hears of headers and bodies.
func (x *exchange) traces() bool {
	return x.lines != nil || x.logs(levelInfo) && x.logSettings().dataTrace
}

func (x *exchange) logSettings() *settings {
	if x.op == nil {
		return &x.gateway.settings
	}
	return &x.op.settings
}

// logLine writes a line that tells of a failure into the execution log ("Set up
// CloudWatch logging for REST APIs in API Gateway").
func (x *exchange) logLine(line string) { x.log(levelError, line) }

// logInfo writes a line that tells how a request went.
func (x *exchange) logInfo(line string) { x.log(levelInfo, line) }

// logBody writes a line that ends with a body, of which no more than fits is copied.
func (x *exchange) logBody(line string, body []byte) {
	x.logInfo(line + string(body[:min(len(body), maxLogLine+1)]))
}

func (x *exchange) log(level logLevel, line string) {
	if x.recording != nil && level == levelError {
		x.recording.logError(line, x.failure != nil)
	}
	if !x.logs(level) {
		return
	}
	if len(line) > maxLogLine {
		line = strings.ToValidUTF8(line[:maxLogLine], "") + " [TRUNCATED]"
	}
	if x.lines != nil {
		*x.lines = append(*x.lines, line)
		return
	}
	x.gateway.options.ExecutionLog(x.ids.request, line)
}

// logBegin is the step at which the log of a request begins.
func (x *exchange) logBegin() *failure {
	if x.logs(levelInfo) {
		x.logInfo("Extended Request Id: " + x.ids.extended)
	}
	return nil
}

// logStart is the step at which the execution begins, as the log tells it.
func (x *exchange) logStart() *failure {
	if !x.logs(levelInfo) {
		return nil
	}
	x.logInfo("Starting execution for request: " + x.ids.request)
	x.logInfo("HTTP Method: " + x.method + ", Resource Path: " + x.path)
	if !x.traces() {
		return nil
	}
	var path, query, header javaMap
	for _, p := range x.params {
		path.add(p.Name, p.Value)
	}
	for _, f := range x.queryFields() {
		query.add(f.Name, last(f.Values))
	}
	for _, f := range x.clientHeaders() {
		header.add(f.Name, loggedHeader(f.Name, last(f.Values)))
	}
	x.logInfo("Method request path: " + path.String())
	x.logInfo("Method request query string: " + query.String())
	x.logInfo("Method request headers: " + header.String())
	x.logBody("Method request body before transformations: ", x.body)
	return nil
}

// secretHeaders are those that the service's log hides.
var secretHeaders = []string{"Authorization", "X-Api-Key", "X-Amz-Security-Token"}

// loggedHeader is a header's value as the log shows it.
func loggedHeader(name, value string) string {
	if contains(secretHeaders, name) {
		return maskKey(value)
	}
	return value
}

// logEndpointRequest reports of a request to the integration.
func (x *exchange) logEndpointRequest(uri string, header http.Header, body []byte) {
	if !x.traces() {
		return
	}
	x.logInfo("Endpoint request URI: " + uri)
	x.logInfo("Endpoint request headers: " + headerMap(header).String())
	x.logBody("Endpoint request body after transformations: ", body)
	x.logInfo("Sending request to " + uri)
}

// logInvocation logs a call of a function, which goes to the Lambda service. The
// source is the ARN that the function's permission is checked against.
func (x *exchange) logInvocation(url, source string, payload []byte) {
	if !x.traces() {
		return
	}
	x.logEndpointRequest(url, http.Header{
		"Accept":                        {"application/json"},
		"Authorization":                 {strings.Repeat("*", maskedSignature)},
		"Host":                          {hostOf(url)},
		"User-Agent":                    {x.userAgent()},
		"X-Amz-Date":                    {x.started.UTC().Format(amzDateFormat)},
		"X-Amz-Source-Arn":              {source},
		traceHeader:                     {x.forwardedTrace()},
		apiIDHeader:                     {x.gateway.options.APIID},
		"x-amzn-lambda-integration-tag": {x.ids.request},
	}, payload)
}

// maskedSignature is the length at which the log hides a signature.
const maskedSignature = 64

// amzDateFormat is that of X-Amz-Date (AWS Signature Version 4).
const amzDateFormat = "20060102T150405Z"

func hostOf(url string) string {
	host, _, _ := strings.Cut(strings.TrimPrefix(url, "https://"), "/")
	return host
}

// logEndpointResponse logs the endpoint's response.
func (x *exchange) logEndpointResponse(status int, since time.Time) {
	if !x.traces() {
		return
	}
	x.logResponse(status, x.gateway.options.Now().Sub(since).Milliseconds())
}

func (x *exchange) logResponse(status int, latency int64) {
	x.logInfo(fmt.Sprintf("Received response. Status: %d, Integration latency: %d ms", status, latency))
	x.logInfo("Endpoint response headers: " + headerMap(x.incoming.header).String())
	x.logBody("Endpoint response body before transformations: ", x.incoming.body)
}

func (x *exchange) logEnd() {
	if !x.logs(levelInfo) || x.op == nil {
		return
	}
	body, headers := "Method response body after transformations: ", "Method response headers: "
	if x.failure != nil {
		x.logInfo("Gateway response type: " + x.failure.kind.name + " with status code: " + statusText(x.answer.status))
		body, headers = "Gateway response body: ", "Gateway response headers: "
	}
	if x.traces() {
		var header javaMap
		for _, f := range x.answer.headers {
			header.add(f.name, f.value)
		}
		x.logBody(body, x.answer.body)
		x.logInfo(headers + header.String())
	}
	if x.failure == nil {
		x.logInfo("Successfully completed execution")
	}
	x.logInfo("Method completed with status: " + statusText(x.answer.status))
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
		m.add(name, loggedHeader(name, last(h[name])))
	}
	return &m
}
