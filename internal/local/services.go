package local

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"

	"github.com/gatewright/gatewright/internal/gateway"
)

// RoundTrip sends the request of an AWS-service integration: to the buckets here,
// or signed to the endpoint that the user named.
func (w *World) RoundTrip(r *http.Request) (*http.Response, error) {
	call, ok := gateway.ServiceRequestFrom(r.Context())
	if !ok {
		return nil, errors.New("the request is not of an AWS-service integration")
	}
	w.mu.RLock()
	buckets := w.buckets
	w.mu.RUnlock()
	endpoint, named := w.options.Endpoints[call.Service]
	switch {
	case named:
	case call.Service == "s3" && buckets != nil:
		return serve(buckets.Inside(), r)
	case w.options.Endpoint == nil:
		return nil, errNoEndpoint(call.Service)
	default:
		endpoint = w.options.Endpoint
	}
	return w.forward(r, call, endpoint)
}

// forward signs a request for its service and sends it to the endpoint.
func (w *World) forward(r *http.Request, call gateway.ServiceRequest, endpoint *url.URL) (*http.Response, error) {
	body, err := readBody(r)
	if err != nil {
		return nil, err
	}
	out := r.Clone(r.Context())
	out.URL.Scheme, out.URL.Host = endpoint.Scheme, endpoint.Host
	out.Body, out.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	out.RequestURI = ""
	sum := sha256.Sum256(body)
	credentials, region := aws.Credentials{AccessKeyID: functionKeyID, SecretAccessKey: functionSecret}, call.Region
	if isAWS(endpoint) {
		w.mu.RLock()
		credentials = w.signer
		w.mu.RUnlock()
		if !credentials.HasKeys() {
			return nil, fmt.Errorf("no credentials for %s: name a file with them by --env-file", endpoint.Host)
		}
		region, out.Host = regionOf(endpoint, region), endpoint.Host
	}
	err = v4.NewSigner().SignHTTP(r.Context(), credentials, out, hex.EncodeToString(sum[:]), call.Service, region, time.Now())
	if err != nil {
		return nil, fmt.Errorf("sign the request for %s: %w", call.Service, err)
	}
	return w.client.RoundTrip(out)
}

func readBody(r *http.Request) ([]byte, error) {
	if r.Body == nil {
		return nil, nil
	}
	defer r.Body.Close() //nolint:errcheck // what was read is whole
	return io.ReadAll(r.Body)
}

// serve has a handler of this process answer a client's request.
func serve(h http.Handler, r *http.Request) (*http.Response, error) {
	if r.Body == nil {
		r.Body = http.NoBody
	}
	answer := &recorder{header: http.Header{}, status: http.StatusOK}
	h.ServeHTTP(answer, r)
	return &http.Response{
		Status:        fmt.Sprintf("%d %s", answer.status, http.StatusText(answer.status)),
		StatusCode:    answer.status,
		Proto:         "HTTP/1.1",
		ProtoMajor:    1,
		ProtoMinor:    1,
		Header:        canonical(answer.header),
		Body:          io.NopCloser(&answer.body),
		ContentLength: int64(answer.body.Len()),
		Request:       r,
	}, r.Context().Err()
}

// canonical returns a header as net/http would have read it.
func canonical(h http.Header) http.Header {
	read := make(http.Header, len(h))
	for name, values := range h {
		name = http.CanonicalHeaderKey(name)
		read[name] = append(read[name], values...)
	}
	return read
}

// recorder keeps what a handler writes.
type recorder struct {
	header  http.Header
	status  int
	written bool
	body    bytes.Buffer
}

func (r *recorder) Header() http.Header { return r.header }

func (r *recorder) WriteHeader(status int) {
	if !r.written && status >= http.StatusOK {
		r.status, r.written = status, true
	}
}

func (r *recorder) Write(p []byte) (int, error) {
	r.written = true
	return r.body.Write(p)
}
