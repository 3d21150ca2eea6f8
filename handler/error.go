package handler

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
)

// Error is a response of the form {"message": …}, for what a model does not
// describe.
type Error struct {
	StatusCode int         // 400 to 599
	Message    string      // for the client; empty: the status in words
	Header     http.Header // sent besides; nil: none
	Cause      error       // for the log; nil: there is none
}

// Error returns the message and the cause.
func (e *Error) Error() string {
	if e.Cause != nil {
		return fmt.Sprintf("%s: %v", e.message(), e.Cause)
	}
	return e.message()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Cause }

// Respond returns the response.
func (e *Error) Respond() (*Response, error) {
	if err := Within(e.StatusCode, 400, 599); err != nil {
		return nil, err
	}
	response := NewResponse(e.StatusCode)
	response.Extend(e.Header)
	return response.JSON("application/json", map[string]string{"message": e.message()})
}

func (e *Error) message() string {
	if e.Message == "" {
		return http.StatusText(e.StatusCode)
	}
	return e.Message
}

// Fail makes an error of a typed response, so that it can be returned from far
// below the handler. The cause is for the log; nil when there is none.
func Fail(response Responder, cause error) error { return &failure{Responder: response, cause: cause} }

type failure struct {
	Responder

	cause error
}

func (f *failure) Error() string {
	if f.cause == nil {
		return fmt.Sprintf("%T", f.Responder)
	}
	return fmt.Sprintf("%T: %v", f.Responder, f.cause)
}

func (f *failure) Unwrap() error { return f.cause }

// InvalidRequest is all that is wrong with the parameters and the body of a
// request. Its response is 400, or 415 when the body's content type is all that is
// wrong.
type InvalidRequest struct {
	Problems []Problem
}

// Problem is one thing that is wrong with a request.
type Problem struct {
	In     string // "path", "query", "header", "cookie" or "body"
	Name   string // of the parameter, or of a field in the body; may be empty
	Reason string // "must be an integer"
	Cause  error  // for the log; nil: there is none

	unsupported bool // the body's content type
}

// String returns where the problem is and what it is.
func (p Problem) String() string {
	switch {
	case p.In == "header" || p.In == "cookie" || p.In == "body" && p.Name == "":
		return strings.TrimSpace(p.In+" "+p.Name) + " " + p.Reason
	case p.In == "body":
		return "field " + p.Name + " of the body " + p.Reason
	}
	return p.In + " parameter " + p.Name + " " + p.Reason
}

// Error reports all problems.
func (e *InvalidRequest) Error() string {
	texts := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		texts[i] = p.String()
		if p.Cause != nil {
			texts[i] += " (" + p.Cause.Error() + ")"
		}
	}
	return strings.Join(texts, "; ")
}

// Respond returns the response.
func (e *InvalidRequest) Respond() (*Response, error) {
	if len(e.Problems) == 1 && e.Problems[0].unsupported {
		return (&Error{StatusCode: http.StatusUnsupportedMediaType}).Respond()
	}
	texts := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		texts[i] = p.String()
	}
	return (&Error{StatusCode: http.StatusBadRequest, Message: "Invalid request: " + strings.Join(texts, "; ")}).Respond()
}

// Answer makes the response to an error: its own when it, or an error that it
// wraps, is a [Responder]; 504 when the time of ctx is up; 500 otherwise. What is
// the server's error is logged.
func Answer(ctx context.Context, r *Request, err error) *Response {
	response := answer(ctx, err)
	if response.StatusCode >= http.StatusInternalServerError {
		r.Logger(ctx).LogAttrs(ctx, slog.LevelError, "operation failed", slog.Int("status", response.StatusCode), slog.Any("error", response.Err))
	}
	return response
}

func answer(ctx context.Context, err error) *Response {
	var typed Responder
	if errors.As(err, &typed) {
		response, wrong := respond(typed)
		if wrong == nil {
			response.Err = err
			return response
		}
		err = errors.Join(err, wrong)
	}
	plain := &Error{StatusCode: http.StatusInternalServerError, Message: "Internal server error"}
	if errors.Is(err, context.DeadlineExceeded) && ctx.Err() != nil {
		plain = &Error{StatusCode: http.StatusGatewayTimeout, Message: "Endpoint request timed out"}
	}
	response, wrong := plain.Respond()
	if wrong != nil {
		panic(wrong) // both answers are legal
	}
	response.Err = err
	return response
}
