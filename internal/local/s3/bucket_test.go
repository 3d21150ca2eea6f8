package s3_test

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/google/go-cmp/cmp"

	"github.com/gatewright/gatewright/internal/local/s3"
)

// TestHostileKeys sends targets as they stand over a raw connection: no client and no
// path cleaning is between.
func TestHostileKeys(t *testing.T) {
	f := newFixture(t)
	outside := filepath.Join(filepath.Dir(f.directory), "secret.txt")
	writeFile(t, outside, "secret")
	absolute := filepath.ToSlash(outside)
	door := httptest.NewServer(f.server.Inside())
	defer door.Close()
	for _, key := range []string{
		"../secret.txt", "..%2fsecret.txt", "%2e%2e/secret.txt", "%2E%2E%2Fsecret.txt", "a/../../secret.txt", "a/%2e%2e/%2e%2e/secret.txt",
		"./../secret.txt", "....//secret.txt", "..%5csecret.txt", `..\secret.txt`, absolute, "%2F" + absolute,
		"C:%5CWindows%5Cwin.ini", "file:///etc/passwd", "con", "NUL.txt", "COM1", "aux/x", "a.", "a%20", "a:stream", "a%0d%0aX: y", ".", "..", "%2e", "...",
		".gatewright-s3/objects/x", ".GATEWRIGHT-S3/x", ".gatewright-s3-x.tmp", "//", "a//b", "/", "%25empty", "%252E%252E/x",
	} {
		t.Run(key, func(t *testing.T) {
			target := "/pets/" + key
			if status, body := raw(t, door, "GET", target, ""); status != 404 || !strings.Contains(body, "<Code>NoSuchKey</Code>") {
				t.Fatalf("GET: %d %s", status, body)
			}
			if status, body := raw(t, door, "PUT", target, "mine"); status != 200 {
				t.Fatalf("PUT: %d %s", status, body)
			}
			if status, body := raw(t, door, "GET", target, ""); status != 200 || body != "mine" {
				t.Fatalf("GET after PUT: %d %s", status, body)
			}
			if got := readFile(t, outside); got != "secret" {
				t.Fatalf("the file outside holds %q", got)
			}
			if entries, err := os.ReadDir(filepath.Dir(f.directory)); err != nil || len(entries) != 2 {
				t.Fatalf("beside the bucket: %v, %v", entries, err)
			}
			listed := listKeys(t, f, &awss3.ListObjectsV2Input{})
			if len(listed) != 1 {
				t.Fatalf("listed: %q", listed)
			}
			if status, body := raw(t, door, "DELETE", target, ""); status != 204 {
				t.Fatalf("DELETE: %d %s", status, body)
			}
			if left := tree(t, f.directory); len(left) != 0 {
				t.Fatalf("left: %q", left)
			}
		})
	}
	for target, code := range map[string]string{
		"/pets/%ff":                            "InvalidURI",
		"/pets/..%00/secret.txt":               "InvalidURI",
		"/pets/" + strings.Repeat("k", 1025):   "KeyTooLongError",
		"/pets/" + strings.Repeat("k", 256):    "InvalidArgument",
		"/../etc/passwd":                       "NoSuchBucket",
		"/%2e%2e/x":                            "NoSuchBucket",
		"/pets%2f..%2fother/x?list-type=2&a=%": "InvalidURI",
		"//pets/x":                             "InvalidURI",
	} {
		if status, body := raw(t, door, "GET", target, ""); status < 400 || !strings.Contains(body, "<Code>"+code+"</Code>") {
			t.Errorf("%.60s: %d %s", target, status, body)
		}
	}
}

func raw(t testing.TB, server *httptest.Server, method, target, body string) (int, string) {
	t.Helper()
	conn, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprintf(conn, "%s %s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s", method, strings.ReplaceAll(target, " ", "%20"), len(body), body)
	res, err := http.ReadResponse(bufio.NewReader(conn), &http.Request{Method: method})
	if err != nil {
		t.Fatalf("%s %s: %v", method, target, err)
	}
	return res.StatusCode, read(t, res.Body)
}

