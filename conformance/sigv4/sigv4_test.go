// Package sigv4 holds the verification of signatures to AWS's own signing test
// suite for Signature Version 4.
package sigv4_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/gatewright/gatewright/conformance/scorecard"
	"github.com/gatewright/gatewright/internal/gateway/event"
	"github.com/gatewright/gatewright/internal/sigv4"
)

var update = flag.Bool("update", false, "write the score card")

// The secrets of cases that do not hold them.
var secrets = map[string]string{
	"AKIDEXAMPLE": "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
	"ANOTREAL":    "notrealrnrELgWzOk3IfjzDKtFBhDby",
}

// TestSuite calculates the signature of each request of the suite and compares it
// with the one that the request carries.
func TestSuite(t *testing.T) {
	archive, err := txtar.ParseFile("testdata/suite.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range archive.Files {
		if name, ok := strings.CutSuffix(f.Name, "/context"); ok {
			var context struct {
				Credentials struct {
					Secret string `json:"secret_access_key"`
				}
			}
			if err := json.Unmarshal(f.Data, &context); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if want := secrets["AKIDEXAMPLE"]; context.Credentials.Secret != want {
				t.Fatalf("%s: the secret is %q, not %q", name, context.Credentials.Secret, want)
			}
		}
	}
	var card scorecard.Card
	for _, f := range archive.Files {
		if !strings.HasSuffix(f.Name, "/context") {
			card.Add(f.Name, verify(string(f.Data)))
		}
	}
	card.Check(t, "scorecard.txt", *update)
}

// verify finds whether a request's signature is right.
func verify(text string) error {
	r, path, query, err := read(text)
	if err != nil {
		return err
	}
	sig, err := signature(r, query)
	if err != nil {
		return err
	}
	key := sig.Scope.Key(secrets[sig.AccessKeyID])
	target := sigv4.Target{Path: path, Query: query}
	if sigv4.Equal(sig.Value, sigv4.Sign(key, sig.StringToSign(sig.CanonicalRequest(r, target)))) {
		return nil
	}
	target.Path = sigv4.WithoutEmptyParts(path)
	if sigv4.Equal(sig.Value, sigv4.Sign(key, sig.StringToSign(sig.CanonicalRequest(r, target)))) {
		return nil
	}
	return fmt.Errorf("another signature than %s", sig.Value)
}

// read reads a request that no server would take as it is written.
func read(text string) (r *http.Request, path string, query []sigv4.Parameter, err error) {
	head, body, _ := strings.Cut(text, "\n\n")
	line, fields, _ := strings.Cut(head, "\n")
	method, target, ok := strings.Cut(strings.TrimSuffix(line, " HTTP/1.1"), " ")
	if !ok {
		return nil, "", nil, errors.New("there is no request line")
	}
	r = &http.Request{Method: method, Header: http.Header{}}
	sum := sha256.Sum256([]byte(strings.TrimSuffix(body, "\n")))
	r.Header.Set("body-hash", hex.EncodeToString(sum[:]))
	r.ContentLength = int64(len(strings.TrimSuffix(body, "\n")))
	last := ""
	for field := range strings.SplitSeq(strings.TrimSuffix(fields, "\n"), "\n") {
		name, value, ok := strings.Cut(field, ":")
		if strings.HasPrefix(field, " ") {
			values := r.Header[last]
			values[len(values)-1] += " " + strings.TrimSpace(field)
			continue
		}
		if !ok {
			return nil, "", nil, fmt.Errorf("no header: %q", field)
		}
		last = http.CanonicalHeaderKey(name)
		if last == "Host" {
			r.Host = strings.TrimSpace(value)
			continue
		}
		r.Header[last] = append(r.Header[last], strings.TrimSpace(value))
	}
	path, raw, _ := strings.Cut(target, "?")
	for _, f := range event.ParseQuery(raw) {
		for _, v := range f.Values {
			query = append(query, sigv4.Parameter{Name: f.Name, Value: v})
		}
	}
	return r, path, query, nil
}

// signature reads what a request claims.
func signature(r *http.Request, query []sigv4.Parameter) (*sigv4.Signature, error) {
	sig := &sigv4.Signature{Payload: r.Header.Get("body-hash")}
	credential, headers, date := "", "", r.Header.Get("X-Amz-Date")
	for _, p := range query {
		switch p.Name {
		case sigv4.CredentialParameter:
			credential = p.Value
		case sigv4.SignedHeadersParameter:
			headers = p.Value
		case sigv4.SignatureParameter:
			sig.Value, sig.Presigned = p.Value, true
		case sigv4.DateParameter:
			date = p.Value
		}
	}
	for part := range strings.SplitSeq(strings.TrimPrefix(r.Header.Get("Authorization"), sigv4.Algorithm+" "), ",") {
		switch name, value, _ := strings.Cut(strings.TrimSpace(part), "="); name {
		case "Credential":
			credential = value
		case "SignedHeaders":
			headers = value
		case "Signature":
			sig.Value = value
		}
	}
	var ok bool
	if sig.AccessKeyID, sig.Scope, ok = sigv4.ParseCredential(credential); !ok {
		return nil, fmt.Errorf("no credential: %q", credential)
	}
	sig.Headers = strings.Split(headers, ";")
	var err error
	sig.Time, err = time.Parse(sigv4.TimeFormat, date)
	return sig, err
}
