package gateway

import (
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

// droppedHTTPProxyResponses do not come through HTTP_PROXY.
var droppedHTTPProxyResponses = map[string]bool{"Content-Encoding": true, "Via": true}

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

// responseName gives the name under which a header reaches the client; mapped
// says that a mapping sets it. It gives false for one that does not.
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

// connectionOptions gives the names that a Connection header makes hop-by-hop
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
