package devserver

import (
	"net/http"

	"github.com/gatewright/gatewright/internal/local"
)

// Handler returns what responds to requests for an API by its name.
func (s *Server) Handler(api string) http.Handler {
	h := handler{s, api}
	if s.isOpen() {
		return h
	}
	return local.Guard(h)
}

// handler responds by the newest version without errors.
type handler struct {
	*Server
	api string
}

// ServeHTTP implements http.Handler.
func (h handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if err := h.settled(r.Context()); err != nil {
		http.Error(w, "gatewright: "+err.Error(), http.StatusServiceUnavailable)
		return
	}
	gateway := h.serving.Load().gateway(h.api)
	if gateway == nil {
		http.Error(w, "the API "+h.api+" is no longer there", http.StatusServiceUnavailable)
		return
	}
	gateway.ServeHTTP(w, r)
}
