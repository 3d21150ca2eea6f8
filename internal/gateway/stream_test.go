package gateway_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gatewright/gatewright/internal/gateway"
	"github.com/gatewright/gatewright/spec/stage"
)

const streamDefinition = `
openapi: 3.0.1
info: {title: streams, version: "1"}
x-amazon-apigateway-minimum-compression-size: 0
x-responses: &responses {"200": {description: ok}}
paths:
  /function:
    x-amazon-apigateway-any-method:
      responses: *responses
      x-amazon-apigateway-integration: &function
        type: AWS_PROXY
        httpMethod: POST
        responseTransferMode: STREAM
        timeoutInMillis: 900000
        uri: "arn:aws:apigateway:us-east-1:lambda:path/2021-11-15/functions/arn:aws:lambda:us-east-1:123456789012:function:f/response-streaming-invocations"
  /hasty:
    get:
      responses: *responses
      x-amazon-apigateway-integration: {<<: *function, timeoutInMillis: 50}
  /backend:
    get:
      responses: *responses
      x-amazon-apigateway-integration:
        type: HTTP_PROXY
        httpMethod: GET
        responseTransferMode: STREAM
        timeoutInMillis: 900000
        uri: http://backend/
`

// streaming is a function that writes its response.
type streaming func(ctx context.Context, w io.Writer) (gateway.LambdaResult, error)

func (f streaming) Invoke(ctx context.Context, call gateway.LambdaCall) (gateway.LambdaResult, error) {
	return f(ctx, call.Response)
}

func streamingGateway(t *testing.T, o gateway.Options) *gateway.Gateway {
	t.Helper()
	api, problems := readDefinition(streamDefinition)
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	g, problems := gateway.New(api, o)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return g
}

const delimiter = "\x00\x00\x00\x00\x00\x00\x00\x00"

// TestStreamOfFunction holds that what a function writes is with the client before the
// function writes the next piece.
func TestStreamOfFunction(t *testing.T) {
	next := make(chan string)
	var log bytes.Buffer
	o := gateway.Options{AccessLogTo: &log}
	o.AccessLog = &stage.AccessLog{Format: "$context.requestId $context.status $context.responseLength"}
	o.Lambda = streaming(func(_ context.Context, w io.Writer) (gateway.LambdaResult, error) {
		for piece := range next {
			if _, err := io.WriteString(w, piece); err != nil {
				return gateway.LambdaResult{}, err
			}
		}
		return gateway.LambdaResult{}, nil
	})
	server := httptest.NewServer(streamingGateway(t, o))
	defer server.Close()
	go func() {
		next <- `{"statusCode":201,"headers":{"Content-Type":"text/event-stream"},"multi`
		next <- `ValueHeaders":{"X-Many":["a","b"]},"cookies":["c=1","d=2"]}` + delimiter[:3]
		next <- delimiter[3:]
	}()
	r, err := http.Get(server.URL + "/function")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	if r.StatusCode != http.StatusCreated || r.ContentLength != -1 || r.Header.Get("Content-Encoding") != "" {
		t.Errorf("status %d, length %d, %v", r.StatusCode, r.ContentLength, r.Header)
	}
	got := [][]string{r.Header["Content-Type"], r.Header["X-Many"], r.Header["Set-Cookie"]}
	if diff := cmp.Diff([][]string{{"text/event-stream"}, {"a", "b"}, {"c=1", "d=2"}}, got); diff != "" {
		t.Error(diff)
	}
	body := bufio.NewReader(r.Body)
	for i := range 3 {
		piece := fmt.Sprintf("data: %d %s\n", i, strings.Repeat("\x00\xff", i*10))
		next <- piece
		if line, err := body.ReadString('\n'); err != nil || line != piece {
			t.Errorf("got %q, %v; want %q", line, err, piece)
		}
	}
	close(next)
	if rest, err := io.ReadAll(body); err != nil || len(rest) > 0 {
		t.Errorf("then came %q, %v", rest, err)
	}
	server.Close()
	if line := log.String(); !strings.HasSuffix(line, " 201 87\n") {
		t.Errorf("access log: %q", line)
	}
}

