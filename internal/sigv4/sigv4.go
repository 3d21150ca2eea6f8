// Package sigv4 calculates AWS Signature Version 4 from the side of a server:
// what a request claims to be signed with, and what its signature should be
// ("AWS Signature Version 4 for API requests", AWS Identity and Access
// Management User Guide).
//
// It does not sign requests and then compare, as a client's signer would: that
// leaves out headers which other clients sign, User-Agent among them.
package sigv4

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The words of the protocol.
const (
	Algorithm       = "AWS4-HMAC-SHA256"
	Terminator      = "aws4_request"
	TimeFormat      = "20060102T150405Z"
	DateFormat      = "20060102"
	UnsignedPayload = "UNSIGNED-PAYLOAD"
)

// MaxExpires is the longest life of a presigned request.
const MaxExpires = 7 * 24 * time.Hour

// The query parameters of a presigned request.
const (
	AlgorithmParameter     = "X-Amz-Algorithm"
	CredentialParameter    = "X-Amz-Credential"
	DateParameter          = "X-Amz-Date"
	ExpiresParameter       = "X-Amz-Expires"
	SignatureParameter     = "X-Amz-Signature"
	SignedHeadersParameter = "X-Amz-SignedHeaders"
	TokenParameter         = "X-Amz-Security-Token"
)

// Signature is what a request claims about who signed what.
type Signature struct {
	AccessKeyID string
	Scope       Scope
	Headers     []string // the names that are covered, as the client gave them
	Value       string   // 64 hexadecimal digits
	Time        time.Time
	Payload     string // the last line of the canonical request
	Token       string
	Presigned   bool // in the query string
	Expires     time.Duration
}

// Scope is what a signing key is good for.
type Scope struct{ Date, Region, Service, Terminator string }

// String returns the scope as it is signed.
func (s Scope) String() string {
	return s.Date + "/" + s.Region + "/" + s.Service + "/" + s.Terminator
}

// scopeParts is the number of parts of a scope.
const scopeParts = 4

// ParseCredential splits "KEY/20260102/eu-west-1/s3/aws4_request". A key may
// have slashes itself.
func ParseCredential(credential string) (accessKeyID string, scope Scope, ok bool) {
	parts := strings.Split(credential, "/")
	if len(parts) <= scopeParts {
		return "", Scope{}, false
	}
	last := parts[len(parts)-scopeParts:]
	accessKeyID = strings.Join(parts[:len(parts)-scopeParts], "/")
	return accessKeyID, Scope{last[0], last[1], last[2], last[3]}, accessKeyID != ""
}

// RequestTime returns the time at which a request says it was signed: that of
// X-Amz-Date, else of Date.
func RequestTime(h http.Header) (time.Time, bool) {
	if value := h.Get("X-Amz-Date"); value != "" {
		t, err := time.Parse(TimeFormat, value)
		return t, err == nil
	}
	t, err := http.ParseTime(h.Get("Date"))
	return t.UTC(), err == nil
}

// Parameter is one of a query string, decoded.
type Parameter struct{ Name, Value string }

// Target is what a request is for, as its canonical form has it.
type Target struct {
	// Path is the path that is encoded into the canonical request: decoded for
	// S3, as it was sent for all other services.
	Path  string
	Query []Parameter
}

// CanonicalRequest returns the request in its canonical form.
func (s *Signature) CanonicalRequest(r *http.Request, t Target) string {
	b := make([]byte, 0, canonicalSize)
	b = append(append(b, r.Method...), '\n')
	b = append(appendURI(b, t.Path, true), '\n')
	b = append(s.appendQuery(b, t.Query), '\n')
	for _, name := range s.Headers {
		b = append(append(b, name...), ':')
		b = append(appendHeader(b, r, name), '\n')
	}
	b = append(b, '\n')
	for i, name := range s.Headers {
		if i > 0 {
			b = append(b, ';')
		}
		b = append(b, name...)
	}
	b = append(append(b, '\n'), s.Payload...)
	return string(b)
}

