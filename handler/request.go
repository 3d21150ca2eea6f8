package handler

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-lambda-go/lambdacontext"
)

// Request is a request to an operation.
type Request struct {
	events.APIGatewayProxyRequest

	// Operation is the operation's ID; empty when a router has none for the request.
	Operation string `json:"-"`

	logger *slog.Logger // nil: slog's default
}

type requestKey struct{}

// RequestFrom returns the request that a handler's context belongs to, for what is
// no part of the model: the caller's identity, the stage, the raw body. It is nil
// for a context that comes from elsewhere.
func RequestFrom(ctx context.Context) *Request {
	r, _ := ctx.Value(requestKey{}).(*Request)
	return r
}

// readEvent reads a proxy event of payload format 1.0.
func readEvent(payload []byte) (*Request, error) {
	var event struct {
		Version string `json:"version"`
		Request
	}
	if err := json.Unmarshal(payload, &event); err != nil {
		return nil, fmt.Errorf("the event is not one of API Gateway's proxy integration: %w", err)
	}
	switch {
	case event.HTTPMethod != "":
		return &event.Request, nil
	case event.Version == "2.0":
		return nil, errors.New("the event has payload format 2.0: set payloadFormatVersion of the HTTP API's integration to 1.0")
	}
	return nil, errors.New("the event is not one of API Gateway's proxy integration: it has no httpMethod")
}

// Header returns the last value of a header, or "" when the request has none of the
// name. Upper and lower case are the same.
func (r *Request) Header(name string) string {
	values := r.HeaderValues(name)
	if len(values) == 0 {
		return ""
	}
	return values[len(values)-1]
}

// HeaderValues returns all values of a header in the order of the request. Upper and
// lower case are the same.
func (r *Request) HeaderValues(name string) []string {
	if values := fold(r.MultiValueHeaders, name); values != nil {
		return values
	}
	if value, ok := foldOne(r.Headers, name); ok {
		return []string{value}
	}
	return nil
}

// fold returns the values of all keys that differ in case only, in the order of the
// keys.
func fold(m map[string][]string, name string) []string {
	var keys [1]string
	found := keys[:0]
	for key := range m {
		if strings.EqualFold(key, name) {
			found = append(found, key)
		}
	}
	switch len(found) {
	case 0:
		return nil
	case 1:
		return m[found[0]]
	}
	slices.Sort(found)
	var values []string
	for _, key := range found {
		values = append(values, m[key]...)
	}
	return values
}

// foldOne is fold for a map of single values: of several keys the last one counts.
func foldOne(m map[string]string, name string) (string, bool) {
	last, found := "", false
	for key := range m {
		if strings.EqualFold(key, name) && (!found || key > last) {
			last, found = key, true
		}
	}
	return m[last], found
}

// queryValues returns all values of a query parameter, decoded by API Gateway.
func (r *Request) queryValues(name string) []string {
	if values, ok := r.MultiValueQueryStringParameters[name]; ok {
		return values
	}
	if value, ok := r.QueryStringParameters[name]; ok {
		return []string{value}
	}
	return nil
}

// Bytes returns the body as the client sent it.
func (r *Request) Bytes() ([]byte, error) {
	if !r.IsBase64Encoded {
		return []byte(r.Body), nil
	}
	body, err := base64.StdEncoding.DecodeString(r.Body)
	if err != nil {
		return nil, fmt.Errorf("the event's body is not base64: %w", err)
	}
	return body, nil
}

// Logger returns a logger whose lines carry the operation and the request's IDs: of
// API Gateway and of Lambda's invocation.
func (r *Request) Logger(ctx context.Context) *slog.Logger {
	logger := r.logger
	if logger == nil {
		logger = slog.Default()
	}
	attributes := []any{"operation", r.Operation, "requestId", r.RequestContext.RequestID}
	if function, ok := lambdacontext.FromContext(ctx); ok {
		attributes = append(attributes, "invocationId", function.AwsRequestID)
	}
	return logger.With(attributes...)
}
