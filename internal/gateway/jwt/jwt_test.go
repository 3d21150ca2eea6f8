package jwt_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/gatewright/gatewright/internal/gateway/jwt"
)

const issuer = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_pets"

var key = newKey(2048)

func newKey(bits int) *rsa.PrivateKey {
	k, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		panic(err)
	}
	return k
}

var rs256 = []string{"RS256"}

// keys are those of one issuer, by their IDs.
type keys map[string]*jwt.Key

func (k keys) Key(_ context.Context, id string) (*jwt.Key, error) {
	if id == "unreachable" {
		return nil, errors.New("nobody answers")
	}
	return k[id], nil
}

func issuers(name string) jwt.Keys {
	if name != issuer {
		return nil
	}
	return keys{"k1": {Public: &key.PublicKey}}
}

type claims = map[string]any

func payload(more claims) []byte {
	all := claims{"iss": issuer, "exp": 2000000000, "sub": "u1", "token_use": "access", "scope": "a b"}
	for name, value := range more {
		if all[name] = value; value == nil {
			delete(all, name)
		}
	}
	text, err := json.Marshal(all)
	if err != nil {
		panic(err)
	}
	return text
}

// sign makes a token with a key and headers of its own.
func sign(t testing.TB, algorithm jose.SignatureAlgorithm, with any, header map[jose.HeaderKey]any, text []byte) string {
	t.Helper()
	o := &jose.SignerOptions{ExtraHeaders: header}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: algorithm, Key: with}, o)
	if err != nil {
		t.Fatal(err)
	}
	signed, err := signer.Sign(text)
	if err != nil {
		t.Fatal(err)
	}
	token, err := signed.CompactSerialize()
	if err != nil {
		t.Fatal(err)
	}
	return token
}

var byK1 = map[jose.HeaderKey]any{"kid": "k1"}

func good(t testing.TB) string { return sign(t, jose.RS256, key, byK1, payload(nil)) }

func TestVerify(t *testing.T) {
	token, err := jwt.Verify(t.Context(), good(t), rs256, issuers)
	if err != nil {
		t.Fatal(err)
	}
	if token.Issuer != issuer || token.Use != "access" || strings.Join(token.Scopes, ",") != "a,b" || token.Expires.Unix() != 2000000000 {
		t.Errorf("read %+v", token)
	}
	for at, want := range map[int64]error{1999999999: nil, 2000000000: jwt.ErrExpired, 2000000001: jwt.ErrExpired} {
		if err := token.Check(time.Unix(at, 0)); !errors.Is(err, want) {
			t.Errorf("at %d: %v", at, err)
		}
	}
	early, err := jwt.Verify(t.Context(), sign(t, jose.RS256, key, byK1, payload(claims{"nbf": 1000})), rs256, issuers)
	if err != nil {
		t.Fatal(err)
	}
	if err := early.Check(time.Unix(999, 0)); !errors.Is(err, jwt.ErrInvalid) {
		t.Errorf("too early: %v", err)
	}
	if err := early.Check(time.Unix(1000, 0)); err != nil {
		t.Errorf("just in time: %v", err)
	}
}

// encoded returns a part of a token.
func encoded(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }

// TestForgeries refuses what is not signed by a key of the issuer, however it
// looks.
func TestForgeries(t *testing.T) {
	other := newKey(2048)
	curve, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	public := pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
	valid := good(t)
	parts := strings.Split(valid, ".")
	for name, token := range map[string]string{
		"nothing":             "",
		"one part":            parts[0],
		"two parts":           parts[0] + "." + parts[1],
		"four parts":          valid + ".x",
		"five parts":          "a.b.c.d.e",
		"none":                encoded(`{"alg":"none","kid":"k1"}`) + "." + parts[1] + ".",
		"None":                encoded(`{"alg":"None","kid":"k1"}`) + "." + parts[1] + "." + parts[2],
		"no algorithm":        encoded(`{"kid":"k1"}`) + "." + parts[1] + "." + parts[2],
		"an empty signature":  parts[0] + "." + parts[1] + ".",
		"HS256 of the key":    sign(t, jose.HS256, public, byK1, payload(nil)),
		"HS256 of the DER":    sign(t, jose.HS256, der, byK1, payload(nil)),
		"HS256 of nothing":    sign(t, jose.HS256, make([]byte, 32), byK1, payload(nil)),
		"RS384":               sign(t, jose.RS384, key, byK1, payload(nil)),
		"RS512":               sign(t, jose.RS512, key, byK1, payload(nil)),
		"PS256":               sign(t, jose.PS256, key, byK1, payload(nil)),
		"ES256":               sign(t, jose.ES256, curve, byK1, payload(nil)),
		"another key":         sign(t, jose.RS256, other, byK1, payload(nil)),
		"a key of its own":    sign(t, jose.RS256, other, map[jose.HeaderKey]any{"kid": "k1", "jwk": jose.JSONWebKey{Key: &other.PublicKey}}, payload(nil)),
		"a key at a URL":      sign(t, jose.RS256, other, map[jose.HeaderKey]any{"kid": "k1", "jku": "https://evil.test/jwks.json", "x5u": "https://evil.test"}, payload(nil)),
		"no key ID":           sign(t, jose.RS256, key, nil, payload(nil)),
		"an empty key ID":     sign(t, jose.RS256, key, map[jose.HeaderKey]any{"kid": ""}, payload(nil)),
		"an unknown key ID":   sign(t, jose.RS256, key, map[jose.HeaderKey]any{"kid": "k2"}, payload(nil)),
		"a key ID of a path":  sign(t, jose.RS256, key, map[jose.HeaderKey]any{"kid": "../k1"}, payload(nil)),
		"a critical header":   sign(t, jose.RS256, key, map[jose.HeaderKey]any{"kid": "k1", "crit": []string{"exp"}, "exp": 1}, payload(nil)),
		"another issuer":      sign(t, jose.RS256, key, byK1, payload(claims{"iss": "https://evil.test"})),
		"the issuer and more": sign(t, jose.RS256, key, byK1, payload(claims{"iss": issuer + "/"})),
		"no issuer":           sign(t, jose.RS256, key, byK1, payload(claims{"iss": nil})),
		"two issuers":         sign(t, jose.RS256, key, byK1, payload(claims{"iss": []string{issuer}})),
		"no end":              sign(t, jose.RS256, key, byK1, payload(claims{"exp": nil})),
		"an end in words":     sign(t, jose.RS256, key, byK1, payload(claims{"exp": "2000000000"})),
		"an end before 1970":  sign(t, jose.RS256, key, byK1, payload(claims{"exp": -1})),
		"no end ever":         sign(t, jose.RS256, key, byK1, payload(claims{"exp": 1e300})),
		"a bad beginning":     sign(t, jose.RS256, key, byK1, payload(claims{"nbf": "now"})),
		"a list":              sign(t, jose.RS256, key, byK1, []byte(`[]`)),
		"no JSON":             sign(t, jose.RS256, key, byK1, []byte(`{"iss"`)),
		"other claims":        parts[0] + "." + encoded(string(payload(claims{"sub": "admin"}))) + "." + parts[2],
		"padding":             parts[0] + "." + parts[1] + "." + parts[2] + "==",
		"JSON serialization":  `{"payload":"` + parts[1] + `","protected":"` + parts[0] + `","signature":"` + parts[2] + `"}`,
	} {
		if got, err := jwt.Verify(t.Context(), token, rs256, issuers); !errors.Is(err, jwt.ErrInvalid) {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
	if _, err := jwt.Verify(t.Context(), sign(t, jose.RS256, key, map[jose.HeaderKey]any{"kid": "unreachable"}, payload(nil)), rs256, issuers); !isKeysError(err) {
		t.Errorf("keys that cannot be had: %v", err)
	}
}

func isKeysError(err error) bool {
	var k *jwt.KeysError
	return errors.As(err, &k) && !errors.Is(err, jwt.ErrInvalid)
}

// FuzzVerify looks for a text that is taken for a token of the issuer without
// being the one that was signed.
func FuzzVerify(f *testing.F) {
	valid := good(f)
	parts := strings.Split(valid, ".")
	f.Add(valid)
	f.Add(parts[0] + "." + parts[1] + ".")
	f.Add(encoded(`{"alg":"none"}`) + "." + parts[1] + ".")
	f.Add(valid + "=")
	f.Fuzz(func(t *testing.T, text string) {
		token, err := jwt.Verify(t.Context(), text, rs256, issuers)
		if err != nil {
			return
		}
		if got := strings.Split(text, "."); got[0] != parts[0] || got[1] != parts[1] {
			t.Fatalf("taken: %q gives %+v", text, token)
		}
	})
}

func BenchmarkVerify(b *testing.B) {
	text := good(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := jwt.Verify(b.Context(), text, rs256, issuers); err != nil {
			b.Fatal(err)
		}
	}
}
