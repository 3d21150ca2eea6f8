package sigv4_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"

	"github.com/gatewright/gatewright/internal/gateway/event"
	"github.com/gatewright/gatewright/internal/sigv4"
)

var at = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

// agree has the SDK sign a request, and calculates its signature.
func agree(t *testing.T, r *http.Request, body []byte) (ours, theirs string) {
	t.Helper()
	sum := sha256.Sum256(body)
	payload := hex.EncodeToString(sum[:])
	keys := aws.Credentials{AccessKeyID: "AKID", SecretAccessKey: "secret", SessionToken: "token"}
	if err := v4.NewSigner().SignHTTP(context.Background(), keys, r, payload, "execute-api", "eu-west-1", at); err != nil {
		t.Fatal(err)
	}
	sig := &sigv4.Signature{Payload: payload}
	for part := range strings.SplitSeq(strings.TrimPrefix(r.Header.Get("Authorization"), sigv4.Algorithm+" "), ", ") {
		switch name, value, _ := strings.Cut(part, "="); name {
		case "Credential":
			sig.AccessKeyID, sig.Scope, _ = sigv4.ParseCredential(value)
		case "SignedHeaders":
			sig.Headers = strings.Split(value, ";")
		case "Signature":
			theirs = value
		}
	}
	sig.Time, _ = sigv4.RequestTime(r.Header)
	target := sigv4.Target{Path: r.URL.EscapedPath()}
	for _, f := range event.ParseQuery(r.URL.RawQuery) {
		for _, v := range f.Values {
			target.Query = append(target.Query, sigv4.Parameter{Name: f.Name, Value: v})
		}
	}
	return sigv4.Sign(sig.Scope.Key("secret"), sig.StringToSign(sig.CanonicalRequest(r, target))), theirs
}

func TestAgreesWithTheSDK(t *testing.T) {
	for _, target := range []string{
		"/", "/a/b", "/a%20b/c%2Fd", "/%C3%BC/~-_.", "/a+b", "//a//b", "/?a=1&b=2", "/?b=2&a=2&a=1", "/?a", "/?a=&A=1&a-=2&a1=3", "/?q=%20%2B%26%3D%2F%25",
		"/(x)!*'", "/x?%C3%BC=%C3%BC",
	} {
		body := []byte("the body of " + target)
		r, err := http.NewRequest(http.MethodPost, "https://api.test"+target, bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("X-A", "  a   b  ")
		r.Header.Add("X-A", "c")
		if ours, theirs := agree(t, r, body); ours != theirs {
			t.Errorf("%s: %s, the SDK has %s", target, ours, theirs)
		}
	}
}

func TestParseCredential(t *testing.T) {
	key, scope, ok := sigv4.ParseCredential("A/B/20260102/eu-west-1/s3/aws4_request")
	if !ok || key != "A/B" || scope != (sigv4.Scope{Date: "20260102", Region: "eu-west-1", Service: "s3", Terminator: "aws4_request"}) {
		t.Errorf("%q %v %v", key, scope, ok)
	}
	for _, bad := range []string{"", "A", "A/B/C/D", "/20260102/eu-west-1/s3/aws4_request"} {
		if _, _, ok := sigv4.ParseCredential(bad); ok {
			t.Errorf("%q is taken", bad)
		}
	}
}

// FuzzAgainstSDK looks for a request that the SDK signs and this package calculates
// otherwise.
func FuzzAgainstSDK(f *testing.F) {
	f.Add("GET", "/a%20b", "a=1&b=%2F", "X-A", " a  b ", "body")
	f.Add("POST", "/", "x=2&x=1&x-=", "Accept", "*/*", "")
	f.Fuzz(func(t *testing.T, method, path, query, name, value, body string) {
		u := &url.URL{Scheme: "https", Host: "api.test", Path: "/" + strings.TrimLeft(path, "/")}
		if values, err := url.ParseQuery(query); err == nil {
			u.RawQuery = values.Encode()
		}
		r, err := http.NewRequest(method, u.String(), strings.NewReader(body))
		if err != nil || !validHeader(name, value) {
			t.Skip()
		}
		r.Header.Set(name, value)
		r.Header.Set("X-Amz-Meta", value)
		read, err := io.ReadAll(r.Body)
		if err != nil {
			t.Fatal(err)
		}
		if ours, theirs := agree(t, r, read); ours != theirs {
			t.Errorf("%s, the SDK has %s", ours, theirs)
		}
	})
}

// validHeader reports whether a header could come over the wire, with spaces that
// Go's server leaves.
func validHeader(name, value string) bool {
	for _, c := range name {
		if c < '-' || c > 'z' || strings.ContainsRune("/:;<=>?@[\\]^`", c) {
			return false
		}
	}
	for _, c := range value {
		if c < ' ' || c > '~' {
			return false
		}
	}
	switch http.CanonicalHeaderKey(name) {
	case "Authorization", "Host", "Content-Length", "Transfer-Encoding", "Expect", "User-Agent", "X-Amzn-Trace-Id", "X-Amz-Date", "X-Amz-Security-Token", "X-Amz-Meta":
		return false
	}
	return name != ""
}
