package s3_test

import (
	"net/http"
	"strings"
	"testing"
)

// discard is a ResponseWriter that keeps nothing.
type discard struct{ header http.Header }

func (d *discard) Header() http.Header         { return d.header }
func (d *discard) Write(p []byte) (int, error) { return len(p), nil }
func (d *discard) WriteHeader(int)             {}

func BenchmarkGet1KInProcess(b *testing.B) {
	f := newFixture(b)
	f.put(b, "pets/1.json", strings.Repeat("x", 1024))
	inside := f.server.Inside()
	r := &http.Request{Method: http.MethodGet, URL: mustParse(b, "/pets/pets/1.json"), Header: http.Header{}}
	r = r.WithContext(b.Context())
	w := &discard{http.Header{}}
	b.ReportAllocs()
	for b.Loop() {
		clear(w.header)
		inside.ServeHTTP(w, r)
	}
	if w.header.Get("Content-Length") != "1024" {
		b.Fatalf("got %v", w.header)
	}
}

func BenchmarkPut1KInProcess(b *testing.B) {
	f := newFixture(b)
	inside := f.server.Inside()
	body := strings.Repeat("x", 1024)
	b.ReportAllocs()
	for b.Loop() {
		r, err := http.NewRequestWithContext(b.Context(), http.MethodPut, "/pets/1.json", strings.NewReader(body))
		if err != nil {
			b.Fatal(err)
		}
		w := &discard{http.Header{}}
		inside.ServeHTTP(w, r)
		if w.header.Get("Etag") == "" {
			b.Fatalf("got %v", w.header)
		}
	}
}
