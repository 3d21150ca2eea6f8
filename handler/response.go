package handler

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/aws/aws-lambda-go/events"
)

// Responder is a typed response: it knows what it looks like on the wire.
type Responder interface {
	// Respond returns the response. Its error is the server's error and answered
	// by 500.
	Respond() (*Response, error)
}

// Response is the response to a request.
type Response struct {
	StatusCode int
	Header     http.Header // not nil
	Body       []byte
	// Binary is set for a body that is not a text. API Gateway passes it on as it is
	// when the first media type of the request's Accept header is one of the API's
	// binary media types, and as base64 otherwise.
	Binary bool
	// Err is what went wrong when the response stands for an error. It is for logs
	// and never sent.
	Err error
}

// NewResponse creates a response without headers and body.
func NewResponse(statusCode int) *Response {
	return &Response{StatusCode: statusCode, Header: http.Header{}}
}

// Set sets a header.
func (r *Response) Set(name, value string) { r.Header.Set(name, value) }

// Extend sets headers, each with all its values.
func (r *Response) Extend(headers http.Header) {
	for name, values := range headers {
		r.Header[http.CanonicalHeaderKey(name)] = slices.Clone(values)
	}
}

// Empty returns the response as it is, without a body.
func (r *Response) Empty() (*Response, error) { return r, nil }

// JSON returns the response with a value as its body.
func (r *Response) JSON(contentType string, value any) (*Response, error) {
	body, err := json.Marshal(value)
	if err != nil {
		return nil, fmt.Errorf("cannot write the body: %w", err)
	}
	return r.with(contentType, body), nil
}

// Text returns the response with a text as its body.
func (r *Response) Text(contentType, body string) (*Response, error) {
	return r.with(contentType, []byte(body)), nil
}

// Bytes returns the response with bytes as its body, which need not be text.
func (r *Response) Bytes(contentType string, body []byte) (*Response, error) {
	r.Binary = true
	return r.with(contentType, body), nil
}

func (r *Response) with(contentType string, body []byte) *Response {
	r.Body = body
	if r.Header.Get("Content-Type") == "" {
		r.Set("Content-Type", contentType)
	}
	return r
}

// Within fails when a status is not in a range, as that of a typed response for
// "4XX" or "default" could be.
func Within(statusCode, low, high int) error {
	if statusCode < low || statusCode > high {
		return fmt.Errorf("the status %d is not between %d and %d", statusCode, low, high)
	}
	return nil
}

// OfType fails when a content type is none of some media types and ranges, as that of
// a typed response for "image/*" could be.
func OfType(contentType string, mediaTypes ...string) error {
	described := func(t string) bool { return specificity(essence(t), essence(contentType)) > 0 }
	if !slices.ContainsFunc(mediaTypes, described) || strings.Contains(contentType, "*") {
		return fmt.Errorf("the content type %q is not one of %s", contentType, strings.Join(mediaTypes, ", "))
	}
	return nil
}

// respond returns the response of a typed one, or what makes it illegal.
func respond(typed Responder) (*Response, error) {
	response, err := typed.Respond()
	if err != nil {
		return nil, fmt.Errorf("%T: %w", typed, err)
	}
	if err := legal(response); err != nil {
		return nil, fmt.Errorf("%T: %w", typed, err)
	}
	return response, nil
}

// legal reports whether HTTP has such a response: RFC 9110, sections 15 and 5.
func legal(r *Response) error {
	if err := Within(r.StatusCode, 200, 599); err != nil {
		return err
	}
	for name, values := range r.Header {
		if err := legalHeader(name, values); err != nil {
			return err
		}
	}
	return nil
}

func legalHeader(name string, values []string) error {
	if name == "" || strings.ContainsFunc(name, func(c rune) bool { return !isTokenRune(c) }) {
		return fmt.Errorf("%q cannot name a header", name)
	}
	for _, v := range values {
		if strings.ContainsFunc(v, func(c rune) bool { return c < ' ' && c != '\t' || c == 0x7f }) {
			return fmt.Errorf("the value of the header %s has a control character", name)
		}
	}
	return nil
}

func isTokenRune(c rune) bool {
	return c < 0x7f && c > ' ' && !strings.ContainsRune(`"(),/:;<=>?@[\]{}`, c)
}

// checked returns a response that is legal: the one at hand or a 500.
func checked(ctx context.Context, r *Request, response *Response) *Response {
	if err := legal(response); err != nil {
		return instead(ctx, r, response, err)
	}
	return response
}

// instead returns the response to an error that comes up when all interceptors are
// done. What tells browsers that they may read the response stays.
func instead(ctx context.Context, r *Request, response *Response, err error) *Response {
	answer := Answer(ctx, r, err)
	for name, values := range response.Header {
		if (strings.HasPrefix(name, "Access-Control-") || name == "Vary") && legalHeader(name, values) == nil {
			answer.Header[name] = values
		}
	}
	return answer
}

// event returns the response as API Gateway takes it.
func (r *Response) event() *events.APIGatewayProxyResponse {
	e := &events.APIGatewayProxyResponse{StatusCode: r.StatusCode, Headers: make(map[string]string, len(r.Header))}
	for name, values := range r.Header {
		switch len(values) {
		case 0:
		case 1:
			e.Headers[name] = values[0]
		default:
			if e.MultiValueHeaders == nil {
				e.MultiValueHeaders = map[string][]string{}
			}
			e.MultiValueHeaders[name] = values
		}
	}
	switch {
	case !bodyAllowed(r.StatusCode):
		delete(e.Headers, "Content-Type")
	case r.Binary:
		e.Body, e.IsBase64Encoded = base64.StdEncoding.EncodeToString(r.Body), true
	default:
		e.Body = string(r.Body)
	}
	return e
}

func bodyAllowed(statusCode int) bool {
	return statusCode != http.StatusNoContent && statusCode != http.StatusNotModified
}
