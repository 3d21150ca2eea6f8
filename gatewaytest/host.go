package gatewaytest

import (
	"net/http"
	"net/http/httptest"
)

// hosts are handlers that answer in the place of hosts.
type hosts map[string]http.Handler

// RoundTrip implements http.RoundTripper.
func (h hosts) RoundTrip(r *http.Request) (*http.Response, error) {
	handler := h[r.URL.Host]
	if handler == nil {
		return dial.RoundTrip(r)
	}
	inside := r.Clone(r.Context())
	inside.RequestURI = r.URL.RequestURI()
	if inside.Body == nil {
		inside.Body = http.NoBody
	}
	answer := httptest.NewRecorder()
	handler.ServeHTTP(answer, inside)
	response := answer.Result()
	response.Request = r
	return response, r.Context().Err()
}

// dial sends what no handler answers. It changes nothing of a response.
var dial = &http.Transport{DisableCompression: true, Proxy: http.ProxyFromEnvironment}
