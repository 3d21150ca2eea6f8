package gateway

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/gatewright/gatewright/spec"
)

var errEmptyMethod = errors.New("Enumeration value for HttpMethod must be non-empty") //nolint:staticcheck // the service's own words

// httpBackend is the integration types HTTP and HTTP_PROXY ("HTTP integrations
// for REST APIs in API Gateway"), also behind a VPC link.
type httpBackend struct {
	uri        uriTemplate
	method     string
	proxy      bool
	transport  http.RoundTripper
	connection string // id of the VPC link; empty: none
}

func newHTTPBackend(g *Gateway, i *spec.Integration) (*httpBackend, error) {
	b := &httpBackend{
		uri:       cutURI(g.expand(i.URI)),
		method:    i.HTTPMethod,
		proxy:     i.Type == spec.HTTPProxy,
		transport: g.options.HTTP,
	}
	if i.ConnectionType == spec.VPCLink {
		b.connection = g.expand(i.ConnectionID)
	}
	if i.InsecureSkipVerify {
		t, err := g.insecureTransport()
		if err != nil {
			return nil, err
		}
		b.transport = t
	}
	switch {
	case b.method == "":
		return nil, errEmptyMethod
	case !strings.HasPrefix(i.URI, "http://") && !strings.HasPrefix(i.URI, "https://") && !strings.HasPrefix(i.URI, "${"):
		return nil, fmt.Errorf("Invalid HTTP endpoint specified for URI: %s", i.URI) //nolint:staticcheck // the service's own words
	}
	return b, nil
}

// insecureTransport is Options.HTTP without the verification of certificates.
func (g *Gateway) insecureTransport() (http.RoundTripper, error) {
	if g.insecure != nil {
		return g.insecure, nil
	}
	t, ok := g.options.HTTP.(*http.Transport)
	if !ok {
		return nil, fmt.Errorf("insecureSkipVerification needs an *http.Transport, found %T", g.options.HTTP)
	}
	t = t.Clone()
	if t.TLSClientConfig == nil {
		t.TLSClientConfig = &tls.Config{MinVersion: tls.VersionTLS12}
	}
	t.TLSClientConfig.InsecureSkipVerify = true
	g.insecure = t
	return t, nil
}

func (b *httpBackend) call(x *exchange) *failure {
	ctx, cancel := x.deadline()
	request, f := b.request(ctx, x)
	if f == nil {
		f = x.exchangeWith(b.transport, request)
	}
	if s := x.answer.stream; s != nil {
		s.cancel = cancel // once it has been sent
	} else {
		cancel()
	}
	return f
}

func (b *httpBackend) request(ctx context.Context, x *exchange) (*http.Request, *failure) {
	if b.proxy {
		x.proxyQuery()
	}
	u, ok := parseEndpoint(b.uri.fill(x.outgoing.path))
	if !ok {
		return nil, misconfigured("Invalid endpoint address")
	}
	u.RawQuery = joinQuery(u.RawQuery, x.outgoing.query)
	host := u.Host
	if mapped, ok := x.outgoing.header.get("Host"); ok {
		host = mapped
		x.outgoing.header.remove("Host")
	}
	var header http.Header
	if b.proxy {
		header = x.proxyHeader()
	} else {
		x.addDefaultHeaders()
		header = x.outgoing.header.http()
	}
	finishHeader(header)
	if b.connection != "" && x.gateway.options.VPCLink != nil {
		target, err := x.gateway.options.VPCLink(b.connection)
		if err != nil {
			return nil, misconfigured("VPC link " + b.connection + ": " + err.Error())
		}
		u.Host = target
	}
	x.bodyEscaped = true
	request := (&http.Request{
		Method: methodOr(b.method, x.method), URL: u, Host: host, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: header,
	}).WithContext(ctx)
	setBody(request, x.outgoing.body)
	sendOnce(request)
	return request, nil
}

// sendOnce keeps net/http from sending a request again on another connection when a
// kept one breaks, which it does by the method, for an Idempotency-Key, and with a
// body that it can read twice. API Gateway makes no retries.
func sendOnce(r *http.Request) {
	for _, name := range []string{"Idempotency-Key", "X-Idempotency-Key"} {
		if values, ok := r.Header[name]; ok {
			delete(r.Header, name)
			r.Header[strings.ToLower(name)] = values
		}
	}
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodOptions:
		r.GetBody = nil
		if r.Body == http.NoBody {
			r.Body = emptyBody{}
		}
	}
}

