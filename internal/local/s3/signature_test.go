package s3_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/gatewright/gatewright/internal/local/s3"
)

const emptySHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

func (f *fixture) request(t testing.TB, method, target, body string, headers ...string) *http.Request {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, f.url+target, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return r
}

// sign lets the SDK's signer sign, as an oracle for the server's own calculation.
func sign(t testing.TB, r *http.Request, payload string, at time.Time) {
	t.Helper()
	r.Header.Set("X-Amz-Content-Sha256", payload)
	signer := v4.NewSigner(func(o *v4.SignerOptions) { o.DisableURIPathEscaping = true })
	if err := signer.SignHTTP(context.Background(), aws.Credentials{AccessKeyID: keys.AccessKeyID, SecretAccessKey: keys.SecretAccessKey}, r, payload, "s3", "us-east-1", at); err != nil {
		t.Fatal(err)
	}
}

func do(t testing.TB, r *http.Request) (int, string) {
	t.Helper()
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, read(t, res.Body)
}

func TestSignatures(t *testing.T) {
	f := newFixture(t)
	f.put(t, "a b/ü+~*'().txt", "signed")
	const target = "/pets/a%20b/%C3%BC%2B~%2A%27%28%29.txt?x-id=GetObject&x=%20+%2F&x-=&x="
	for _, test := range []struct {
		name   string
		change func(r *http.Request)
		at     time.Duration
		want   string // empty: 200
	}{
		{name: "as signed"},
		{"another header", func(r *http.Request) { r.Header.Set("Accept-Language", "de") }, 0, ""},
		{"another path", func(r *http.Request) { r.URL.Path, r.URL.RawPath = "/pets/b", "" }, 0, "SignatureDoesNotMatch"},
		{"another query", func(r *http.Request) { r.URL.RawQuery += "&y=1" }, 0, "SignatureDoesNotMatch"},
		{"another method", func(r *http.Request) { r.Method = "DELETE" }, 0, "SignatureDoesNotMatch"},
		{"another signed header", func(r *http.Request) { r.Header.Set("X-Amz-Meta-A", "2") }, 0, "SignatureDoesNotMatch"},
		{"an unsigned x-amz header", func(r *http.Request) { r.Header.Set("X-Amz-Meta-B", "2") }, 0, "AccessDenied"},
		{"no signature", func(r *http.Request) { r.Header.Del("Authorization") }, 0, "AccessDenied"},
		{"an old signature", func(r *http.Request) { r.Header.Set("Authorization", "AWS key:sig") }, 0, "InvalidRequest"},
		{"an empty one", func(r *http.Request) { r.Header.Set("Authorization", "AWS4-HMAC-SHA256 ") }, 0, "AuthorizationHeaderMalformed"},
		{"another date", func(r *http.Request) { r.Header.Set("X-Amz-Date", "20200101T000000Z") }, 0, "SignatureDoesNotMatch"},
		{"no payload hash", func(r *http.Request) { r.Header.Del("X-Amz-Content-Sha256") }, 0, "InvalidRequest"},
		{"too old", nil, -16 * time.Minute, "RequestTimeTooSkewed"},
		{"too new", nil, 16 * time.Minute, "RequestTimeTooSkewed"},
		{"within the skew", nil, -14 * time.Minute, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := f.request(t, "GET", target, "", "X-Amz-Meta-A", "  1   2 ")
			sign(t, r, emptySHA256, time.Now().Add(test.at))
			if test.change != nil {
				test.change(r)
			}
			status, body := do(t, r)
			if test.want == "" && (status != 200 || body != "signed") || !strings.Contains(body, test.want) {
				t.Errorf("%d %s", status, body)
			}
		})
	}
}

