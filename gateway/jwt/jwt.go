// Package jwt checks JSON Web Tokens as Amazon Cognito signs them: compact
// serialization, RS256, a key of the user pool's set (RFC 7515, RFC 7519; Amazon
// Cognito Developer Guide, "Verifying JSON web tokens").
package jwt

import (
	"context"
	"crypto/rsa"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/gatewright/gatewright/gateway/jsonvalue"
)

// Keys gives the public keys that an issuer signs with.
type Keys interface {
	// Key gives the key of an ID, or nil when the issuer has no such key.
	Key(ctx context.Context, id string) (*rsa.PublicKey, error)
}

// Issuers gives the keys of an issuer, or nil for one that is not trusted.
type Issuers func(issuer string) Keys

// Token is a token whose signature is right.
type Token struct {
	Issuer    string
	Use       string // "id" or "access"
	Scopes    []string
	NotBefore time.Time // zero: none
	Expires   time.Time
	Claims    *jsonvalue.Map
}

// ErrInvalid says that a text is no token of a trusted issuer.
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

// Unwrap gives the cause.
func (e *KeysError) Unwrap() error { return e.Cause }

// algorithms are those that user pools sign with. A token that names any other
// is refused before a key is looked for.
var algorithms = []jose.SignatureAlgorithm{jose.RS256}

// Verify checks a token's signature and reads its claims. The times in them are
// not looked at; see [Token.Check].
func Verify(ctx context.Context, text string, issuers Issuers) (*Token, error) {
	var token *Token
	_, err := Open(text, func(id string, payload []byte) (*rsa.PublicKey, error) {
		var err error
		if token, err = read(payload); err != nil {
			return nil, err
		}
		return keyOf(ctx, token.Issuer, id, issuers)
	})
	if err != nil {
		return nil, err
	}
	return token, nil
}

// keyOf finds the key that a token must be signed with.
func keyOf(ctx context.Context, issuer, id string, issuers Issuers) (*rsa.PublicKey, error) {
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

// Open gives the payload of a compact serialization once its signature is known to
// be right. The key is found by its ID and by the payload, which nobody has vouched
// for then.
func Open(text string, find func(keyID string, payload []byte) (*rsa.PublicKey, error)) ([]byte, error) {
	signed, err := jose.ParseSignedCompact(text, algorithms)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrInvalid, err)
	}
	key, err := find(signed.Signatures[0].Header.KeyID, signed.UnsafePayloadWithoutVerification())
	if err != nil {
		return nil, err
	}
	payload, err := signed.Verify(key)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrInvalid, err)
	}
	return payload, nil
}

// read takes what is needed out of a payload that nobody has vouched for yet.
func read(payload []byte) (*Token, error) {
	value, err := jsonvalue.Parse(string(payload))
	if err != nil {
		return nil, fmt.Errorf("%w: its claims are no JSON", ErrInvalid)
	}
	claims, ok := value.(*jsonvalue.Map)
	if !ok {
		return nil, fmt.Errorf("%w: its claims are no object", ErrInvalid)
	}
	t := &Token{Issuer: text(claims, "iss"), Use: text(claims, "token_use"), Claims: claims}
	t.Scopes = strings.Fields(text(claims, "scope"))
	if t.Expires, ok = instant(claims, "exp"); !ok || t.Expires.IsZero() {
		return nil, fmt.Errorf("%w: it says no time at which it expires", ErrInvalid)
	}
	if t.NotBefore, ok = instant(claims, "nbf"); !ok {
		return nil, fmt.Errorf("%w: the time from which it is good is no time", ErrInvalid)
	}
	return t, nil
}

// Check finds whether a token is good at a time.
func (t *Token) Check(now time.Time) error {
	switch {
	case !now.Before(t.Expires):
		return ErrExpired
	case now.Before(t.NotBefore):
		return fmt.Errorf("%w: it is not good yet", ErrInvalid)
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

// instant gives a claim that is a time; the zero time when it is absent, and
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
