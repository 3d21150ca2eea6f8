package console

import (
	"crypto/subtle"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
)

// policy is the Content-Security-Policy of every response.
const policy = "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

// TokenHeader is the header that requests which act must carry.
const TokenHeader = "X-Gatewright-Token"

// guard refuses what does not come from the console's own page or from a program of
// this machine, whatever the route: a web page of a stranger has another Origin, and one
// whose name was made to point here another Host.
func (s *Server) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		switch {
		case !s.isOwnHost(r.Host):
			http.Error(w, "the console is at http://"+s.Addr(), http.StatusMisdirectedRequest)
		case !s.isOwnOrigin(r.Header):
			http.Error(w, "the console responds to its own page only", http.StatusForbidden)
		case r.Method != http.MethodGet && r.Method != http.MethodHead && !s.hasToken(r):
			http.Error(w, "the header "+TokenHeader+" must be the token of this run", http.StatusUnauthorized)
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// isOwnHost reports whether a Host header names the console: a loopback address or
// localhost, and its port.
func (s *Server) isOwnHost(host string) bool {
	name, port, err := net.SplitHostPort(host)
	if err != nil || port != s.port() {
		return false
	}
	if name == "localhost" {
		return true
	}
	ip, err := netip.ParseAddr(name)
	return err == nil && ip.IsLoopback() && ip.Zone() == ""
}

// isOwnOrigin reports whether a request comes from the console's page, or from no page.
func (s *Server) isOwnOrigin(h http.Header) bool {
	switch site := h.Values("Sec-Fetch-Site"); {
	case len(site) > 1, len(site) == 1 && site[0] != "same-origin" && site[0] != "none":
		return false
	}
	origins := h.Values("Origin")
	if len(origins) == 0 {
		return true
	}
	u, err := url.Parse(origins[0])
	return err == nil && len(origins) == 1 && u.Scheme == "http" && s.isOwnHost(u.Host) && origins[0] == "http://"+u.Host
}

func (s *Server) hasToken(r *http.Request) bool {
	tokens := r.Header.Values(TokenHeader)
	return len(tokens) == 1 && subtle.ConstantTimeCompare([]byte(strings.TrimSpace(tokens[0])), []byte(s.token)) == 1
}