func TestWrongCredentials(t *testing.T) {
	f := newFixture(t, func(o *s3.Options) {
		o.Credentials = append(o.Credentials, s3.Credentials{AccessKeyID: "TEMP", SecretAccessKey: "s", SessionToken: "token"})
	})
	for name, test := range map[string]struct {
		credentials s3.Credentials
		code        string
	}{
		"wrong secret":     {s3.Credentials{AccessKeyID: keys.AccessKeyID, SecretAccessKey: "other"}, "SignatureDoesNotMatch"},
		"unknown key":      {s3.Credentials{AccessKeyID: "NOBODY", SecretAccessKey: "x"}, "InvalidAccessKeyId"},
		"wrong token":      {s3.Credentials{AccessKeyID: "TEMP", SecretAccessKey: "s", SessionToken: "x"}, "InvalidToken"},
		"right token":      {s3.Credentials{AccessKeyID: "TEMP", SecretAccessKey: "s", SessionToken: "token"}, "NoSuchKey"},
		"token is ignored": {s3.Credentials{AccessKeyID: keys.AccessKeyID, SecretAccessKey: keys.SecretAccessKey, SessionToken: "any"}, "NoSuchKey"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := newClient(f.url, test.credentials).GetObject(t.Context(), &awss3.GetObjectInput{Bucket: aws.String("pets"), Key: aws.String("none")})
			wantCode(t, err, test.code)
		})
	}
	if _, err := s3.New(s3.Options{Credentials: []s3.Credentials{{AccessKeyID: "a"}, keys, keys}}); err == nil || !strings.Contains(err.Error(), "credentials 1 lack") || !strings.Contains(err.Error(), "twice") {
		t.Errorf("bad options: %v", err)
	}
}

func TestPresignedURLs(t *testing.T) {
	now := time.Now()
	f := newFixture(t, func(o *s3.Options) { o.Now = func() time.Time { return now } })
	presign := awss3.NewPresignClient(f.client, awss3.WithPresignExpires(time.Minute))
	put, err := presign.PresignPutObject(t.Context(), &awss3.PutObjectInput{Bucket: aws.String("pets"), Key: aws.String("a b+c.txt"), ContentType: aws.String("text/plain")})
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(t.Context(), put.Method, put.URL, strings.NewReader("presigned"))
	if err != nil {
		t.Fatal(err)
	}
	r.Header = put.SignedHeader.Clone()
	r.Host = r.Header.Get("Host")
	if status, body := do(t, r); status != 200 {
		t.Fatalf("PUT: %d %s", status, body)
	}
	get, err := presign.PresignGetObject(t.Context(), &awss3.GetObjectInput{Bucket: aws.String("pets"), Key: aws.String("a b+c.txt"), ResponseContentType: aws.String("text/csv")})
	if err != nil {
		t.Fatal(err)
	}
	fetch := func(url string, headers ...string) (int, string) {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
		if err != nil {
			t.Fatal(err)
		}
		for i := 0; i < len(headers); i += 2 {
			r.Header.Set(headers[i], headers[i+1])
		}
		return do(t, r)
	}
	if status, body := fetch(get.URL); status != 200 || body != "presigned" {
		t.Errorf("GET: %d %s", status, body)
	}
	for name, test := range map[string]struct{ status, body string }{
		"tampered": {strings.Replace(get.URL, "csv", "html", 1), "SignatureDoesNotMatch"},
		"longer":   {strings.Replace(get.URL, "Expires=60", "Expires=600", 1), "SignatureDoesNotMatch"},
		"too long": {strings.Replace(get.URL, "Expires=60", "Expires=604801", 1), "AuthorizationQueryParametersError"},
		"cut":      {strings.Replace(get.URL, "X-Amz-Date", "X-Amz-Data", 1), "AuthorizationQueryParametersError"},
	} {
		if status, body := fetch(test.status); status < 400 || !strings.Contains(body, "<Code>"+test.body+"</Code>") {
			t.Errorf("%s: %d %s", name, status, body)
		}
	}
	if _, body := fetch(get.URL, "x-amz-meta-a", "b"); !strings.Contains(body, "<HeadersNotSigned>x-amz-meta-a</HeadersNotSigned>") {
		t.Error(body)
	}
	now = now.Add(2 * time.Minute)
	if status, body := fetch(get.URL); status != 403 || !strings.Contains(body, "<Code>AccessDenied</Code><Message>Request has expired</Message>") {
		t.Errorf("later: %d %s", status, body)
	}
}

