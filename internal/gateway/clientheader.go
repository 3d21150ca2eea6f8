package gateway

import (
	"net"
	"net/http"
	"slices"
	"strings"

	"github.com/gatewright/gatewright/internal/gateway/event"
	"github.com/gatewright/gatewright/internal/gateway/jsonvalue"
	"github.com/gatewright/gatewright/internal/gateway/wire"
)

// header returns a client's header as it is forwarded, the last of several lines,
// or "". Names are compared without case.
func (x *exchange) header(name string) string { return last(x.headers(name)) }

// headers returns all lines of a header as it is forwarded.
func (x *exchange) headers(name string) []string {
	canonical := http.CanonicalHeaderKey(name)
	if v, ok := x.ownHeader(canonical); ok {
		return []string{v}
	}
	if x.drops(canonical) {
		return nil
	}
	return x.request.Header[canonical]
}

// headersAs is headers for a name that must have the client's casing, or that
// which events have: header names are processed in a case-sensitive way ("Amazon
// API Gateway important notes"). Where the casing is not known any will do.
func (x *exchange) headersAs(name string) []string {
	values := x.headers(name)
	if len(values) == 0 {
		return nil
	}
	if _, own := x.ownHeader(http.CanonicalHeaderKey(name)); own {
		return values
	}
	if event.HeaderName(name) != name {
		return nil
	}
	if lower := strings.ToLower(name); event.HeaderName(lower) != lower {
		return values // one of the two whose casing events do not keep
	}
	if exactly, known := wire.Sent(x.request, name); known && !exactly {
		return nil
	}
	return values
}

// ownHeader returns the headers that the gateway itself writes into what it
// forwards, by their canonical name.
func (x *exchange) ownHeader(canonical string) (string, bool) {
	switch canonical {
	case "Host":
		return x.request.Host, x.request.Host != ""
	case "X-Forwarded-For":
		return x.forwardedFor(), true
	case "X-Forwarded-Port":
		return x.port(), true
	case "X-Forwarded-Proto":
		return x.scheme(), true
	case traceHeader:
		return x.forwardedTrace(), true
	}
	return "", false
}

// ownHeaders are the names that ownHeader knows.
var ownHeaders = []string{"Host", traceHeader, "X-Forwarded-For", "X-Forwarded-Port", "X-Forwarded-Proto"}

// clientHeaders returns all headers as they are forwarded, in the casing of the
// client, sorted by name.
func (x *exchange) clientHeaders() []event.Field {
	names := wire.Names(x.request)
	all := make([]event.Field, 0, len(names)+len(ownHeaders))
	values := make([]string, len(ownHeaders))
	for _, name := range names {
		canonical := http.CanonicalHeaderKey(name)
		if !x.drops(canonical) && !slices.Contains(ownHeaders, canonical) {
			all = append(all, event.Field{Name: name, Values: x.request.Header[canonical]})
		}
	}
	for i, name := range ownHeaders {
		if v, ok := x.ownHeader(name); ok {
			values[i] = v
			all = append(all, event.Field{Name: name, Values: values[i : i+1 : i+1]})
		}
	}
	slices.SortFunc(all, func(a, b event.Field) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// drops reports whether a client's header stays here: some always do, and a
// signature that has been checked.
func (x *exchange) drops(canonical string) bool {
	return droppedRequestHeaders[canonical] ||
		canonical == "Authorization" && x.caller != nil && x.caller.identity != nil
}

// sourceIP is the client's address.
func (x *exchange) sourceIP() string {
	if ip := x.gateway.options.Source.IP; ip != "" {
		return ip
	}
	host, _, err := net.SplitHostPort(x.request.RemoteAddr)
	if err != nil {
		return x.request.RemoteAddr
	}
	return host
}

// forwardedFor is the client's address after those of the proxies before it.
func (x *exchange) forwardedFor() string {
	if earlier := x.request.Header["X-Forwarded-For"]; len(earlier) > 0 {
		return strings.Join(earlier, ", ") + ", " + x.sourceIP()
	}
	return x.sourceIP()
}

func (x *exchange) scheme() string {
	if x.request.TLS != nil {
		return "https"
	}
	return "http"
}

// port is the port at which the request came in.
func (x *exchange) port() string {
	if address, ok := x.request.Context().Value(http.LocalAddrContextKey).(net.Addr); ok {
		if _, port, err := net.SplitHostPort(address.String()); err == nil {
			return port
		}
	}
	if x.request.TLS != nil {
		return "443"
	}
	return "80"
}

// Get implements vtl.Lookup.
func (h *headerView) Get(name string) (jsonvalue.Value, bool) {
	values := (*exchange)(h).headersAs(name)
	return last(values), len(values) > 0
}