func TestSymbolicLinks(t *testing.T) {
	f := newFixture(t)
	outside := t.TempDir()
	writeFile(t, filepath.Join(outside, "secret"), "secret")
	writeFile(t, f.file("inside/real"), "real")
	for link, target := range map[string]string{"out": outside, "file": filepath.Join(outside, "secret"), "ok": "inside/real", "loop": "loop", "dir": "inside", "up": "../x"} {
		if err := os.Symlink(target, f.file(link)); err != nil {
			if runtime.GOOS == "windows" {
				t.Skip("this account may not make symbolic links")
			}
			t.Fatal(err)
		}
	}
	for key, want := range map[string]int{"out/secret": 404, "file": 404, "ok": 200, "loop": 404, "dir": 404, "up": 404, "out": 404} {
		if body := wantStatus(t, f.inside(t, "GET", "/pets/"+key, ""), want); want == 200 && body != "real" {
			t.Errorf("%s: %q", key, body)
		}
	}
	if body := wantStatus(t, f.inside(t, "PUT", "/pets/out/new", "x"), 403); !strings.Contains(body, "leads out of the bucket") {
		t.Error(body)
	}
	wantStatus(t, f.inside(t, "PUT", "/pets/file", "mine"), 200) // replaces the link, not what it leads to
	wantStatus(t, f.inside(t, "DELETE", "/pets/out/secret", ""), 204)
	if got := readFile(t, filepath.Join(outside, "secret")); got != "secret" {
		t.Errorf("outside: %q", got)
	}
	if got := listKeys(t, f, &awss3.ListObjectsV2Input{}); !cmp.Equal(got, []string{"file", "inside/real", "ok"}) {
		t.Errorf("listed: %q", got)
	}
}

func TestFileAndDirectoryOfOneName(t *testing.T) {
	f := newFixture(t)
	f.put(t, "a", "file")
	f.put(t, "d/x", "file")
	for target, want := range map[string]string{"/pets/a/b": "KeyConflict", "/pets/a/b/c": "KeyConflict", "/pets/d": "KeyConflict"} {
		if body := wantStatus(t, f.inside(t, "PUT", target, "x"), 409); !strings.Contains(body, "<Code>"+want+"</Code><Message>Objects are kept as files here") {
			t.Errorf("%s: %s", target, body)
		}
	}
	for _, target := range []string{"/pets/a/b", "/pets/d"} {
		wantStatus(t, f.inside(t, "GET", target, ""), 404)
		wantStatus(t, f.inside(t, "DELETE", target, ""), 204)
	}
	if got := tree(t, f.directory); !cmp.Equal(got, []string{"a", "d/x"}) {
		t.Errorf("left: %q", got)
	}
	if err := os.MkdirAll(f.file("empty"), 0o777); err != nil {
		t.Fatal(err)
	}
	f.put(t, "empty", "no key stands for an empty directory")
	f.put(t, "folder/", "")
	f.put(t, "folder/x", "1")
	if got := listKeys(t, f, &awss3.ListObjectsV2Input{Prefix: aws.String("folder")}); !cmp.Equal(got, []string{"folder/", "folder/x"}) {
		t.Errorf("listed: %q", got)
	}
}

