package console

import (
	"bytes"
	"cmp"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gatewright/gatewright/internal/gateway"
)

//go:embed static
var static embed.FS

// tokenMark is in the page for the token of the run.
const tokenMark = "{{token}}"

// routes are those of version 1 of the API, and the page.
func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	for pattern, handle := range map[string]func(*http.Request) (any, error){
		"GET /api/v1/apis":                    s.getAPIs,
		"GET /api/v1/document":                s.getDocument,
		"GET /api/v1/requests":                s.getRequests,
		"GET /api/v1/requests/{id}":           s.getRequest,
		"GET /api/v1/requests/{id}/copy/{as}": s.getCopy,
		"GET /api/v1/reloads":                 s.getReloads,
		"GET /api/v1/state":                   s.getState,
		"POST /api/v1/state/clear":            s.clear,
		"POST /api/v1/send":                   s.send,
		"POST /api/v1/identify":               s.identify,
		"POST /api/v1/requests/{id}/replay":   s.replay,
		"POST /api/v1/requests/{id}/render":   s.render,
		"POST /api/v1/requests/{id}/jsonpath": s.jsonPath,
	} {
		mux.HandleFunc(pattern, respond(handle))
	}
	mux.HandleFunc("GET /api/v1/events", s.events)
	mux.HandleFunc("GET /api/v1/object", s.object)
	mux.HandleFunc("GET /{$}", s.page)
	files, err := fs.Sub(static, "static")
	if err != nil { // the directory is embedded above
		panic(err)
	}
	mux.Handle("GET /", http.FileServerFS(hidden{files}))
	return mux
}

// hidden is a file system without directories, and without index.html, which is served
// with the token only.
type hidden struct{ fs.FS }

// Open implements fs.FS.
func (h hidden) Open(name string) (fs.File, error) {
	info, err := fs.Stat(h.FS, name)
	if err != nil {
		return nil, err
	}
	if info.IsDir() || info.Name() == "index.html" {
		return nil, fs.ErrNotExist
	}
	return h.FS.Open(name)
}

// apiError is an error with its status.
type apiError struct {
	status  int
	message string
}

// Error implements error.
func (e *apiError) Error() string { return e.message }

func notFound(format string, args ...any) error {
	return &apiError{http.StatusNotFound, fmt.Sprintf(format, args...)}
}

func badRequest(format string, args ...any) error {
	return &apiError{http.StatusBadRequest, fmt.Sprintf(format, args...)}
}

// respond turns a result into JSON.
func respond(handle func(*http.Request) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, 2*MaxBody)
		result, err := handle(r)
		status := http.StatusOK
		var known *apiError
		switch {
		case errors.As(err, &known):
			status, result = known.status, map[string]string{"error": known.message}
		case err != nil:
			status, result = http.StatusInternalServerError, map[string]string{"error": err.Error()}
		}
		text, err := json.Marshal(result)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_, _ = w.Write(append(text, '\n')) // who has left needs no response
	}
}

// decode reads the JSON of a request.
func decode(r *http.Request, into any) error {
	d := json.NewDecoder(r.Body)
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return badRequest("the body is not what this route takes: %v", err)
	}
	return nil
}

// page serves index.html with the token in it.
func (s *Server) page(w http.ResponseWriter, _ *http.Request) {
	text, err := static.ReadFile("static/index.html")
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write(bytes.Replace(text, []byte(tokenMark), []byte(s.token), 1)) // who has left needs no response
}

func (s *Server) apis() ([]API, error) {
	backend := s.shown()
	if backend == nil {
		return nil, &apiError{http.StatusServiceUnavailable, "nothing is served yet"}
	}
	return backend.APIs(), nil
}

// api returns the API of a name; "" is the first one.
func (s *Server) api(name string) (*API, error) {
	all, err := s.apis()
	if err != nil {
		return nil, err
	}
	for i := range all {
		if all[i].Name == name || name == "" {
			return &all[i], nil
		}
	}
	return nil, notFound("no API %q", name)
}

