package s3_test

import (
	"bytes"
	"crypto/md5"
	"encoding/base64"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/google/go-cmp/cmp"

	"github.com/gatewright/gatewright/internal/local/s3"
)

func etag(s string) string { return fmt.Sprintf(`"%x"`, md5.Sum([]byte(s))) }

func TestPutKeepsWhatItWasTold(t *testing.T) {
	f := newFixture(t)
	const body = `{"name":"Tom"}`
	expires := time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC)
	put, err := f.client.PutObject(t.Context(), &awss3.PutObjectInput{
		Bucket: aws.String("pets"), Key: aws.String("cats/tom.json"), Body: strings.NewReader(body),
		ContentType: aws.String("application/json"), CacheControl: aws.String("max-age=60"),
		ContentDisposition: aws.String(`attachment; filename="tom.json"`), ContentEncoding: aws.String("identity"),
		ContentLanguage: aws.String("en"), Expires: &expires, StorageClass: types.StorageClassStandardIa,
		Metadata: map[string]string{"owner": "jerry", "colour": "grey"},
	})
	if err != nil {
		t.Fatal(err)
	}
	if *put.ETag != etag(body) {
		t.Errorf("ETag %s, want %s", *put.ETag, etag(body))
	}
	if got := readFile(t, f.file("cats/tom.json")); got != body {
		t.Errorf("the file holds %q", got)
	}
	check := func(t *testing.T, f *fixture) {
		t.Helper()
		out, err := f.client.GetObject(t.Context(), &awss3.GetObjectInput{Bucket: aws.String("pets"), Key: aws.String("cats/tom.json")})
		if err != nil {
			t.Fatal(err)
		}
		got := []any{read(t, out.Body), *out.ETag, *out.ContentType, *out.CacheControl, *out.ContentDisposition, *out.ContentEncoding, *out.ContentLanguage, *out.ExpiresString, out.StorageClass, out.Metadata, *out.ContentLength, *out.AcceptRanges}
		want := []any{body, etag(body), "application/json", "max-age=60", `attachment; filename="tom.json"`, "identity", "en", "Wed, 02 Jan 2030 03:04:05 GMT", types.StorageClassStandardIa, map[string]string{"owner": "jerry", "colour": "grey"}, int64(len(body)), "bytes"}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		if out.ChecksumCRC32 == nil {
			t.Error("the SDK's checksum is not given back")
		}
	}
	check(t, f)
	t.Run("after a restart", func(t *testing.T) {
		again := newFixture(t)
		again.setBuckets(t, s3.Bucket{Name: "pets", Directory: f.directory})
		check(t, again)
	})
}

