package local

import (
	"net"
	"net/http"
	"strings"
	"sync/atomic"
)

// Guard refuses requests that reach a server on loopback by a name that is not
// this machine's: a web page whose name was made to point here ("DNS rebinding")
// sends its own name as Host.
func Guard(next http.Handler) http.Handler {
	var last atomic.Pointer[string] // a host that names this machine: nearly all requests have the same
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch known := last.Load(); {
		case known != nil && *known == r.Host:
		case isLoopback(r.Host):
			host := r.Host
			last.Store(&host)
		default:
			http.Error(w, "gatewright serves this machine only: call it as localhost or 127.0.0.1, or start it with --host",
				http.StatusMisdirectedRequest)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// isLoopback reports whether the host of a request, with or without a port, names
// this machine (RFC 6761, section 6.3, for names below localhost).
func isLoopback(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.ToLower(host)
	if host == "localhost" || strings.HasSuffix(host, ".localhost") || host == "" {
		return true
	}
	ip := net.ParseIP(strings.Trim(host, "[]"))
	return ip != nil && ip.IsLoopback()
}
