package s3_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/smithy-go"

	"github.com/gatewright/gatewright/internal/local/s3"
)

var keys = s3.Credentials{AccessKeyID: "AKIDLOCAL", SecretAccessKey: "local/secret+key"}

// fixture is a server with the bucket "pets" and the SDK's client for it.
type fixture struct {
	server    *s3.Server
	directory string
	url       string // of the door for signed requests
	client    *awss3.Client
}

func newFixture(t testing.TB, change ...func(*s3.Options)) *fixture {
	t.Helper()
	options := s3.Options{Credentials: []s3.Credentials{keys}, Logger: slog.New(slog.NewTextHandler(t.Output(), nil))}
	for _, f := range change {
		f(&options)
	}
	server, err := s3.New(options)
	if err != nil {
		t.Fatal(err)
	}
	f := &fixture{server: server, directory: filepath.Join(t.TempDir(), "pets")}
	f.setBuckets(t, s3.Bucket{Name: "pets", Directory: f.directory})
	listener := httptest.NewServer(server)
	t.Cleanup(func() {
		listener.Close()
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	f.url = listener.URL
	f.client = newClient(f.url, keys)
	return f
}

func newClient(url string, c s3.Credentials) *awss3.Client {
	return awss3.New(awss3.Options{
		Region:       "eu-west-1",
		BaseEndpoint: &url,
		UsePathStyle: true,
		Retryer:      aws.NopRetryer{},

		// What the SDK's own configuration chooses.
		RequestChecksumCalculation: aws.RequestChecksumCalculationWhenSupported,
		ResponseChecksumValidation: aws.ResponseChecksumValidationWhenSupported,
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: c.AccessKeyID, SecretAccessKey: c.SecretAccessKey, SessionToken: c.SessionToken}, nil
		}),
	})
}

func (f *fixture) setBuckets(t testing.TB, buckets ...s3.Bucket) {
	t.Helper()
	if err := f.server.SetBuckets(buckets); err != nil {
		t.Fatal(err)
	}
}

func (f *fixture) file(path string) string {
	return filepath.Join(f.directory, filepath.FromSlash(path))
}

func (f *fixture) put(t testing.TB, key, body string) {
	t.Helper()
	_, err := f.client.PutObject(t.Context(), &awss3.PutObjectInput{Bucket: aws.String("pets"), Key: &key, Body: strings.NewReader(body)})
	if err != nil {
		t.Fatalf("PUT %s: %v", key, err)
	}
}

func (f *fixture) get(t testing.TB, key string) string {
	t.Helper()
	out, err := f.client.GetObject(t.Context(), &awss3.GetObjectInput{Bucket: aws.String("pets"), Key: &key})
	if err != nil {
		t.Fatalf("GET %s: %v", key, err)
	}
	return read(t, out.Body)
}

func read(t testing.TB, body io.ReadCloser) string {
	t.Helper()
	data, err := io.ReadAll(body)
	if err = errors.Join(err, body.Close()); err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// inside makes a request through the door that asks for no signature. The target is
// sent as it stands. Headers are pairs of name and value.
func (f *fixture) inside(t testing.TB, method, target, body string, headers ...string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(method, "/", strings.NewReader(body))
	r.RequestURI = target
	path, query, _ := strings.Cut(target, "?")
	r.URL.RawPath, r.URL.RawQuery = path, query
	r.URL.Path = unescapePath(path)
	for i := 0; i < len(headers); i += 2 {
		if headers[i] == "Host" {
			r.Host = headers[i+1]
			continue
		}
		r.Header.Add(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	f.server.Inside().ServeHTTP(w, r)
	return w.Result()
}

func wantStatus(t testing.TB, res *http.Response, status int) string {
	t.Helper()
	body := read(t, res.Body)
	if res.StatusCode != status {
		t.Fatalf("status %d, want %d: %s", res.StatusCode, status, body)
	}
	return body
}

func wantCode(t testing.TB, err error, code string) {
	t.Helper()
	var api smithy.APIError
	if !errors.As(err, &api) || api.ErrorCode() != code {
		t.Fatalf("got %v, want %s", err, code)
	}
}

func writeFile(t testing.TB, path, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o666); err != nil {
		t.Fatal(err)
	}
}

func readFile(t testing.TB, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// tree lists the files below a directory, without the side data.
func tree(t testing.TB, directory string) []string {
	t.Helper()
	var names []string
	err := filepath.WalkDir(directory, func(path string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.Name() == ".gatewright-s3" && path != directory {
			return filepath.SkipDir
		}
		if path != directory && !d.IsDir() {
			name, err := filepath.Rel(directory, path)
			names = append(names, filepath.ToSlash(name))
			return err
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func unescapePath(path string) string {
	var b bytes.Buffer
	for i := 0; i < len(path); i++ {
		if path[i] == '%' && i+2 < len(path) {
			var c byte
			for _, digit := range []byte(strings.ToLower(path[i+1 : i+3])) {
				c = c<<4 | byte(strings.IndexByte("0123456789abcdef", digit))
			}
			b.WriteByte(c)
			i += 2
			continue
		}
		b.WriteByte(path[i])
	}
	return b.String()
}

func mustParse(t testing.TB, target string) *url.URL {
	t.Helper()
	u, err := url.Parse(target)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func newRecorder() *httptest.ResponseRecorder { return httptest.NewRecorder() }