func TestBucketsAreConfigured(t *testing.T) {
	f := newFixture(t)
	_, err := f.client.CreateBucket(t.Context(), &awss3.CreateBucketInput{Bucket: aws.String("unknown")})
	wantCode(t, err, "AccessDenied")
	if !strings.Contains(err.Error(), "not created by requests") {
		t.Error(err)
	}
	_, err = f.client.CreateBucket(t.Context(), &awss3.CreateBucketInput{Bucket: aws.String("pets")})
	wantCode(t, err, "BucketAlreadyOwnedByYou")
	_, err = f.client.DeleteBucket(t.Context(), &awss3.DeleteBucketInput{Bucket: aws.String("pets")})
	wantCode(t, err, "AccessDenied")
	_, err = f.client.PutBucketPolicy(t.Context(), &awss3.PutBucketPolicyInput{Bucket: aws.String("unknown"), Policy: aws.String("{}")})
	wantCode(t, err, "NotImplemented")
	f.put(t, "k", "x")
	for _, target := range []string{"/pets/k?tagging", "/pets/k?acl", "/pets/k?retention", "/pets?policy", "/pets?cors", "/pets?versioning"} {
		if body := wantStatus(t, f.inside(t, "PUT", target, "<Tagging/>"), 501); !strings.Contains(body, "<Code>NotImplemented</Code>") {
			t.Errorf("%s: %s", target, body)
		}
	}
	if body := wantStatus(t, f.inside(t, "PUT", "/pets/k", "y", "x-amz-tagging", "a=b"), 501); !strings.Contains(body, "<Header>X-Amz-Tagging</Header>") {
		t.Error(body)
	}
	if got := f.get(t, "k"); got != "x" {
		t.Errorf("a sub-resource was written to the object: %q", got)
	}
	out, err := f.client.ListBuckets(t.Context(), &awss3.ListBucketsInput{})
	if err != nil || len(out.Buckets) != 1 || *out.Buckets[0].Name != "pets" {
		t.Errorf("%+v %v", out, err)
	}
	head, err := f.client.HeadBucket(t.Context(), &awss3.HeadBucketInput{Bucket: aws.String("pets")})
	if err != nil || *head.BucketRegion != "us-east-1" {
		t.Errorf("%+v %v", head, err)
	}
	versioning, err := f.client.GetBucketVersioning(t.Context(), &awss3.GetBucketVersioningInput{Bucket: aws.String("pets")})
	if err != nil || versioning.Status != "" {
		t.Errorf("%+v %v", versioning, err)
	}
	location, err := f.client.GetBucketLocation(t.Context(), &awss3.GetBucketLocationInput{Bucket: aws.String("pets")})
	if err != nil || location.LocationConstraint != "" {
		t.Errorf("%+v %v", location, err)
	}
	elsewhere := newFixture(t, func(o *s3.Options) { o.Region = "eu-west-1" })
	location, err = elsewhere.client.GetBucketLocation(t.Context(), &awss3.GetBucketLocationInput{Bucket: aws.String("pets")})
	if err != nil || location.LocationConstraint != "eu-west-1" {
		t.Errorf("%+v %v", location, err)
	}
}

func TestVirtualHostedStyle(t *testing.T) {
	f := newFixture(t, func(o *s3.Options) { o.Hosts = []string{"s3.test"} })
	dotted := t.TempDir()
	f.setBuckets(t, s3.Bucket{Name: "pets", Directory: f.directory}, s3.Bucket{Name: "my.pets", Directory: dotted})
	f.put(t, "pets/k", "path")
	f.put(t, "k", "host")
	writeFile(t, filepath.Join(dotted, "k"), "dotted")
	for host, want := range map[string]string{
		"pets.s3.amazonaws.com": "host", "pets.s3.eu-west-1.amazonaws.com": "host", "pets.s3-eu-west-1.amazonaws.com": "host",
		"pets.s3.dualstack.eu-west-1.amazonaws.com": "host", "PETS.localhost:4566": "host", "pets.s3.localhost": "host", "pets.s3.test:80": "host",
		"my.pets.s3.amazonaws.com": "dotted", "my.pets.s3.localhost": "dotted",
	} {
		if got := wantStatus(t, f.inside(t, "GET", "/k", "", "Host", host), 200); got != want {
			t.Errorf("%s: %q", host, got)
		}
	}
	for _, host := range []string{"s3.amazonaws.com", "s3.eu-west-1.amazonaws.com", "localhost:4566", "s3.localhost", "s3.test", "127.0.0.1:4566", "[::1]:4566", "gateway.example"} {
		if got := wantStatus(t, f.inside(t, "GET", "/pets/k", "", "Host", host), 200); got != "host" {
			t.Errorf("%s: %q", host, got)
		}
	}
	_, port, _ := strings.Cut(strings.TrimPrefix(f.url, "http://"), ":")
	client := awss3.New(f.client.Options(), func(o *awss3.Options) {
		o.UsePathStyle = false
		o.BaseEndpoint = aws.String("http://s3.test:" + port)
		o.HTTPClient = &http.Client{Transport: &http.Transport{Proxy: func(*http.Request) (*url.URL, error) { return mustParse(t, f.url), nil }}}
	})
	out, err := client.GetObject(t.Context(), &awss3.GetObjectInput{Bucket: aws.String("pets"), Key: aws.String("k")})
	if err != nil {
		t.Fatal(err)
	}
	if got := read(t, out.Body); got != "host" {
		t.Errorf("SDK: %q", got)
	}
}