func TestHeadersAndErrorsAreAmazonsOwn(t *testing.T) {
	f := newFixture(t)
	f.put(t, "a.txt", "hello")
	res := f.inside(t, "GET", "/pets/a.txt", "")
	if body := wantStatus(t, res, 200); body != "hello" {
		t.Errorf("body %q", body)
	}
	for name, pattern := range map[string]string{
		"Server":                       `^AmazonS3$`,
		"X-Amz-Request-Id":             `^[0-9A-Z]{16}$`,
		"X-Amz-Id-2":                   `^[0-9A-Za-z+/=]{76}$`,
		"Etag":                         `^"[0-9a-f]{32}"$`,
		"Last-Modified":                `^\w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT$`,
		"Accept-Ranges":                `^bytes$`,
		"Content-Type":                 `^application/octet-stream$`,
		"Content-Length":               `^5$`,
		"X-Amz-Server-Side-Encryption": `^AES256$`,
	} {
		if got := res.Header.Get(name); !regexp.MustCompile(pattern).MatchString(got) {
			t.Errorf("%s: %q does not match %s", name, got, pattern)
		}
	}
	for _, test := range []struct{ method, target, status, want string }{
		{"GET", "/pets/no%3Cne.json", "404", `<Code>NoSuchKey</Code><Message>The specified key does not exist.</Message><Key>no&lt;ne.json</Key>`},
		{"GET", "/nobody/x", "404", `<Code>NoSuchBucket</Code><Message>The specified bucket does not exist</Message><BucketName>nobody</BucketName>`},
		{"POST", "/pets/a.txt", "405", `<Code>MethodNotAllowed</Code><Message>The specified method is not allowed against this resource.</Message><Method>POST</Method><ResourceType>OBJECT</ResourceType>`},
		{"GET", "/pets/a.txt?versionId=abc", "400", `<Code>InvalidArgument</Code><Message>Invalid version id specified</Message><ArgumentName>versionId</ArgumentName><ArgumentValue>abc</ArgumentValue>`},
	} {
		res := f.inside(t, test.method, test.target, "")
		body := read(t, res.Body)
		want := `<?xml version="1.0" encoding="UTF-8"?>` + "\n<Error>" + test.want +
			"<RequestId>" + res.Header.Get("X-Amz-Request-Id") + "</RequestId><HostId>" + res.Header.Get("X-Amz-Id-2") + "</HostId></Error>"
		if diff := cmp.Diff(want, body); diff != "" || !strings.HasPrefix(res.Status, test.status) || res.Header.Get("Content-Type") != "application/xml" {
			t.Errorf("%s %s: %s %s\n%s", test.method, test.target, res.Status, res.Header.Get("Content-Type"), diff)
		}
	}
	res = f.inside(t, "HEAD", "/pets/none", "")
	if body := wantStatus(t, res, 404); body != "" {
		t.Errorf("HEAD has the body %q", body)
	}
}

