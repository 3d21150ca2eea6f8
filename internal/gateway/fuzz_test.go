package gateway_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gatewright/gatewright/internal/gateway"
)

// FuzzRequest sends what a client may write in places that reach the gateway:
// each request gets one well-formed answer, and none meets a bug.
func FuzzRequest(f *testing.F) {
	api, problems := readDefinition(strings.ReplaceAll(benchDefinition, "BACKEND", "http://127.0.0.1:1"))
	if problems.HasErrors() {
		f.Fatal(problems)
	}
	var log bytes.Buffer
	g, problems := gateway.New(api, gateway.Options{
		Logger: slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelError})),
		HTTP:   echoTransport{},
	})
	if problems.HasErrors() {
		f.Fatal(problems)
	}
	f.Add("GET", "/static/7?a=b", "Accept", "text/plain, */*;q=0.1", "")
	f.Add("POST", "/pets", "Content-Type", "application/json", `{"name":"Rex"}`)
	f.Add("PUT", "//prod//proxy/a%2Fb/%zz/?q=%0d%0a", "Authorization", "AWS4-HMAC-SHA256 a=b, c", "x")
	f.Add("OPTIONS", "*", "X-HTTP-Method-Override", "get", "")
	f.Add("GET", "http://h?x", "Connection", "a,b", "")
	f.Fuzz(func(t *testing.T, method, target, name, value, body string) {
		log.Reset()
		r := httptest.NewRequest(http.MethodGet, "/", strings.NewReader(body))
		r.Method, r.RequestURI = method, target
		r.Header.Set(name, value)
		w := httptest.NewRecorder()
		g.ServeHTTP(w, r)
		if log.Len() > 0 {
			t.Fatal(log.String())
		}
		if w.Code < 200 || w.Code > 599 || !strings.Contains(fmt.Sprint(w.Header()), "x-amzn-RequestId") {
			t.Fatalf("status %d, header %v", w.Code, w.Header())
		}
		for name, values := range w.Header() {
			if strings.ContainsAny(name+strings.Join(values, ""), "\r\n") {
				t.Fatalf("a line end in %q: %q", name, values)
			}
		}
	})
}

// echoTransport answers what it was asked.
type echoTransport struct{}

func (echoTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	w.Header().Set("X-Url", r.URL.String())
	w.WriteHeader(http.StatusOK)
	return w.Result(), nil
}

// FuzzAcceptEncoding holds that the response can be read in whatever coding it says,
// and that the client has named that coding.
func FuzzAcceptEncoding(f *testing.F) {
	api, problems := readDefinition(echoDefinition)
	if problems.HasErrors() {
		f.Fatal(problems)
	}
	g, problems := gateway.New(api, gateway.Options{})
	if problems.HasErrors() {
		f.Fatal(problems)
	}
	for _, seed := range []string{"gzip", "deflate;q=0.5, gzip;q=1.0", "*", "identity;q=0, *;q=0.1", "gzip;q=,;q=1,,"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, header string) {
		r := httptest.NewRequest(http.MethodGet, "/static", nil)
		r.Header["Accept-Encoding"] = []string{header}
		w := httptest.NewRecorder()
		g.ServeHTTP(w, r)
		encoding := w.Header().Get("Content-Encoding")
		if inflate(t, encoding, w.Body.String()) != `{"name":"a name of some length"}` {
			t.Errorf("%q: %d bytes of %q", header, w.Body.Len(), encoding)
		}
		if encoding != "" && !strings.Contains(strings.ToLower(header), encoding) && !strings.Contains(header, "*") {
			t.Errorf("%q got %q", header, encoding)
		}
	})
}