// emptyBody is http.NoBody for a request that is sent once.
type emptyBody struct{}

func (emptyBody) Read([]byte) (int, error) { return 0, io.EOF }
func (emptyBody) Close() error             { return nil }

// finishHeader drops mapped headers that never reach an HTTP backend, and keeps
// net/http from dropping one that does.
func finishHeader(h http.Header) {
	for _, name := range []string{"Expect", "Proxy-Authenticate", "Te"} {
		delete(h, name)
	}
	if values, ok := h["Trailer"]; ok {
		delete(h, "Trailer")
		h["trailer"] = values
	}
}

// methodOr returns the client's method for "ANY".
func methodOr(method, client string) string {
	if method == spec.AnyMethod {
		return client
	}
	return method
}

func setBody(r *http.Request, body []byte) {
	if len(body) == 0 {
		r.Body = http.NoBody
		return
	}
	r.ContentLength = int64(len(body))
	r.Body = io.NopCloser(bytes.NewReader(body))
	r.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(body)), nil }
}

// parseEndpoint reads a URI to which API Gateway would connect: its port is 80,
// 443 or from 1024 on.
func parseEndpoint(uri string) (*url.URL, bool) {
	scheme, rest, ok := strings.Cut(uri, "://")
	if !ok || scheme != "http" && scheme != "https" {
		return nil, false
	}
	at := strings.IndexAny(rest, "/?")
	if at < 0 {
		at = len(rest)
	}
	u := &url.URL{Scheme: scheme, Host: rest[:at]}
	path, query := splitURI(rest[at:])
	u.RawQuery = query
	if err := setPath(u, path); err != nil {
		return nil, false
	}
	return u, validHost(u)
}

func validHost(u *url.URL) bool {
	host := u.Hostname()
	for i := range len(host) {
		if !isAlphanumeric(host[i]) && strings.IndexByte("-._:", host[i]) < 0 {
			return false
		}
	}
	if host == "" || u.Port() == "" {
		return host != ""
	}
	port, err := strconv.Atoi(u.Port())
	return err == nil && (port == 80 || port == 443 || port >= 1024 && port <= 65535)
}

// proxyQuery forwards the client's query parameters; a mapping replaces those of
// its name.
func (x *exchange) proxyQuery() {
	mapped := len(x.outgoing.query)
	for _, f := range x.queryFields() {
		if _, replaced := x.outgoing.query[:mapped].exact(f.Name); replaced {
			continue
		}
		for _, v := range f.Values {
			x.outgoing.query.add(f.Name, v)
		}
	}
}

// proxyHeader is the client's header on its way to an HTTP_PROXY backend. A
// mapping replaces the fields of its name.
func (x *exchange) proxyHeader() http.Header {
	client := x.request.Header
	h := make(http.Header, len(client)+len(ownHeaders)+len(x.outgoing.header))
	for name, values := range client {
		if !droppedRequestHeaders[name] && !droppedHTTPProxyHeaders[name] {
			h[name] = values
		}
	}
	for _, name := range connectionOptions(client) {
		h.Del(name)
	}
	values := make([]string, len(ownHeaders))
	for i, name := range ownHeaders {
		if v, ok := x.ownHeader(name); ok && name != "Host" {
			values[i] = v
			h[name] = values[i : i+1 : i+1]
		}
	}
	maps.Copy(h, x.outgoing.header.http())
	if h["User-Agent"] == nil {
		h.Set("User-Agent", x.userAgent())
	}
	h["X-Amzn-Apigateway-Api-Id"] = []string{x.gateway.options.APIID}
	return h
}

const apiIDHeader = "x-amzn-apigateway-api-id"

func (x *exchange) userAgent() string { return "AmazonAPIGateway_" + x.gateway.options.APIID }

