package lambda

import (
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"strconv"
	"strings"
)

// The Lambda Runtime API, version 2018-06-01 ("Using the Lambda runtime API for
// custom runtimes").
const (
	apiPrefix      = "/2018-06-01/runtime/"
	nextPath       = apiPrefix + "invocation/next"
	initErrorPath  = apiPrefix + "init/error"
	invocationPath = apiPrefix + "invocation/"

	errorTypeHeader = "Lambda-Runtime-Function-Error-Type"
	errorBodyHeader = "Lambda-Runtime-Function-Error-Body"
)

// ownListener carries its process to the requests of its connections.
type ownListener struct {
	net.Listener
	process *process
}

type processKey struct{}

// newAPIServer serves the processes of all functions, each on its own listener.
func newAPIServer() *http.Server {
	return &http.Server{
		Handler: http.HandlerFunc(handleAPI),
		BaseContext: func(l net.Listener) context.Context {
			ctx := context.Background()
			if own, ok := l.(*ownListener); ok {
				ctx = context.WithValue(ctx, processKey{}, own.process)
			}
			return ctx
		},
		// What net/http would log here, a killed child's broken connection, is
		// reported where its invocation ends.
		ErrorLog: log.New(io.Discard, "", 0),
	}
}

// serveAPI serves until the process's listener or the server is closed; either
// is the error that Serve returns.
func serveAPI(server *http.Server, proc *process) {
	_ = server.Serve(&ownListener{Listener: proc.listener, process: proc})
}

func handleAPI(w http.ResponseWriter, r *http.Request) {
	proc, ok := r.Context().Value(processKey{}).(*process)
	if !ok || r.Host != proc.host || r.Header.Get("Origin") != "" {
		// A web page of a stranger, not the child.
		refuse(w, http.StatusForbidden, "InvalidClient", "the Runtime API serves the function's process only")
		return
	}
	path := r.URL.Path
	switch {
	case path == nextPath && r.Method == http.MethodGet:
		proc.handleNext(w, r)
	case path == initErrorPath && r.Method == http.MethodPost:
		proc.handleInitError(w, r)
	case strings.HasPrefix(path, invocationPath) && r.Method == http.MethodPost:
		proc.handleOutcome(w, r, path[len(invocationPath):])
	default:
		refuse(w, http.StatusNotFound, "NotFound", "the Runtime API has no "+r.Method+" "+path)
	}
}

// handleNext is the long poll for the next invocation.
func (proc *process) handleNext(w http.ResponseWriter, r *http.Request) {
	inv, err := proc.pool.ready(proc)
	if err != nil && !errors.Is(err, errStopping) {
		refuse(w, http.StatusForbidden, "InvalidStateTransition", err.Error())
		return
	}
	if inv == nil {
		select {
		case inv = <-proc.work:
		case <-r.Context().Done():
			return
		case <-proc.done:
			return
		}
	}
	proc.write(w, inv)
}

// write sends an event. The header's keys are in canonical form. There is no
// Date: nobody reads it.
func (proc *process) write(w http.ResponseWriter, inv *invocation) {
	header := w.Header()
	header["Date"] = nil
	header["Content-Type"] = jsonContent
	header["Content-Length"] = []string{strconv.Itoa(len(inv.payload))}
	header["Lambda-Runtime-Aws-Request-Id"] = []string{inv.id}
	header["Lambda-Runtime-Deadline-Ms"] = []string{inv.deadlines}
	header["Lambda-Runtime-Invoked-Function-Arn"] = proc.pool.arn
	header["Lambda-Runtime-Trace-Id"] = []string{inv.trace}
	if _, err := w.Write(inv.payload); err != nil {
		// The process is gone, which ends the invocation, or it asks again.
		proc.putBack(inv)
	}
}

// putBack offers an invocation to the next poll.
func (proc *process) putBack(inv *invocation) {
	select {
	case proc.work <- inv:
	default:
	}
}

// handleOutcome takes the response or the error of an invocation.
func (proc *process) handleOutcome(w http.ResponseWriter, r *http.Request, rest string) {
	id, kind, _ := strings.Cut(rest, "/")
	if kind != "response" && kind != "error" {
		refuse(w, http.StatusNotFound, "NotFound", "the Runtime API has no POST "+r.URL.Path)
		return
	}
	if !proc.pool.serves(proc, id) {
		refuse(w, http.StatusBadRequest, "InvalidRequestID", "Invalid request ID")
		return
	}
	body, err := readBody(r)
	if errors.Is(err, errBodyTooLarge) {
		proc.pool.complete(proc, id, responseTooLarge(id))
		refuse(w, http.StatusRequestEntityTooLarge, "RequestEntityTooLarge",
			"Exceeded maximum allowed payload size ("+strconv.Itoa(maxResponse)+" bytes).")
		return
	}
	if err != nil {
		refuse(w, http.StatusBadRequest, "InvalidRequest", err.Error())
		return
	}
	result := Result{Payload: body, RequestID: id}
	if kind == "error" || failedMidway(r, &result) {
		result.FunctionError = unhandled
	}
	if !proc.pool.complete(proc, id, result) {
		refuse(w, http.StatusBadRequest, "InvalidRequestID", "Invalid request ID")
		return
	}
	accept(w)
}

// failedMidway looks at the trailers of a streamed response: a function that
// fails after its first byte can only report the error there.
func failedMidway(r *http.Request, result *Result) bool {
	errorType := r.Trailer.Get(errorTypeHeader)
	if errorType == "" {
		return false
	}
	*result = failed(result.RequestID, errorType, midwayMessage(r.Trailer.Get(errorBodyHeader)))
	return true
}

// handleInitError takes the report of a failed initialisation. The process is
// expected to end; if it does not, it is made to.
func (proc *process) handleInitError(w http.ResponseWriter, r *http.Request) {
	body, err := readBody(r)
	if err != nil {
		refuse(w, http.StatusBadRequest, "InvalidRequest", err.Error())
		return
	}
	if !proc.pool.failInit(proc, body) {
		refuse(w, http.StatusForbidden, "InvalidStateTransition", "the initialization has ended")
		return
	}
	accept(w)
}

var errBodyTooLarge = errors.New("the body is too large")

// readBody reads at most maxResponse bytes, in one allocation when the length is
// known.
func readBody(r *http.Request) ([]byte, error) {
	if r.ContentLength > maxResponse {
		return nil, errBodyTooLarge
	}
	if r.ContentLength >= 0 {
		body := make([]byte, r.ContentLength)
		_, err := io.ReadFull(r.Body, body)
		return body, err
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, maxResponse+1))
	if len(body) > maxResponse {
		return nil, errBodyTooLarge
	}
	return body, err
}

var (
	jsonContent = []string{"application/json"}
	accepted    = []byte("{\"status\":\"OK\"}\n")
	acceptedLen = []string{strconv.Itoa(len(accepted))}
)

func accept(w http.ResponseWriter) {
	header := w.Header()
	header["Date"] = nil
	header["Content-Type"] = jsonContent
	header["Content-Length"] = acceptedLen
	w.WriteHeader(http.StatusAccepted)
	// The outcome is recorded; a runtime that is gone does not need the answer.
	_, _ = w.Write(accepted)
}

func refuse(w http.ResponseWriter, status int, errorType, message string) {
	w.Header()["Content-Type"] = jsonContent
	w.WriteHeader(status)
	_, _ = w.Write(failed("", errorType, message).Payload) // as in accept
}
