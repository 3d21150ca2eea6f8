package gateway

import (
	"bytes"
	"net/http"
	"strings"
)

// The tables of this file are those of "Amazon API Gateway important notes"
// (Developer Guide, "Amazon API Gateway important notes for REST and WebSocket
// APIs"), with what is known of the service where it differs.

// droppedRequestHeaders never reach a backend. Names are in canonical form.
var droppedRequestHeaders = map[string]bool{
	"Connection": true, "Content-Length": true, "Content-Md5": true, "Expect": true, "Max-Forwards": true,
	"Proxy-Authenticate": true, "Server": true, "Te": true, "Transfer-Encoding": true, "Trailer": true,
	"Upgrade": true, "Www-Authenticate": true,
}

// droppedHTTPProxyHeaders do not reach the backend of HTTP_PROXY either.
var droppedHTTPProxyHeaders = map[string]bool{"Content-Encoding": true, "Via": true, "Host": true}

// droppedResponseHeaders never reach the client.
var droppedResponseHeaders = map[string]bool{"Transfer-Encoding": true}

// droppedHTTPProxyResponses do not come through HTTP_PROXY. A Content-Encoding
// that reports the truth does, since nobody could read the body without it.
var droppedHTTPProxyResponses = map[string]bool{"Content-Encoding": true, "Via": true}

// codings begin the bodies of content codings (RFC 1952, section 2.3.1; RFC
// 1950, section 2.2; RFC 8878, section 3.1.1). Brotli has no mark of its own.
var codings = map[string]string{"gzip": "\x1f\x8b", "deflate": "\x78", "zstd": "\x28\xb5\x2f\xfd", "br": ""}

// isEncoded reports whether a body is in the coding that its header names.
func isEncoded(h http.Header, body []byte) bool {
	mark, known := codings[strings.ToLower(h.Get("Content-Encoding"))]
	return known && bytes.HasPrefix(body, []byte(mark))
}

// remappedHeaders reach the client as x-amzn-Remapped-<Name> whatever the
// integration.
var remappedHeaders = map[string]bool{
	"Connection": true, "Content-Length": true, "Date": true, "Server": true, "X-Amzn-Requestid": true,
}

// remappedMappings are remapped as well where a mapping of a non-proxy
// integration sets them.
var remappedMappings = map[string]bool{
	"Authorization": true, "Content-Md5": true, "Expect": true, "Host": true, "Max-Forwards": true,
	"Proxy-Authenticate": true, "Trailer": true, "Upgrade": true, "User-Agent": true, "Www-Authenticate": true,
}

const remapPrefix = "x-amzn-Remapped-"

// responseName returns the name under which a header reaches the client; mapped
// says that a mapping sets it. It returns false for one that does not.
func responseName(name string, mapped bool) (string, bool) {
	canonical := http.CanonicalHeaderKey(name)
	switch {
	case droppedResponseHeaders[canonical]:
		return "", false
	case remappedHeaders[canonical] || mapped && remappedMappings[canonical]:
		return remapPrefix + name, true
	}
	return name, true
}

// connectionOptions returns the names that a Connection header makes hop-by-hop
// (RFC 9110, section 7.6.1).
func connectionOptions(h http.Header) []string {
	values := h["Connection"]
	if len(values) == 0 {
		return nil
	}
	var names []string
	for _, v := range values {
		for name := range strings.SplitSeq(v, ",") {
			names = append(names, strings.TrimSpace(name))
		}
	}
	return names
}