func TestSetBucketsTellsAllProblems(t *testing.T) {
	f := newFixture(t)
	f.put(t, "k", "x")
	file := filepath.Join(t.TempDir(), "file")
	writeFile(t, file, "")
	directory := t.TempDir()
	err := f.server.SetBuckets([]s3.Bucket{
		{Name: "Bad_Name", Directory: directory}, {Name: "192.168.0.1", Directory: directory}, {Name: "nothing"},
		{Name: "on-a-file", Directory: file}, {Name: "below-a-file", Directory: filepath.Join(file, "x")},
		{Name: "twice", Directory: directory}, {Name: "twice", Directory: directory}, {Name: "same", Directory: directory},
	})
	if err == nil {
		t.Fatal("no error")
	}
	for _, want := range []string{
		`"Bad_Name" is not a bucket name`, `"192.168.0.1" is not a bucket name`, `"nothing" has no directory`,
		file + ` of the bucket "on-a-file" cannot be created`, filepath.Join(file, "x") + ` of the bucket "below-a-file" cannot be created`,
		`"twice" is there twice`, `the buckets "twice" and "same" have the same directory`,
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("not said: %s\nin: %v", want, err)
		}
	}
	if got := f.get(t, "k"); got != "x" {
		t.Errorf("the bucket that was served before: %q", got)
	}
}

func TestDirectoryWithoutPermission(t *testing.T) {
	directory := t.TempDir()
	if err := os.Chmod(directory, 0o555); err != nil {
		t.Fatal(err)
	}
	if f, err := os.Create(filepath.Join(directory, "probe")); err == nil {
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		t.Skip("this account may write everywhere")
	}
	server, err := s3.New(s3.Options{})
	if err != nil {
		t.Fatal(err)
	}
	err = server.SetBuckets([]s3.Bucket{{Name: "pets", Directory: directory}})
	if err == nil || !strings.Contains(err.Error(), directory+` of the bucket "pets" cannot be written`) {
		t.Errorf("got %v", err)
	}
}

func TestReconfigureLive(t *testing.T) {
	f := newFixture(t)
	writeFile(t, f.file("big"), strings.Repeat("x", 8<<20))
	out, err := f.client.GetObject(t.Context(), &awss3.GetObjectInput{Bucket: aws.String("pets"), Key: aws.String("big")})
	if err != nil {
		t.Fatal(err)
	}
	next := t.TempDir()
	writeFile(t, filepath.Join(next, "k"), "next")
	f.setBuckets(t, s3.Bucket{Name: "pets", Directory: next})
	if got := len(read(t, out.Body)); got != 8<<20 {
		t.Errorf("the answer under way had %d bytes", got)
	}
	if got := f.get(t, "k"); got != "next" {
		t.Errorf("got %q", got)
	}
	if err := os.RemoveAll(next); err != nil {
		t.Fatal(err)
	}
	f.setBuckets(t, s3.Bucket{Name: "pets", Directory: next})
	f.put(t, "again", "made again")
	if err := f.server.Close(); err != nil {
		t.Fatal(err)
	}
	wantStatus(t, f.inside(t, "GET", "/pets/again", ""), 503)
	if err := f.server.SetBuckets(nil); err == nil {
		t.Error("a closed server takes buckets")
	}
}

// TestPlusSign holds Amazon S3 to its word: in a path on the wire it is a space.
func TestPlusSign(t *testing.T) {
	f := newFixture(t)
	f.put(t, "a b", "space")
	f.put(t, "a+b", "plus")
	for target, want := range map[string]string{"/pets/a+b": "space", "/pets/a%20b": "space", "/pets/a%2Bb": "plus"} {
		if got := wantStatus(t, f.inside(t, "GET", target, ""), 200); got != want {
			t.Errorf("%s: %q", target, got)
		}
	}
	w := httptest.NewRecorder()
	f.server.Inside().ServeHTTP(w, &http.Request{Method: http.MethodGet, URL: mustParse(t, "/pets/a+b"), Header: http.Header{}})
	if w.Body.String() != "plus" {
		t.Errorf("made in process: %q", w.Body)
	}
}
