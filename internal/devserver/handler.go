package devserver

import (
	"net/http"
	"time"

	"github.com/gatewright/gatewright/local"
)

// Handler returns what responds to requests for an API by its name.
func (s *Server) Handler(api string) http.Handler {
	h := handler{s, api}
	if s.options.Open {
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
	if !h.options.Verbose {
		gateway.ServeHTTP(w, r)
		return
	}
	began, response := time.Now(), &responseLog{ResponseWriter: w, status: http.StatusOK}
	gateway.ServeHTTP(response, r)
	h.options.Logger.Info(r.Method+" "+r.RequestURI, "status", response.status, "bytes", response.size,
		"in", time.Since(began).Round(10*time.Microsecond))
}

// responseLog remembers what was sent.
type responseLog struct {
	http.ResponseWriter
	status, size int
}

func (l *responseLog) WriteHeader(status int) {
	l.status = status
	l.ResponseWriter.WriteHeader(status)
}

func (l *responseLog) Write(p []byte) (int, error) {
	n, err := l.ResponseWriter.Write(p)
	l.size += n
	return n, err
}

// Unwrap lets http.ResponseController reach the real writer.
func (l *responseLog) Unwrap() http.ResponseWriter { return l.ResponseWriter }
