package handler

import (
	"context"
	"net/http"
	"strings"
)

// NewRouter creates a Handler of several operations. An event's resource and method
// tell which one it is for. The first interceptor is the outermost.
func NewRouter(operations []Operation, interceptors ...Interceptor) *Handler {
	r := &routes{byRoute: make(map[route]*Operation, len(operations))}
	for i := range operations {
		o := &operations[i]
		r.byRoute[route{o.Method, resourceOf(o.Path)}] = o
	}
	return newHandler(r, interceptors)
}

type route struct{ method, resource string }

// routes finds the operation of a request.
type routes struct {
	only    *Operation // there is one, whatever the request
	byRoute map[route]*Operation
}

func (s *routes) find(r *Request) *Operation {
	if s.only != nil {
		return s.only
	}
	resource := resourceOf(r.Resource)
	if o := s.byRoute[route{r.HTTPMethod, resource}]; o != nil {
		return o
	}
	return s.byRoute[route{"ANY", resource}]
}

func (s *routes) serve(ctx context.Context, r *Request) *Response {
	if o := s.find(r); o != nil {
		return o.Serve(ctx, r)
	}
	return Answer(ctx, r, &Error{StatusCode: http.StatusNotFound})
}

// resourceOf returns the resource of a path: API Gateway has none that ends in a
// slash.
func resourceOf(path string) string {
	if path == "/" {
		return path
	}
	return strings.TrimSuffix(path, "/")
}