func (s *Server) getAPIs(*http.Request) (any, error) {
	all, err := s.apis()
	return map[string]any{"apis": all}, err
}

func (s *Server) getDocument(r *http.Request) (any, error) {
	api, err := s.api(r.URL.Query().Get("api"))
	if err != nil {
		return nil, err
	}
	return api.Document, nil
}

// Request is a request in a list.
type Request struct {
	gateway.RequestSummary

	API string `json:"api,omitempty"`
}

func (e *entry) summary() Request { return Request{e.Summary(), e.api} }

// filter says which requests are wanted.
type filter struct{ operation, class, text string }

func (f filter) takes(r *Request) bool {
	return (f.operation == "" || r.Operation == f.operation) &&
		(f.class == "" || strings.HasPrefix(strconv.Itoa(r.Status), f.class)) &&
		(f.text == "" || strings.Contains(strings.ToLower(r.Method+" "+r.Target+" "+r.ID+" "+r.Operation+" "+r.Reason+" "+r.Outcome+" "+r.Caller), f.text))
}

// getRequests lists what is kept, the newest first.
func (s *Server) getRequests(r *http.Request) (any, error) {
	q := r.URL.Query()
	f := filter{q.Get("operation"), q.Get("status"), strings.ToLower(q.Get("text"))}
	limit := maxRequests
	if text := q.Get("limit"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 {
			return nil, badRequest("limit must be a number from 1, found %q", text)
		}
		limit = n
	}
	requests := []Request{}
	entries := s.requests.all()
	slices.Reverse(entries)
	for _, e := range entries {
		if summary := e.summary(); len(requests) < limit && f.takes(&summary) {
			requests = append(requests, summary)
		}
	}
	return map[string]any{"requests": requests, "kept": len(entries)}, nil
}

// Trace is a trace and the API that the request was sent to.
type Trace struct {
	*gateway.Trace

	API string `json:"api,omitempty"`
}

func (s *Server) entry(r *http.Request) (entry, error) {
	id := r.PathValue("id")
	e, ok := s.requests.find(id)
	if !ok {
		return entry{}, notFound("the request %s is not kept: the console keeps the last %d, within %d MiB", id, maxRequests, maxMemory>>20)
	}
	return e, nil
}

func (s *Server) getRequest(r *http.Request) (any, error) {
	e, err := s.entry(r)
	if err != nil {
		return nil, err
	}
	return s.trace(e), nil
}

func (s *Server) trace(e entry) Trace {
	t := e.Trace()
	if id := e.Invocation(); id != "" {
		t.Steps[gateway.StepIntegration].Integration.Output = s.output.of(id)
	}
	if id := e.AuthorizerInvocation(); id != "" {
		t.Steps[gateway.StepAuthorize].Authorizer.Output = s.output.of(id)
	}
	return Trace{t, e.api}
}

func (s *Server) getReloads(*http.Request) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return map[string]any{"reloads": append([]Reload{}, s.reloads...)}, nil
}

// APIState is the state of an API.
type APIState struct {
	API string `json:"api"`
	gateway.State
}

func (s *Server) getState(*http.Request) (any, error) {
	all, err := s.apis()
	if err != nil {
		return nil, err
	}
	backend := s.shown()
	states := []APIState{}
	for _, a := range all {
		states = append(states, APIState{a.Name, a.Gateway.State()})
	}
	buckets, err := backend.Buckets()
	if err != nil {
		return nil, err
	}
	return map[string]any{"apis": states, "functions": backend.Functions(), "buckets": buckets, "kept": len(s.requests.all())}, nil
}

