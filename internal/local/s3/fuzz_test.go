package s3_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// FuzzRequest holds for every request: the server answers it without an internal
// error, and nothing appears next to the bucket's directory.
func FuzzRequest(f *testing.F) {
	f.Add("GET", "/pets/k", "Range", "bytes=0-", "")
	f.Add("GET", "/pets", "x", "", "")
	f.Add("GET", "/pets?list-type=2&delimiter=/&prefix=a&continuation-token=YQ", "x", "", "")
	f.Add("PUT", "/pets/../k", "X-Amz-Meta-A", "1", "body")
	f.Add("PUT", "/pets/k", "X-Amz-Copy-Source", "pets/k%2F..?versionId=null", "")
	f.Add("PUT", "/pets/k", "X-Amz-Content-Sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER", "1\r\na\r\n0\r\n\r\n")
	f.Add("POST", "/pets?delete", "x", "", "<Delete><Object><Key>../k</Key></Object></Delete>")
	f.Add("POST", "/pets/k?uploadId=../x", "x", "", "<CompleteMultipartUpload/>")
	f.Add("GET", "/pets/k?X-Amz-Algorithm=AWS4-HMAC-SHA256", "Authorization", "AWS4-HMAC-SHA256 Credential=a/b/c/s3/aws4_request", "")
	fix := newFixture(f)
	f.Fuzz(func(t *testing.T, method, target, name, value, body string) {
		u, err := url.ParseRequestURI(target)
		if err != nil || method == "" || name == "" {
			return
		}
		for _, handler := range []http.Handler{fix.server, fix.server.Inside()} {
			r := &http.Request{Method: method, URL: u, RequestURI: target, Host: "127.0.0.1", Header: http.Header{}, ContentLength: int64(len(body))}
			r.Header.Set(name, value)
			r.Header.Set("X-Amz-Decoded-Content-Length", "1")
			r.Body = http.NoBody
			if body != "" {
				r.Body = readCloser{strings.NewReader(body)}
			}
			w := httptest.NewRecorder()
			handler.ServeHTTP(w, r.WithContext(t.Context()))
			if w.Code == http.StatusInternalServerError {
				t.Fatalf("%s %q: %s", method, target, w.Body)
			}
		}
		if entries, err := os.ReadDir(filepath.Dir(fix.directory)); err != nil || len(entries) != 1 {
			t.Fatalf("beside the bucket: %v, %v", entries, err)
		}
	})
}

type readCloser struct{ *strings.Reader }

func (readCloser) Close() error { return nil }