// TestLargeStream holds that a stream may be larger than what is buffered may be.
func TestLargeStream(t *testing.T) {
	const size = payloadLimit + 1<<20
	g := streamingGateway(t, gateway.Options{Lambda: streaming(func(_ context.Context, w io.Writer) (gateway.LambdaResult, error) {
		_, err := io.WriteString(w, "{}"+delimiter+strings.Repeat("x", size))
		return gateway.LambdaResult{}, err
	})})
	w := httptest.NewRecorder()
	g.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/function", nil))
	if w.Code != http.StatusOK || w.Body.Len() != size {
		t.Errorf("status %d, %d bytes", w.Code, w.Body.Len())
	}
	w = httptest.NewRecorder()
	g.ServeHTTP(w, httptest.NewRequest(http.MethodHead, "/function", nil))
	if w.Code != http.StatusOK || w.Body.Len() != 0 {
		t.Errorf("HEAD: status %d, %d bytes", w.Code, w.Body.Len())
	}
}

// TestStreamsThatDoNotBegin holds what a client gets while the status is not sent.
func TestStreamsThatDoNotBegin(t *testing.T) {
	const malformed = `502 {"message": "Internal server error"}`
	for _, tt := range []struct {
		name, path string
		text       string
		result     gateway.LambdaResult
		err        error
		want       string
	}{
		{name: "no metadata", text: "hello", want: malformed},
		{name: "nothing", want: malformed},
		{name: "no delimiter", text: `{"statusCode":200}` + delimiter[1:], want: malformed},
		{name: "late delimiter", text: `{"headers":{"a":"` + strings.Repeat("x", 16<<10) + `"}}` + delimiter, want: malformed},
		{name: "bad JSON", text: `{"statusCode":}` + delimiter, want: malformed},
		{name: "body in the metadata", text: `{"statusCode":200,"body":"x"}` + delimiter, want: malformed},
		{name: "cookies", text: `{"cookies":"a=1"}` + delimiter, want: malformed},
		{name: "informational status", text: `{"statusCode":103}` + delimiter, want: malformed},
		{name: "header with a line end", text: `{"headers":{"a":"b\r\nc: d"}}` + delimiter + "x", want: `500 {"message": "Internal server error"}`},
		{name: "function error", result: gateway.LambdaResult{FunctionError: "Unhandled", Payload: []byte(`{}`)}, want: malformed},
		{name: "unknown function", err: &gateway.FunctionNotFoundError{}, want: `500 {"message": "Internal server error"}`},
		{name: "throttled", err: &gateway.FunctionThrottledError{}, want: `500 {"message": "Internal server error"}`},
		{name: "timeout", err: &gateway.FunctionTimeoutError{}, want: `504 {"message": "Endpoint request timed out"}`},
		{name: "slow", path: "/hasty", text: "wait", want: `504 {"message": "Endpoint request timed out"}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			ended := make(chan struct{})
			g := streamingGateway(t, gateway.Options{Lambda: streaming(func(ctx context.Context, w io.Writer) (gateway.LambdaResult, error) {
				defer close(ended)
				if tt.text == "wait" {
					<-ctx.Done()
					return gateway.LambdaResult{}, ctx.Err()
				}
				if _, err := io.WriteString(w, tt.text); err != nil && !errors.Is(err, io.ErrClosedPipe) {
					t.Error(err)
				}
				return tt.result, tt.err
			})})
			path := tt.path
			if path == "" {
				path = "/function"
			}
			w := httptest.NewRecorder()
			g.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
			got := fmt.Sprint(w.Code, " ", w.Body)
			if got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
			<-ended
		})
	}
}

// TestBrokenStreams holds that a client sees that its response is not whole.
func TestBrokenStreams(t *testing.T) {
	for name, result := range map[string]struct {
		result gateway.LambdaResult
		err    error
	}{
		"function error": {result: gateway.LambdaResult{FunctionError: "Unhandled", Payload: []byte(`{"errorMessage":"boom"}`)}},
		"lost":           {err: errors.New("the function is gone")},
	} {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(streamingGateway(t, gateway.Options{Lambda: streaming(func(_ context.Context, w io.Writer) (gateway.LambdaResult, error) {
				if _, err := io.WriteString(w, "{}"+delimiter+"begun"); err != nil {
					t.Error(err)
				}
				return result.result, result.err
			})}))
			defer server.Close()
			r, err := http.Get(server.URL + "/function")
			if err != nil {
				t.Fatal(err)
			}
			defer r.Body.Close()
			if body, err := io.ReadAll(r.Body); string(body) != "begun" || !errors.Is(err, io.ErrUnexpectedEOF) {
				t.Errorf("got %q, %v", body, err)
			}
		})
	}
}

// TestStreamWhoseClientLeaves holds that a function does not write for nobody.
func TestStreamWhoseClientLeaves(t *testing.T) {
	outcome := make(chan error, 1)
	server := httptest.NewServer(streamingGateway(t, gateway.Options{Lambda: streaming(func(ctx context.Context, w io.Writer) (gateway.LambdaResult, error) {
		_, err := io.WriteString(w, "{}"+delimiter+"x")
		for err == nil {
			_, err = w.Write(make([]byte, 1<<16))
		}
		<-ctx.Done()
		outcome <- err
		return gateway.LambdaResult{}, ctx.Err()
	})}))
	defer server.Close()
	r, err := http.Get(server.URL + "/function")
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Body.Close(); err != nil {
		t.Error(err)
	}
	if err := <-outcome; !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("the function's write: %v", err)
	}
}

// TestSilentStream holds how long a stream may say nothing. The time is not real.
func TestSilentStream(t *testing.T) {
	for _, edge := range []bool{false, true} {
		limit := map[bool]time.Duration{false: 5 * time.Minute, true: 30 * time.Second}[edge]
		api, _ := readDefinition(streamDefinition)
		synctest.Test(t, func(t *testing.T) {
			g, problems := gateway.New(api, gateway.Options{EdgeOptimized: edge, Lambda: streaming(func(ctx context.Context, w io.Writer) (gateway.LambdaResult, error) {
				_, err := io.WriteString(w, "{}"+delimiter)
				for range 2 {
					time.Sleep(limit - time.Second)
					_, err = io.WriteString(w, "x")
				}
				if err != nil {
					t.Error(err)
				}
				<-ctx.Done()
				return gateway.LambdaResult{}, ctx.Err()
			})})
			if problems.HasErrors() {
				t.Fatal(problems)
			}
			began := time.Now()
			w := httptest.NewRecorder()
			func() {
				defer func() {
					if p := recover(); p != http.ErrAbortHandler { //nolint:errorlint // what net/http compares with
						t.Errorf("the connection is not cut: %v", p)
					}
				}()
				g.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/function", nil))
			}()
			if took := time.Since(began); took != 2*(limit-time.Second)+limit || w.Body.String() != "xx" {
				t.Errorf("%q came in %s", w.Body, took)
			}
		})
	}
}

// TestStreamOfBackend holds HTTP_PROXY to pass a response on as it comes, as it is.
func TestStreamOfBackend(t *testing.T) {
	body, pieces := io.Pipe()
	server := httptest.NewServer(streamingGateway(t, gateway.Options{HTTP: roundTrip(func(*http.Request) (*http.Response, error) {
		header := http.Header{"Content-Type": {"image/png"}, "Content-Encoding": {"zstd"}, "Via": {"1.1 x"}, "X-Own": {"1"}}
		return &http.Response{StatusCode: http.StatusTeapot, Header: header, Body: body, ContentLength: -1}, nil
	})}))
	defer server.Close()
	request, err := http.NewRequest(http.MethodGet, server.URL+"/backend", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Accept-Encoding", "gzip")
	r, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	got := []string{r.Header.Get("Content-Type"), r.Header.Get("Content-Encoding"), r.Header.Get("Via"), r.Header.Get("X-Own")}
	if diff := cmp.Diff([]string{"image/png", "zstd", "", "1"}, got); diff != "" || r.StatusCode != http.StatusTeapot {
		t.Errorf("status %d: %s", r.StatusCode, diff)
	}
	for _, piece := range []string{"\x00\xff\xfe", "two"} {
		if _, err := io.WriteString(pieces, piece); err != nil {
			t.Fatal(err)
		}
		read := make([]byte, len(piece))
		if _, err := io.ReadFull(r.Body, read); err != nil || string(read) != piece {
			t.Errorf("got %q, %v; want %q", read, err, piece)
		}
	}
	pieces.CloseWithError(errors.New("the backend is gone"))
	if _, err := io.ReadAll(r.Body); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("the end of a broken answer: %v", err)
	}
}

// TestStreamWarnings holds what is said of definitions that cannot stream.
func TestStreamWarnings(t *testing.T) {
	text := strings.Replace(strings.Replace(streamDefinition, "response-streaming-invocations", "invocations", 1), "HTTP_PROXY", "HTTP", 1)
	api, problems := readDefinition(text)
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	_, problems = gateway.New(api, gateway.Options{})
	count := 0
	for _, p := range problems {
		if p.Rule == "unsupported-streaming" {
			count++
		}
	}
	if count != 3 { // two functions and the backend
		t.Error(problems)
	}
}