// clear empties a part of the state.
func (s *Server) clear(r *http.Request) (any, error) {
	var request struct {
		What string `json:"what"`
	}
	if err := decode(r, &request); err != nil {
		return nil, err
	}
	all, err := s.apis()
	if err != nil {
		return nil, err
	}
	clearing := map[string]func(*gateway.Gateway){
		"cache": (*gateway.Gateway).ClearCache, "decisions": (*gateway.Gateway).ClearDecisions, "limits": (*gateway.Gateway).ClearLimits,
	}
	switch empty := clearing[request.What]; {
	case empty != nil:
		for _, a := range all {
			empty(a.Gateway)
		}
	case request.What == "requests":
		s.requests.clear()
	case request.What == "functions":
		err = s.shown().RestartFunctions(r.Context())
	default:
		err = badRequest("what must be cache, decisions, limits, requests or functions, found %q", request.What)
	}
	return map[string]bool{"cleared": true}, err
}

// scratch is what is tried on a request.
type scratch struct {
	Template   string `json:"template"`
	Path       string `json:"path"`
	OfResponse bool   `json:"ofResponse"`
}

func (s *Server) render(r *http.Request) (any, error) {
	e, err := s.entry(r)
	if err != nil {
		return nil, err
	}
	var wanted scratch
	if err := decode(r, &wanted); err != nil {
		return nil, err
	}
	return e.Render(wanted.Template, wanted.OfResponse), nil
}

func (s *Server) jsonPath(r *http.Request) (any, error) {
	e, err := s.entry(r)
	if err != nil {
		return nil, err
	}
	var wanted scratch
	if err := decode(r, &wanted); err != nil {
		return nil, err
	}
	result, err := e.JSONPath(wanted.Path, wanted.OfResponse)
	if err != nil {
		return map[string]string{"error": err.Error()}, nil //nolint:nilerr // the error is the result
	}
	return map[string]string{"output": result}, nil
}

// object serves an object of a bucket as a download: it is never shown as a page.
func (s *Server) object(w http.ResponseWriter, r *http.Request) {
	backend := s.shown()
	if backend == nil {
		http.Error(w, "nothing is served yet", http.StatusServiceUnavailable)
		return
	}
	handler, err := backend.Object(r.URL.Query().Get("bucket"), r.URL.Query().Get("key"))
	if err != nil {
		http.Error(w, err.Error(), http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Content-Disposition", "attachment")
	handler.ServeHTTP(w, r)
}

// heartbeat keeps a stream of events alive.
const heartbeat = 15 * time.Second

// events streams requests and reloads as they come. A page that falls behind misses
// requests; it then asks for the list.
func (s *Server) events(w http.ResponseWriter, r *http.Request) {
	requests, stop := s.requests.listen()
	defer stop()
	_, seen := s.requests.since(0, 0)
	reloads := make(chan Reload, 16)
	s.mu.Lock()
	s.news[reloads] = struct{}{}
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.news, reloads)
	}()
	w.Header().Set("Content-Type", "text/event-stream")
	stream := &eventStream{w: w, controller: http.NewResponseController(w)}
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	stream.send("hello", map[string]string{"version": "1"})
	for stream.err == nil {
		select {
		case <-r.Context().Done():
			return
		case <-requests:
			var last []entry
			time.Sleep(batchTime)
			last, seen = s.requests.since(seen, maxBatch)
			stream.send("requests", summaries(last))
		case reload := <-reloads:
			stream.send("reload", reload)
		case <-beat.C:
			stream.send("beat", nil)
		}
	}
}

const (
	// batchTime is how long requests are gathered before they are sent together.
	batchTime = 100 * time.Millisecond
	// maxBatch is how many of them are sent: of more, those that came last. A page shows no
	// more, and to describe each of ten thousand a second would halve what the API can take.
	maxBatch = 50
)

func summaries(entries []entry) []Request {
	all := make([]Request, len(entries))
	for i, e := range entries {
		all[i] = e.summary()
	}
	return all
}

type eventStream struct {
	w          http.ResponseWriter
	controller *http.ResponseController
	err        error
}

func (s *eventStream) send(name string, data any) {
	text, err := json.Marshal(data)
	if err == nil {
		_, err = fmt.Fprintf(s.w, "event: %s\ndata: %s\n\n", name, text)
	}
	s.err = cmp.Or(s.err, err, s.controller.Flush())
}
