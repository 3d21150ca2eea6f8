// Package jwt verifies JSON Web Tokens: compact serialization, an algorithm that the
// authorizer names, a key of the issuer's set (RFC 7515, RFC 7519; Amazon Cognito
// Developer Guide, "Verifying JSON web tokens").
package jwt

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rsa"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/gatewright/gatewright/internal/gateway/jsonvalue"
)

// Keys returns the public keys that an issuer signs with.
type Keys interface {
	// Key returns the key of an ID, or nil when the issuer has no such key.
	Key(ctx context.Context, id string) (*Key, error)
}

// Key is a public key.
type Key struct {
	Public    crypto.PublicKey // *rsa.PublicKey or *ecdsa.PublicKey
	Algorithm string           // the only one that it is for; empty: any that suits its type
}

// Curves are those of the elliptic-curve algorithms (RFC 7518, section 3.4).
var Curves = map[string]elliptic.Curve{"ES256": elliptic.P256(), "ES384": elliptic.P384(), "ES512": elliptic.P521()}

// signs reports whether the key is for an algorithm, and large enough to be trusted.
func (k *Key) signs(algorithm string) bool {
	if k.Algorithm != "" && k.Algorithm != algorithm {
		return false
	}
	switch public := k.Public.(type) {
	case *rsa.PublicKey:
		return strings.HasPrefix(algorithm, "RS") && public.N.BitLen() >= minKeyBits
	case *ecdsa.PublicKey:
		return Curves[algorithm] == public.Curve
	}
	return false
}

// Issuers returns the keys of an issuer, or nil for one that is not trusted.
type Issuers func(issuer string) Keys

// Token is a token whose signature is right.
type Token struct {
	Issuer    string
	Use       string // "id" or "access"
	Algorithm string
	Scopes    []string
	NotBefore time.Time // zero: none
	Issued    time.Time // zero: it has no time of issue
	Expires   time.Time
	Claims    *jsonvalue.Map
}

// ErrInvalid says that a text is not a token of a trusted issuer.
var ErrInvalid = errors.New("the token is not valid")

// ErrExpired says that a token was good once.
var ErrExpired = errors.New("the token has expired")

// KeysError says that the keys of an issuer cannot be had.
type KeysError struct {
	Issuer string
	Cause  error
}

// Error implements error.
func (e *KeysError) Error() string {
	return fmt.Sprintf("the keys of %s cannot be had: %v", e.Issuer, e.Cause)
}

// Unwrap returns the cause.
func (e *KeysError) Unwrap() error { return e.Cause }

// Verify checks a token's signature and reads its claims. The times in them are
// not looked at; see [Token.Check]. A token that names another algorithm than those
// given is refused before a key is looked for.
func Verify(ctx context.Context, text string, algorithms []string, issuers Issuers) (*Token, error) {
	var token *Token
	_, err := Open(text, algorithms, func(header Header, payload []byte) (*Key, error) {
		var err error
		if token, err = read(payload); err != nil {
			return nil, err
		}
		token.Algorithm = header.Algorithm
		return keyOf(ctx, token.Issuer, header.KeyID, issuers)
	})
	if err != nil {
		return nil, err
	}
	return token, nil
}

// keyOf finds the key that a token must be signed with.
func keyOf(ctx context.Context, issuer, id string, issuers Issuers) (*Key, error) {
	keys := issuers(issuer)
	switch {
	case keys == nil:
		return nil, fmt.Errorf("%w: its issuer is %q", ErrInvalid, issuer)
	case id == "":
		return nil, fmt.Errorf("%w: it names no key", ErrInvalid)
	}
	key, err := keys.Key(ctx, id)
	if err != nil {
		return nil, &KeysError{Issuer: issuer, Cause: err}
	}
	if key == nil {
		return nil, fmt.Errorf("%w: its issuer has no key %q", ErrInvalid, id)
	}
	return key, nil
}

// Header is what the header of a token says about its signature.
type Header struct{ KeyID, Algorithm string }

// Open returns the payload of a compact serialization once its signature is verified.
// The key is found by the header and by the payload, which are not verified then.
func Open(text string, algorithms []string, find func(header Header, payload []byte) (*Key, error)) ([]byte, error) {
	signed, err := jose.ParseSignedCompact(text, signatureAlgorithms(algorithms))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrInvalid, err)
	}
	header := Header{KeyID: signed.Signatures[0].Header.KeyID, Algorithm: signed.Signatures[0].Header.Algorithm}
	key, err := find(header, signed.UnsafePayloadWithoutVerification())
	if err != nil {
		return nil, err
	}
	if !key.signs(header.Algorithm) {
		return nil, fmt.Errorf("%w: its key is not for %s", ErrInvalid, header.Algorithm)
	}
	payload, err := signed.Verify(key.Public)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrInvalid, err)
	}
	return payload, nil
}

func signatureAlgorithms(names []string) []jose.SignatureAlgorithm {
	algorithms := make([]jose.SignatureAlgorithm, len(names))
	for i, name := range names {
		algorithms[i] = jose.SignatureAlgorithm(name)
	}
	return algorithms
}

// read takes what is needed out of a payload that nobody has vouched for yet.
func read(payload []byte) (*Token, error) {
	value, err := jsonvalue.Parse(string(payload))
	if err != nil {
		return nil, fmt.Errorf("%w: its claims are not JSON", ErrInvalid)
	}
	claims, ok := value.(*jsonvalue.Map)
	if !ok {
		return nil, fmt.Errorf("%w: its claims are no object", ErrInvalid)
	}
	t := &Token{Issuer: text(claims, "iss"), Use: text(claims, "token_use"), Claims: claims}
	t.Scopes = strings.Fields(text(claims, "scope"))
	if t.Expires, ok = instant(claims, "exp"); !ok || t.Expires.IsZero() {
		return nil, fmt.Errorf("%w: token has no exp claim", ErrInvalid)
	}
	if t.NotBefore, ok = instant(claims, "nbf"); !ok {
		return nil, fmt.Errorf("%w: its nbf claim is not a time", ErrInvalid)
	}
	if t.Issued, ok = instant(claims, "iat"); !ok {
		return nil, fmt.Errorf("%w: its iat claim is not a time", ErrInvalid)
	}
	return t, nil
}

// Check finds whether a token is good at a time.
func (t *Token) Check(now time.Time) error {
	switch {
	case !now.Before(t.Expires):
		return ErrExpired
	case now.Before(t.NotBefore):
		return fmt.Errorf("%w: token is not valid before %s", ErrInvalid, t.NotBefore.Format(time.RFC3339))
	}
	return nil
}

func text(claims *jsonvalue.Map, name string) string {
	v, _ := claims.Get(name)
	s, _ := v.(string)
	return s
}

// maxSeconds is the last second of the year 9999.
const maxSeconds = 253402300799

// instant returns a claim that is a time; the zero time when it is absent, and
// false when it is something else.
func instant(claims *jsonvalue.Map, name string) (time.Time, bool) {
	v, ok := claims.Get(name)
	if !ok {
		return time.Time{}, true
	}
	seconds, ok := jsonvalue.Float(v)
	if _, isText := v.(string); isText || !ok || seconds < 0 || seconds > maxSeconds {
		return time.Time{}, false
	}
	return time.Unix(int64(seconds), 0).UTC(), true
}
