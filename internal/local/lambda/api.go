package lambda

import (
	"cmp"
	"errors"
	"io"
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

	// nextHeader asks for the next invocation as the response to an outcome, which
	// saves a round trip. Only our own bootstraps send it.
	nextHeader = "Gatewright-Next"
)

func (proc *process) handleAPI(w *answerWriter, r *http.Request) {
	if r.Host != proc.host || r.Header.Get("Origin") != "" {
		// A web page of a stranger, not the child.
		refuse(w, http.StatusForbidden, "InvalidClient", "the Runtime API serves the function's process only")
		return
	}
	path := r.URL.Path
	switch {
	case path == nextPath && r.Method == http.MethodGet:
		proc.handleNext(w)
	case path == initErrorPath && r.Method == http.MethodPost:
		proc.handleInitError(w, r)
	case strings.HasPrefix(path, invocationPath) && r.Method == http.MethodPost:
		proc.handleOutcome(w, r, path[len(invocationPath):])
	default:
		refuse(w, http.StatusNotFound, "NotFound", "the Runtime API has no "+r.Method+" "+path)
	}
}

// handleNext is the long poll for the next invocation. It ends without a response
// when the process ends, or polls again because it lost this connection.
func (proc *process) handleNext(w *answerWriter) {
	inv, poll, err := proc.pool.ready(proc)
	switch {
	case errors.Is(err, errStopping):
		<-proc.done // any answer would only make the process complain
		w.err = net.ErrClosed
		return
	case err != nil:
		refuse(w, http.StatusForbidden, "InvalidStateTransition", err.Error())
		return
	case inv == nil:
		select {
		case inv = <-proc.work:
		case <-poll:
			w.err = net.ErrClosed
			return
		case <-proc.done:
			w.err = net.ErrClosed
			return
		}
	}
	w.send(http.StatusOK, inv.payload,
		"Lambda-Runtime-Aws-Request-Id", inv.id,
		"Lambda-Runtime-Deadline-Ms", inv.deadlines,
		"Lambda-Runtime-Invoked-Function-Arn", cmp.Or(inv.arn, proc.pool.arn),
		"Lambda-Runtime-Trace-Id", inv.trace)
	if w.err != nil {
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
func (proc *process) handleOutcome(w *answerWriter, r *http.Request, rest string) {
	id, kind, _ := strings.Cut(rest, "/")
	if kind != "response" && kind != "error" {
		refuse(w, http.StatusNotFound, "NotFound", "the Runtime API has no POST "+r.URL.Path)
		return
	}
	inv := proc.pool.serving(proc, id)
	if inv == nil {
		refuse(w, http.StatusBadRequest, "InvalidRequestID", "Invalid request ID")
		return
	}
	body, err := inv.receive(r, kind)
	if tooLarge, ok := errors.AsType[*http.MaxBytesError](err); ok {
		proc.pool.complete(proc, id, responseTooLarge(id, tooLarge.Limit))
		refuse(w, http.StatusRequestEntityTooLarge, "RequestEntityTooLarge",
			"Exceeded maximum allowed payload size ("+strconv.FormatInt(tooLarge.Limit, 10)+" bytes).")
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
	if r.Header.Get(nextHeader) != "" {
		proc.handleNext(w)
		return
	}
	accept(w)
}

// receive reads what the function answers, or passes a response on to who waits
// for it. As in the service, it is the call that decides which, not the function.
// The error is an *http.MaxBytesError when there is more than the limit.
func (inv *invocation) receive(r *http.Request, kind string) ([]byte, error) {
	if kind != "response" || inv.response == nil {
		return readBody(r)
	}
	_, err := io.Copy(inv.response, http.MaxBytesReader(nil, r.Body, maxStreamed))
	return nil, err
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
func (proc *process) handleInitError(w *answerWriter, r *http.Request) {
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

// readBody reads at most maxResponse bytes, in one allocation when the length is
// known. The error is an *http.MaxBytesError when there are more.
func readBody(r *http.Request) ([]byte, error) {
	if r.ContentLength > maxResponse {
		return nil, &http.MaxBytesError{Limit: maxResponse}
	}
	if r.ContentLength >= 0 {
		body := make([]byte, r.ContentLength)
		_, err := io.ReadFull(r.Body, body)
		return body, err
	}
	return io.ReadAll(http.MaxBytesReader(nil, r.Body, maxResponse))
}

var accepted = []byte("{\"status\":\"OK\"}\n")

func accept(w *answerWriter) { w.send(http.StatusAccepted, accepted) }

func refuse(w *answerWriter, status int, errorType, message string) {
	w.send(status, failed("", errorType, message).Payload)
}