// WithoutEmptyParts returns a path without the empty parts between its slashes, as
// some clients sign it though they send it with them.
func WithoutEmptyParts(path string) string {
	if !strings.Contains(path, "//") {
		return path
	}
	b := make([]byte, 0, len(path))
	for i := range len(path) {
		if path[i] != '/' || i == 0 || path[i-1] != '/' {
			b = append(b, path[i])
		}
	}
	return string(b)
}

// canonicalSize is about the length of a canonical request.
const canonicalSize = 1024

// StringToSign returns what the signature of a canonical request is made from.
func (s *Signature) StringToSign(canonical string) string {
	sum := sha256.Sum256([]byte(canonical))
	return Algorithm + "\n" + s.Prefix() + hex.EncodeToString(sum[:])
}

// Prefix is the time and scope that every string to sign holds.
func (s *Signature) Prefix() string {
	return s.Time.Format(TimeFormat) + "\n" + s.Scope.String() + "\n"
}

// Key derives the signing key from a secret access key.
func (s Scope) Key(secret string) []byte {
	key := []byte("AWS4" + secret)
	for _, part := range []string{s.Date, s.Region, s.Service, s.Terminator} {
		key = mac(key, part)
	}
	return key
}

// Sign returns the signature of a text in hexadecimal digits.
func Sign(key []byte, text string) string { return hex.EncodeToString(mac(key, text)) }

// Equal compares signatures in constant time.
func Equal(a, b string) bool { return hmac.Equal([]byte(a), []byte(b)) }

func mac(key []byte, text string) []byte {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(text))
	return h.Sum(nil)
}

// appendQuery appends the parameters by name, then value, without the signature
// itself.
func (s *Signature) appendQuery(dst []byte, query []Parameter) []byte {
	if len(query) == 0 {
		return dst
	}
	pairs := make([]Parameter, 0, len(query))
	for _, p := range query {
		if s.Presigned && p.Name == SignatureParameter {
			continue
		}
		pairs = append(pairs, Parameter{encode(p.Name), encode(p.Value)})
	}
	slices.SortFunc(pairs, func(a, b Parameter) int {
		if a.Name != b.Name {
			return strings.Compare(a.Name, b.Name)
		}
		return strings.Compare(a.Value, b.Value)
	})
	for i, p := range pairs {
		if i > 0 {
			dst = append(dst, '&')
		}
		dst = append(append(append(dst, p.Name...), '='), p.Value...)
	}
	return dst
}

// appendHeader appends the values, each without outer and repeated spaces. Those
// that net/http takes out of the header are put back.
func appendHeader(dst []byte, r *http.Request, name string) []byte {
	switch name {
	case "host":
		return append(dst, r.Host...)
	case "content-length":
		return strconv.AppendInt(dst, r.ContentLength, 10)
	case "transfer-encoding":
		return append(dst, strings.Join(r.TransferEncoding, ",")...)
	}
	for i, value := range r.Header.Values(name) {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = appendCollapsed(dst, value)
	}
	return dst
}

func appendCollapsed(dst []byte, value string) []byte {
	value = strings.Trim(value, " \t")
	space := false
	for i := range len(value) {
		if value[i] == ' ' || value[i] == '\t' {
			space = true
			continue
		}
		if space {
			dst = append(dst, ' ')
			space = false
		}
		dst = append(dst, value[i])
	}
	return dst
}

func encode(s string) string {
	for i := range len(s) {
		if !isUnreserved(s[i]) {
			return string(appendURI(make([]byte, 0, len(s)+8), s, false))
		}
	}
	return s
}

// appendURI is the UriEncode of the signature's description.
func appendURI(dst []byte, s string, keepSlash bool) []byte {
	const digits = "0123456789ABCDEF"
	for i := range len(s) {
		c := s[i]
		if isUnreserved(c) || keepSlash && c == '/' {
			dst = append(dst, c)
		} else {
			dst = append(dst, '%', digits[c>>4], digits[c&15])
		}
	}
	return dst
}

func isUnreserved(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("-._~", c) >= 0
}