// addDefaultHeaders adds what API Gateway sends to HTTP and AWS integrations
// where no mapping has set it.
func (x *exchange) addDefaultHeaders() {
	h := &x.outgoing.header
	h.setDefault("Accept", "application/json")
	h.setDefault("User-Agent", x.userAgent())
	h.setDefault(apiIDHeader, x.gateway.options.APIID)
	h.setDefault(traceHeader, x.traceID())
	switch x.method {
	case http.MethodGet, http.MethodHead, http.MethodOptions:
		return
	}
	if contentType := x.header("Content-Type"); contentType != "" {
		h.setDefault("Content-Type", contentType)
	} else if len(x.outgoing.body) > 0 {
		h.setDefault("Content-Type", "application/json")
	}
}

// exchangeWith sends a request and takes the response.
func (x *exchange) exchangeWith(transport http.RoundTripper, request *http.Request) *failure {
	if x.traces() {
		x.logEndpointRequest(request.URL.String(), request.Header, x.outgoing.body)
	}
	if x.recording != nil {
		x.recording.sent = request
	}
	sent := x.gateway.options.Now()
	response, err := transport.RoundTrip(request)
	if err != nil {
		return x.unreachable(request, err)
	}
	if f := refuseHead(response); f != nil {
		_ = response.Body.Close() // what is not read may be cut
		return f
	}
	x.incoming.status = response.StatusCode
	x.incoming.selection = statusText(response.StatusCode)
	x.incoming.header = response.Header
	if x.op.integration.Streams() {
		x.answer.stream = &stream{body: response.Body}
		x.logEndpointResponse(response.StatusCode, sent)
		return x.takeHTTPResponse()
	}
	body, err := readBounded(nil, response.Body, response.ContentLength, maxPayload)
	if closing := response.Body.Close(); err == nil {
		err = closing
	}
	switch {
	case errors.Is(err, errTooLarge):
		return misconfigured("The integration's response is too large")
	case err != nil:
		return x.unreachable(request, err)
	}
	x.setIncomingBody(body)
	x.logEndpointResponse(response.StatusCode, sent)
	if x.op.integration.Type == spec.HTTPProxy {
		return x.takeHTTPResponse()
	}
	return nil
}

// refuseHead refuses the status and the headers of a response that cannot be passed
// on: a status below 200 is not a final one, since nobody asked for an upgrade.
func refuseHead(response *http.Response) *failure {
	switch {
	case response.StatusCode < http.StatusOK:
		return badGateway("Execution failed due to configuration error: the integration responded with the status " + response.Status)
	case !fitsHeaders(headerValues(response.Header)):
		return tooManyHeaders()
	}
	return nil
}

func (x *exchange) unreachable(request *http.Request, err error) *failure {
	x.logBackend("an integration could not be reached", slog.String("url", request.URL.Redacted()), err)
	var lookup *net.DNSError
	if errors.As(err, &lookup) && !lookup.IsTimeout {
		return misconfigured("Invalid endpoint address")
	}
	return networkFailure(request.Context(), err)
}

// takeHTTPResponse passes the response of an HTTP_PROXY backend through.
func (x *exchange) takeHTTPResponse() *failure {
	in := &x.incoming
	x.answer.status = in.status
	options := connectionOptions(in.header)
	for name, values := range in.header {
		dropped := droppedHTTPProxyResponses[name] && (name != "Content-Encoding" || x.answer.stream == nil && !isEncoded(in.header, in.body))
		if dropped || contains(options, name) {
			continue
		}
		out, ok := responseName(name, false)
		if !ok {
			continue
		}
		for _, v := range values {
			x.answer.headers.add(out, v)
		}
	}
	x.answer.body = in.body
	return x.convertProxyBody()
}

// convertProxyBody does the content handling of HTTP_PROXY. Without any, a text
// passes as UTF-8 and what is binary as it is.
func (x *exchange) convertProxyBody() *failure {
	in := &x.incoming
	if len(in.body) == 0 {
		return nil
	}
	handling := ""
	if r := x.op.integration.Response(spec.DefaultResponse); r != nil {
		handling = r.ContentHandling
	}
	binary := x.gateway.binary.has(in.header.Get("Content-Type"))
	accepted := x.gateway.binary.has(firstMediaType(x.header("Accept")))
	if handling == "" && (binary || accepted) {
		return nil
	}
	var f *failure
	x.answer.body, f = convertResponse(in.body, handling, binary, accepted)
	return f
}
