package s3_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/gatewright/gatewright/internal/local/s3"
)

// TestCORS reads a bucket from pages of other origins.
func TestCORS(t *testing.T) {
	f := newFixture(t)
	bucket := s3.Bucket{Name: "pets", Directory: f.directory}
	read := func(method, origin string) string {
		w := httptest.NewRecorder()
		r := httptest.NewRequestWithContext(t.Context(), method, "http://localhost/pets/none", http.NoBody)
		r.Header.Set("Origin", origin)
		f.server.Inside().ServeHTTP(w, r)
		return w.Header().Get("Access-Control-Allow-Origin")
	}
	if got := read(http.MethodGet, "https://a.example"); got != "" {
		t.Errorf("without rules %q is allowed", got)
	}
	bucket.CORS = []s3.CORSRule{
		{Origins: []string{"https://a.example", "https://*.b.example"}, Methods: []string{"GET"}},
		{Origins: []string{"*"}, Methods: []string{"HEAD"}},
	}
	f.setBuckets(t, bucket)
	for _, c := range []struct{ method, origin, want string }{
		{"GET", "https://a.example", "https://a.example"},
		{"GET", "https://www.b.example", "https://www.b.example"},
		{"GET", "https://b.example", ""},
		{"GET", "", ""},
		{"HEAD", "https://c.example", "*"},
		{"DELETE", "https://a.example", ""},
	} {
		if got := read(c.method, c.origin); got != c.want {
			t.Errorf("%s of %q: %q is allowed, want %q", c.method, c.origin, got, c.want)
		}
	}
}