// chunked signs a body in chunks as "Signature Calculations for the Authorization
// Header: Transferring Payload in Multiple Chunks" describes.
func chunked(r *http.Request, at time.Time, trailer string, chunks ...string) string {
	key := []byte("AWS4" + keys.SecretAccessKey)
	for _, part := range []string{at.Format("20060102"), "us-east-1", "s3", "aws4_request"} {
		key = hash(key, part)
	}
	_, previous, _ := strings.Cut(r.Header.Get("Authorization"), "Signature=")
	prefix := at.Format("20060102T150405Z") + "\n" + at.Format("20060102") + "/us-east-1/s3/aws4_request\n"
	var b strings.Builder
	for _, chunk := range append(chunks, "") {
		sum := sha256.Sum256([]byte(chunk))
		previous = hex.EncodeToString(hash(key, "AWS4-HMAC-SHA256-PAYLOAD\n"+prefix+previous+"\n"+emptySHA256+"\n"+hex.EncodeToString(sum[:])))
		fmt.Fprintf(&b, "%x;chunk-signature=%s\r\n%s", len(chunk), previous, chunk)
		if chunk != "" {
			b.WriteString("\r\n")
		}
	}
	if trailer != "" {
		sum := sha256.Sum256([]byte(trailer + "\n"))
		signature := hex.EncodeToString(hash(key, "AWS4-HMAC-SHA256-TRAILER\n"+prefix+previous+"\n"+hex.EncodeToString(sum[:])))
		fmt.Fprintf(&b, "%s\r\nx-amz-trailer-signature:%s\r\n", trailer, signature)
	}
	return b.String() + "\r\n"
}

func hash(key []byte, text string) []byte {
	h := hmac.New(sha256.New, key)
	io.WriteString(h, text)
	return h.Sum(nil)
}

func TestSignedChunks(t *testing.T) {
	f := newFixture(t)
	const trailer = "x-amz-checksum-crc32:DUoRhQ=="
	for _, test := range []struct {
		name, kind, trailer string
		change              func(string) string
		want                string
	}{
		{"chunks", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "", nil, ""},
		{"chunks and trailer", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER", trailer, nil, ""},
		{"changed byte", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "", func(s string) string { return strings.Replace(s, "hello", "hallo", 1) }, "SignatureDoesNotMatch"},
		{"changed trailer", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER", trailer, func(s string) string { return strings.Replace(s, "DUo", "DUp", 1) }, "SignatureDoesNotMatch"},
		{"no trailer's signature", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER", trailer, func(s string) string { before, _, _ := strings.Cut(s, "x-amz-trailer-s"); return before + "\r\n" }, "SignatureDoesNotMatch"},
		{"unsigned chunk", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "", func(string) string { return "b\r\nhello world\r\n0\r\n\r\n" }, "SignatureDoesNotMatch"},
	} {
		t.Run(test.name, func(t *testing.T) {
			at := time.Now().UTC()
			r := f.request(t, "PUT", "/pets/chunks", "", "Content-Encoding", "aws-chunked", "X-Amz-Decoded-Content-Length", "11")
			if test.trailer != "" {
				r.Header.Set("X-Amz-Trailer", "x-amz-checksum-crc32")
			}
			sign(t, r, test.kind, at)
			body := chunked(r, at, test.trailer, "hello", " world")
			if test.change != nil {
				body = test.change(body)
			}
			r.Body, r.ContentLength = io.NopCloser(strings.NewReader(body)), int64(len(body))
			status, answer := do(t, r)
			if test.want == "" {
				if status != 200 || f.get(t, "chunks") != "hello world" {
					t.Fatalf("%d %s", status, answer)
				}
			} else if !strings.Contains(answer, test.want) {
				t.Fatalf("%d %s", status, answer)
			}
		})
	}
}

// TestSDKStreams lets the SDK send a stream that it cannot rewind: over TLS, it sends
// aws-chunked with a trailing checksum.
func TestSDKStreams(t *testing.T) {
	f := newFixture(t)
	seen := ""
	door := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPut {
			seen = r.Header.Get("X-Amz-Content-Sha256") + " " + r.Header.Get("X-Amz-Trailer")
		}
		f.server.ServeHTTP(w, r)
	}))
	defer door.Close()
	client := awss3.New(f.client.Options(), func(o *awss3.Options) {
		o.BaseEndpoint, o.HTTPClient = aws.String(door.URL), door.Client()
	})
	body := strings.Repeat("stream ", 50_000)
	_, err := client.PutObject(t.Context(), &awss3.PutObjectInput{Bucket: aws.String("pets"), Key: aws.String("s"), Body: io.MultiReader(strings.NewReader(body)), ContentLength: aws.Int64(int64(len(body)))})
	if err != nil {
		t.Fatal(err)
	}
	if want := "STREAMING-UNSIGNED-PAYLOAD-TRAILER x-amz-checksum-crc32"; seen != want {
		t.Errorf("the SDK sent %q, want %q", seen, want)
	}
	if f.get(t, "s") != body {
		t.Error("the stream came otherwise")
	}
}