func TestFilesPutByHandAreObjects(t *testing.T) {
	f := newFixture(t)
	writeFile(t, f.file("site/index.html"), "<p>one</p>")
	writeFile(t, f.file("my%20file"), "literal")
	writeFile(t, f.file("noextension"), "x")
	head := func(key string) *awss3.HeadObjectOutput {
		t.Helper()
		out, err := f.client.HeadObject(t.Context(), &awss3.HeadObjectInput{Bucket: aws.String("pets"), Key: &key})
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	if out := head("site/index.html"); *out.ContentType != "text/html" || *out.ETag != etag("<p>one</p>") || *out.ContentLength != 10 {
		t.Errorf("got %s %s %d", *out.ContentType, *out.ETag, *out.ContentLength)
	}
	if out := head("noextension"); *out.ContentType != "binary/octet-stream" {
		t.Errorf("content type %s", *out.ContentType)
	}
	if got := f.get(t, "my%20file"); got != "literal" {
		t.Errorf("got %q", got)
	}
	if _, err := os.Stat(f.file(".gatewright-s3")); !os.IsNotExist(err) {
		t.Errorf("reading leaves side data: %v", err)
	}
	t.Run("an edit at once has its own ETag", func(t *testing.T) {
		for i := range 20 { // same length, and likely within a tick of the file system's clock
			content := fmt.Sprintf("<p>%03d</p>", i)
			writeFile(t, f.file("site/index.html"), content)
			if out := head("site/index.html"); *out.ETag != etag(content) {
				t.Fatalf("edit %d: ETag %s, want %s", i, *out.ETag, etag(content))
			}
		}
	})
	t.Run("an edit keeps what PUT has told", func(t *testing.T) {
		_, err := f.client.PutObject(t.Context(), &awss3.PutObjectInput{Bucket: aws.String("pets"), Key: aws.String("p"), Body: strings.NewReader("1"), ContentType: aws.String("text/x-pet")})
		if err != nil {
			t.Fatal(err)
		}
		writeFile(t, f.file("p"), "edited")
		out := head("p")
		if *out.ContentType != "text/x-pet" || *out.ETag != etag("edited") || out.ChecksumCRC32 != nil {
			t.Errorf("got %s %s %v", *out.ContentType, *out.ETag, out.ChecksumCRC32)
		}
	})
	t.Run("an old file's ETag is remembered until it changes", func(t *testing.T) {
		old := time.Now().Add(-time.Hour)
		if err := os.Chtimes(f.file("noextension"), old, old); err != nil {
			t.Fatal(err)
		}
		head("noextension")
		writeFile(t, f.file("noextension"), "y")
		if out := head("noextension"); *out.ETag != etag("y") {
			t.Errorf("ETag %s, want %s", *out.ETag, etag("y"))
		}
	})
}

func TestSideDirectoryKeepsTheBucketClean(t *testing.T) {
	side := t.TempDir()
	f := newFixture(t, func(o *s3.Options) { o.SideDirectory = side })
	f.put(t, "a/b.txt", "x")
	entries, err := os.ReadDir(f.directory)
	if err != nil || len(entries) != 1 || entries[0].Name() != "a" {
		t.Fatalf("the bucket's directory holds %v, %v", entries, err)
	}
	if len(tree(t, side)) == 0 {
		t.Error("no side data in its own directory")
	}
}

func TestRanges(t *testing.T) {
	f := newFixture(t)
	f.put(t, "digits", "0123456789")
	f.put(t, "empty", "")
	for _, test := range []struct {
		key, header  string
		status       int
		body         string
		contentRange string
	}{
		{"digits", "bytes=0-3", 206, "0123", "bytes 0-3/10"},
		{"digits", "bytes=7-", 206, "789", "bytes 7-9/10"},
		{"digits", "bytes=-2", 206, "89", "bytes 8-9/10"},
		{"digits", "bytes=-99", 206, "0123456789", "bytes 0-9/10"},
		{"digits", "bytes=5-99", 206, "56789", "bytes 5-9/10"},
		{"digits", "bytes=5-4", 200, "0123456789", ""},
		{"digits", "bytes=0-1,3-4", 200, "0123456789", ""},
		{"digits", "bytes=x-", 200, "0123456789", ""},
		{"digits", "lines=1-2", 200, "0123456789", ""},
		{"digits", "bytes=10-", 416, "", ""},
		{"digits", "bytes=-0", 416, "", ""},
		{"empty", "bytes=0-", 416, "", ""},
		{"empty", "bytes=-1", 416, "", ""},
		{"empty", "bytes=0-0", 416, "", ""},
	} {
		res := f.inside(t, "GET", "/pets/"+test.key, "", "Range", test.header)
		body := wantStatus(t, res, test.status)
		if test.status == 416 {
			if !strings.Contains(body, "<Code>InvalidRange</Code><Message>The requested range is not satisfiable</Message><RangeRequested>"+test.header+"</RangeRequested><ActualObjectSize>") {
				t.Errorf("%s: %s", test.header, body)
			}
			continue
		}
		if got := res.Header.Get("Content-Range"); body != test.body || got != test.contentRange {
			t.Errorf("%s: %q with %q", test.header, body, got)
		}
	}
	res := f.inside(t, "HEAD", "/pets/digits", "", "Range", "bytes=2-4")
	if body := wantStatus(t, res, 206); body != "" || res.Header.Get("Content-Length") != "3" {
		t.Errorf("HEAD of a range: %q, length %s", body, res.Header.Get("Content-Length"))
	}
}

func TestReadConditions(t *testing.T) {
	f := newFixture(t)
	f.put(t, "k", "body")
	modified := time.Date(2025, 6, 1, 12, 0, 0, 500_000_000, time.UTC)
	if err := os.Chtimes(f.file("k"), modified, modified); err != nil {
		t.Fatal(err)
	}
	const at, before, after = "Sun, 01 Jun 2025 12:00:00 GMT", "Sun, 01 Jun 2025 11:59:59 GMT", "Sun, 01 Jun 2025 12:00:01 GMT"
	for _, test := range []struct {
		headers []string
		status  int
	}{
		{[]string{"If-Match", etag("body")}, 200},
		{[]string{"If-Match", `"other", ` + etag("body")}, 200},
		{[]string{"If-Match", "*"}, 200},
		{[]string{"If-Match", `"other"`}, 412},
		{[]string{"If-None-Match", etag("body")}, 304},
		{[]string{"If-None-Match", "*"}, 304},
		{[]string{"If-None-Match", `"other"`}, 200},
		{[]string{"If-Modified-Since", at}, 304},
		{[]string{"If-Modified-Since", after}, 304},
		{[]string{"If-Modified-Since", before}, 200},
		{[]string{"If-Modified-Since", "not a date"}, 200},
		{[]string{"If-Unmodified-Since", at}, 200},
		{[]string{"If-Unmodified-Since", before}, 412},
		{[]string{"If-Match", etag("body"), "If-Unmodified-Since", before}, 200},
		{[]string{"If-None-Match", `"other"`, "If-Modified-Since", after}, 200},
	} {
		for _, method := range []string{"GET", "HEAD"} {
			res := f.inside(t, method, "/pets/k", "", test.headers...)
			body := wantStatus(t, res, test.status)
			if test.status == 304 && (body != "" || res.Header.Get("Etag") != etag("body")) {
				t.Errorf("304 with body %q, ETag %s", body, res.Header.Get("Etag"))
			}
			if test.status == 412 && method == "GET" && !strings.Contains(body, "<Code>PreconditionFailed</Code><Message>At least one of the pre-conditions you specified did not hold</Message><Condition>") {
				t.Errorf("412 with %s", body)
			}
		}
	}
}

func TestConditionalWrites(t *testing.T) {
	f := newFixture(t)
	put := func(ifMatch, ifNoneMatch *string) error {
		_, err := f.client.PutObject(t.Context(), &awss3.PutObjectInput{Bucket: aws.String("pets"), Key: aws.String("k"), Body: strings.NewReader("1"), IfMatch: ifMatch, IfNoneMatch: ifNoneMatch})
		return err
	}
	wantCode(t, put(aws.String(etag("1")), nil), "NoSuchKey")
	var created sync.Map
	var group sync.WaitGroup
	for i := range 8 {
		group.Go(func() {
			if err := put(nil, aws.String("*")); err == nil {
				created.Store(i, true)
			}
		})
	}
	group.Wait()
	winners := 0
	created.Range(func(any, any) bool { winners++; return true })
	if winners != 1 {
		t.Errorf("%d of 8 created the object", winners)
	}
	wantCode(t, put(aws.String(etag("other")), nil), "PreconditionFailed")
	if err := put(aws.String(etag("1")), nil); err != nil {
		t.Error(err)
	}
	writeFile(t, f.file("k"), "by hand")
	if err := put(aws.String(etag("by hand")), nil); err != nil {
		t.Error(err)
	}
	_, err := f.client.DeleteObject(t.Context(), &awss3.DeleteObjectInput{Bucket: aws.String("pets"), Key: aws.String("k"), IfMatch: aws.String(etag("other"))})
	wantCode(t, err, "PreconditionFailed")
}

func TestDelete(t *testing.T) {
	f := newFixture(t)
	f.put(t, "a/b/c.txt", "x")
	f.put(t, "a/d.txt", "x")
	for range 2 { // the second deletes what is not there
		out := f.inside(t, "DELETE", "/pets/a/b/c.txt", "")
		if body := wantStatus(t, out, 204); body != "" {
			t.Errorf("body %q", body)
		}
	}
	if _, err := os.Stat(f.file("a/b")); !os.IsNotExist(err) {
		t.Errorf("the empty directory is left: %v", err)
	}
	wantStatus(t, f.inside(t, "DELETE", "/pets/a", ""), 204)
	if got := tree(t, f.directory); !cmp.Equal(got, []string{"a/d.txt"}) {
		t.Errorf("left: %q", got)
	}
	wantStatus(t, f.inside(t, "DELETE", "/pets/a/d.txt", ""), 204)
	if _, err := os.Stat(f.directory); err != nil {
		t.Errorf("the bucket's directory is gone: %v", err)
	}
	if files := tree(t, f.file(".gatewright-s3")); len(files) != 0 {
		t.Errorf("side data left: %q", files)
	}
}

func TestDeleteObjects(t *testing.T) {
	f := newFixture(t)
	for _, key := range []string{"a", "b/c", "keep"} {
		f.put(t, key, "x")
	}
	objects := []types.ObjectIdentifier{{Key: aws.String("a")}, {Key: aws.String("b/c")}, {Key: aws.String("missing")}, {Key: aws.String("../../outside")}}
	out, err := f.client.DeleteObjects(t.Context(), &awss3.DeleteObjectsInput{Bucket: aws.String("pets"), Delete: &types.Delete{Objects: objects}})
	if err != nil || len(out.Deleted) != 4 || len(out.Errors) != 0 {
		t.Fatalf("%v %v", out, err)
	}
	if got := tree(t, f.directory); !cmp.Equal(got, []string{"keep"}) {
		t.Errorf("left: %q", got)
	}
	quiet, err := f.client.DeleteObjects(t.Context(), &awss3.DeleteObjectsInput{Bucket: aws.String("pets"), Delete: &types.Delete{Quiet: aws.Bool(true), Objects: []types.ObjectIdentifier{{Key: aws.String("keep"), ETag: aws.String(etag("other"))}, {Key: aws.String("x")}}}})
	if err != nil || len(quiet.Deleted) != 0 || len(quiet.Errors) != 1 || *quiet.Errors[0].Code != "PreconditionFailed" {
		t.Fatalf("%+v %v", quiet, err)
	}
	for _, body := range []string{"", "<Delete>", "<Delete></Delete>", "<Delete>" + strings.Repeat("<Object><Key>k</Key></Object>", 1001) + "</Delete>"} {
		if got := wantStatus(t, f.inside(t, "POST", "/pets?delete", body), 400); !strings.Contains(got, "<Code>MalformedXML</Code>") {
			t.Errorf("%.30s: %s", body, got)
		}
	}
}

func TestIntegrity(t *testing.T) {
	f := newFixture(t)
	md5Of := func(s string) string {
		sum := md5.Sum([]byte(s))
		return base64.StdEncoding.EncodeToString(sum[:])
	}
	for _, test := range []struct {
		name    string
		headers []string
		code    string // empty: stored
	}{
		{"MD5", []string{"Content-MD5", md5Of("hello")}, ""},
		{"wrong MD5", []string{"Content-MD5", md5Of("other")}, "BadDigest"},
		{"no MD5", []string{"Content-MD5", "!"}, "InvalidDigest"},
		{"CRC32", []string{"x-amz-checksum-crc32", "NhCmhg=="}, ""},
		{"CRC32C", []string{"x-amz-checksum-crc32c", "mnG7TA=="}, ""},
		{"CRC64NVME", []string{"x-amz-checksum-crc64nvme", "M3eFcAZSQlc="}, ""},
		{"SHA1", []string{"x-amz-checksum-sha1", "qvTGHdzF6KLavt4PO0gs2a6pQ00="}, ""},
		{"SHA256", []string{"x-amz-checksum-sha256", "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ="}, ""},
		{"wrong CRC32", []string{"x-amz-checksum-crc32", "AAAAAA=="}, "BadDigest"},
		{"short CRC32", []string{"x-amz-checksum-crc32", "AAAA"}, "InvalidRequest"},
		{"two", []string{"x-amz-checksum-crc32", "NhCmhg==", "x-amz-checksum-crc32c", "mnG7TA=="}, "InvalidRequest"},
		{"announced only", []string{"x-amz-sdk-checksum-algorithm", "CRC32"}, "InvalidRequest"},
		{"SHA-256 of the payload", []string{"x-amz-content-sha256", "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"}, ""},
		{"another SHA-256", []string{"x-amz-content-sha256", strings.Repeat("0", 64)}, "XAmzContentSHA256Mismatch"},
		{"no SHA-256", []string{"x-amz-content-sha256", "zzz"}, "InvalidArgument"},
	} {
		t.Run(test.name, func(t *testing.T) {
			res := f.inside(t, "PUT", "/pets/k", "hello", test.headers...)
			body := read(t, res.Body)
			if test.code == "" {
				if res.StatusCode != http.StatusOK {
					t.Fatalf("%s %s", res.Status, body)
				}
				wantStatus(t, f.inside(t, "DELETE", "/pets/k", ""), 204)
				return
			}
			if !strings.Contains(body, "<Code>"+test.code+"</Code>") {
				t.Errorf("%s %s", res.Status, body)
			}
			if left := tree(t, f.directory); len(left) != 0 {
				t.Errorf("left: %q", left)
			}
		})
	}
}

// TestEveryChecksumOfTheSDK lets the SDK send and verify each algorithm.
func TestEveryChecksumOfTheSDK(t *testing.T) {
	f := newFixture(t)
	for _, algorithm := range []types.ChecksumAlgorithm{types.ChecksumAlgorithmCrc32, types.ChecksumAlgorithmCrc32c, types.ChecksumAlgorithmCrc64nvme, types.ChecksumAlgorithmSha1, types.ChecksumAlgorithmSha256} {
		key := string(algorithm)
		if _, err := f.client.PutObject(t.Context(), &awss3.PutObjectInput{Bucket: aws.String("pets"), Key: &key, Body: strings.NewReader(key), ChecksumAlgorithm: algorithm}); err != nil {
			t.Fatalf("%s: %v", algorithm, err)
		}
		if got := f.get(t, key); got != key {
			t.Errorf("%s: %q", algorithm, got)
		}
	}
}

func TestBrokenBodiesLeaveNothing(t *testing.T) {
	f := newFixture(t)
	f.put(t, "k", "before")
	short := &http.Request{Method: http.MethodPut, ContentLength: 10, Body: io.NopCloser(strings.NewReader("short"))}
	unknown := &http.Request{Method: http.MethodPut, ContentLength: -1, Body: io.NopCloser(strings.NewReader("x"))}
	for r, code := range map[*http.Request]string{short: "IncompleteBody", unknown: "MissingContentLength"} {
		r.URL = mustParse(t, "/pets/new/dir/k")
		r.Header = http.Header{}
		w := newRecorder()
		f.server.Inside().ServeHTTP(w, r.WithContext(t.Context()))
		if !strings.Contains(w.Body.String(), "<Code>"+code+"</Code>") {
			t.Errorf("%s: %s", code, w.Body)
		}
	}
	if got := tree(t, f.directory); !cmp.Equal(got, []string{"k"}) || f.get(t, "k") != "before" {
		t.Errorf("left: %q", got)
	}
	if _, err := os.Stat(f.file("new")); !os.IsNotExist(err) {
		t.Errorf("directories are left: %v", err)
	}
}

func TestChunkedUploads(t *testing.T) {
	f := newFixture(t)
	const trailing = "5\r\nhello\r\n6\r\n world\r\n0\r\nx-amz-checksum-crc32:DUoRhQ==\r\n\r\n"
	headers := func(length string) []string {
		return []string{"x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER", "x-amz-decoded-content-length", length, "Content-Encoding", "aws-chunked,gzip", "x-amz-trailer", "x-amz-checksum-crc32"}
	}
	wantStatus(t, f.inside(t, "PUT", "/pets/k", trailing, headers("11")...), 200)
	res := f.inside(t, "GET", "/pets/k", "")
	if got := wantStatus(t, res, 200); got != "hello world" || res.Header.Get("Content-Encoding") != "gzip" {
		t.Errorf("got %q, encoded %s", got, res.Header.Get("Content-Encoding"))
	}
	for _, test := range []struct{ body, length, code string }{
		{strings.Replace(trailing, "DUoRhQ==", "AAAAAA==", 1), "11", "BadDigest"},
		{"5\r\nhello\r\n0\r\n\r\n", "5", "InvalidRequest"},
		{trailing, "10", "IncompleteBody"},
		{trailing, "12", "IncompleteBody"},
		{"5\r\nhel", "11", "IncompleteBody"},
		{"zz\r\nhello\r\n", "11", "InvalidRequest"},
		{"-5\r\nhello\r\n", "11", "InvalidRequest"},
		{"5\r\nhelloworld\r\n0\r\n\r\n", "11", "InvalidRequest"},
		{strings.Repeat("5", 20000), "11", "InvalidRequest"},
		{trailing, "", "MissingContentLength"},
	} {
		body := read(t, f.inside(t, "PUT", "/pets/bad", test.body, headers(test.length)...).Body)
		if !strings.Contains(body, "<Code>"+test.code+"</Code>") {
			t.Errorf("%.40q of %s: %s", test.body, test.length, body)
		}
	}
	if got := tree(t, f.directory); !cmp.Equal(got, []string{"k"}) {
		t.Errorf("left: %q", got)
	}
}

func TestConcurrentWritersLeaveOneWhole(t *testing.T) {
	f := newFixture(t)
	const size = 200_000
	var group sync.WaitGroup
	for i := range 8 {
		group.Go(func() {
			for range 5 {
				res := f.inside(t, "PUT", "/pets/dir/k", strings.Repeat(string(rune('a'+i)), size), "x-amz-meta-writer", string(rune('a'+i)))
				if res.StatusCode != http.StatusOK {
					t.Error(res.Status)
				}
				got := f.inside(t, "GET", "/pets/dir/k", "")
				body, err := io.ReadAll(got.Body)
				if err != nil {
					t.Error(err)
				}
				if got.StatusCode == http.StatusNotFound {
					continue // deleted by the last step of another
				}
				writer := strings.Join(got.Header["x-amz-meta-writer"], "") //nolint:staticcheck // the name as it is on the wire
				if len(body) != size || writer == "" || bytes.Count(body, []byte(writer)) != size || got.Header.Get("Etag") != etag(string(body)) {
					t.Errorf("a mixture: %d bytes of %.3s, written by %q", len(body), body, writer)
				}
				f.inside(t, "DELETE", "/pets/dir/k", "")
			}
		})
	}
	group.Wait()
	if got := tree(t, f.directory); len(got) > 1 {
		t.Errorf("left: %q", got)
	}
}

func TestCopy(t *testing.T) {
	f := newFixture(t)
	other := t.TempDir()
	f.setBuckets(t, s3.Bucket{Name: "pets", Directory: f.directory}, s3.Bucket{Name: "other", Directory: other})
	const source = "my cats/to+m é.json"
	_, err := f.client.PutObject(t.Context(), &awss3.PutObjectInput{Bucket: aws.String("pets"), Key: aws.String(source), Body: strings.NewReader("tom"), ContentType: aws.String("application/json"), Metadata: map[string]string{"a": "1"}})
	if err != nil {
		t.Fatal(err)
	}
	from := "pets/my%20cats/to%2Bm%20%C3%A9.json"
	out, err := f.client.CopyObject(t.Context(), &awss3.CopyObjectInput{Bucket: aws.String("other"), Key: aws.String("copy"), CopySource: &from})
	if err != nil || *out.CopyObjectResult.ETag != etag("tom") {
		t.Fatalf("%v %v", out, err)
	}
	head := func(bucket, key string) *awss3.HeadObjectOutput {
		t.Helper()
		out, err := f.client.HeadObject(t.Context(), &awss3.HeadObjectInput{Bucket: &bucket, Key: &key})
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	if got := head("other", "copy"); *got.ContentType != "application/json" || got.Metadata["a"] != "1" {
		t.Errorf("copied %s %v", *got.ContentType, got.Metadata)
	}
	_, err = f.client.CopyObject(t.Context(), &awss3.CopyObjectInput{Bucket: aws.String("pets"), Key: aws.String(source), CopySource: &from})
	wantCode(t, err, "InvalidRequest")
	_, err = f.client.CopyObject(t.Context(), &awss3.CopyObjectInput{Bucket: aws.String("pets"), Key: aws.String(source), CopySource: &from, MetadataDirective: types.MetadataDirectiveReplace, Metadata: map[string]string{"b": "2"}})
	if err != nil {
		t.Fatal(err)
	}
	if got := head("pets", source); !cmp.Equal(got.Metadata, map[string]string{"b": "2"}) || f.get(t, source) != "tom" {
		t.Errorf("replaced by %v", got.Metadata)
	}
	for name, in := range map[string]*awss3.CopyObjectInput{
		"NoSuchKey":          {CopySource: aws.String("pets/none")},
		"NoSuchBucket":       {CopySource: aws.String("nobody/x")},
		"InvalidArgument":    {CopySource: aws.String("pets")},
		"PreconditionFailed": {CopySource: &from, CopySourceIfMatch: aws.String("other")},
	} {
		in.Bucket, in.Key = aws.String("pets"), aws.String("target")
		_, err := f.client.CopyObject(t.Context(), in)
		wantCode(t, err, name)
	}
}

func TestOverridesOfAnswersHeaders(t *testing.T) {
	f := newFixture(t)
	f.put(t, "k", "x")
	out, err := f.client.GetObject(t.Context(), &awss3.GetObjectInput{Bucket: aws.String("pets"), Key: aws.String("k"), ResponseContentType: aws.String("text/csv"), ResponseCacheControl: aws.String("no-store")})
	if err != nil {
		t.Fatal(err)
	}
	read(t, out.Body)
	if *out.ContentType != "text/csv" || *out.CacheControl != "no-store" {
		t.Errorf("got %s, %s", *out.ContentType, *out.CacheControl)
	}
}

func TestIfRange(t *testing.T) {
	f := newFixture(t)
	f.put(t, "k", "0123456789")
	modified := f.inside(t, "HEAD", "/pets/k", "").Header.Get("Last-Modified")
	for value, status := range map[string]int{etag("0123456789"): 206, modified: 206, `"other"`: 200, "Sun, 01 Jun 2025 12:00:00 GMT": 200} {
		wantStatus(t, f.inside(t, "GET", "/pets/k", "", "Range", "bytes=1-2", "If-Range", value), status)
	}
}

// TestInternalErrorsAreLogged spoils a record: the client is told Amazon S3's words,
// the log which file it is.
func TestInternalErrorsAreLogged(t *testing.T) {
	var log bytes.Buffer
	f := newFixture(t, func(o *s3.Options) { o.Logger = slog.New(slog.NewTextHandler(&log, nil)) })
	f.put(t, "k", "x")
	records := tree(t, f.file(".gatewright-s3"))
	if len(records) != 1 {
		t.Fatalf("records: %q", records)
	}
	writeFile(t, f.file(".gatewright-s3/"+records[0]), "{")
	writeFile(t, f.file("k"), "edited, so that the record is read again")
	if body := wantStatus(t, f.inside(t, "GET", "/pets/k", ""), 500); !strings.Contains(body, "<Code>InternalError</Code><Message>We encountered an internal error. Please try again.</Message>") {
		t.Error(body)
	}
	if !strings.Contains(log.String(), records[0]) {
		t.Errorf("the log says: %s", &log)
	}
}

// TestMetadataNames holds that the names of user metadata are in lower case on the
// wire, where clients take them from.
func TestMetadataNames(t *testing.T) {
	f := newFixture(t)
	f.inside(t, "PUT", "/pets/k", "text", "X-Amz-Meta-Shot-By", "Ada")
	for _, method := range []string{"GET", "HEAD"} {
		got := f.inside(t, method, "/pets/k", "")
		if by := got.Header["x-amz-meta-shot-by"]; len(by) != 1 || by[0] != "Ada" { //nolint:staticcheck // the name as it is on the wire
			t.Errorf("%s: %v", method, got.Header)
		}
	}
}
