package userpool

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"maps"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// The uses of tokens: those of user pools, and that of any other issuer.
const (
	ID     = "id"
	Access = "access"
	JWT    = "jwt"
)

// DefaultClient is the app client of tokens that name none.
const DefaultClient = "local"

// DefaultLifetime is that of Amazon Cognito's tokens.
const DefaultLifetime = time.Hour

// Token is what a token says ("Understanding the identity (ID) token" and
// "Understanding the access token", Amazon Cognito Developer Guide).
type Token struct {
	Issuer   string
	User     string
	Use      string // ID, Access or JWT; default: Access when there are scopes, else ID
	Client   string // the app client; of a JWT: its audience
	Scopes   []string
	Groups   []string
	Claims   map[string]any // besides the usual ones, and in their place
	Issued   time.Time
	Lifetime time.Duration // default: DefaultLifetime

	Algorithm string // one of spec.JWTAlgorithms; default: RS256
}

// Sign signs a token with the keys of this machine, which are in [DefaultFile].
func Sign(t Token) (string, error) {
	file, err := DefaultFile()
	if err != nil {
		return "", err
	}
	keys, err := Open(file)
	if err != nil {
		return "", err
	}
	return keys.Sign(t)
}

// Sign makes a token.
func (k *Keys) Sign(t Token) (string, error) {
	if t.Issuer == "" || t.User == "" {
		return "", errors.New("a token needs an issuer and a user")
	}
	t.setDefaults()
	k.mu.Lock()
	key, err := k.key(t.Algorithm)
	k.mu.Unlock()
	if err != nil {
		return "", err
	}
	signed := *key
	signed.Algorithm = t.Algorithm // which goes into the header
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.SignatureAlgorithm(t.Algorithm), Key: signed}, nil)
	if err != nil {
		return "", err
	}
	payload, err := json.Marshal(t.claims())
	if err != nil {
		return "", err
	}
	token, err := signer.Sign(payload)
	if err != nil {
		return "", err
	}
	return token.CompactSerialize()
}

func (t *Token) claims() map[string]any {
	if t.Use == JWT {
		return t.plainClaims()
	}
	seconds := t.Issued.Unix()
	claims := map[string]any{
		"sub": uuidOf(t.User), "iss": t.Issuer, "token_use": t.Use, "jti": newUUID(), "origin_jti": newUUID(), "event_id": newUUID(),
		"auth_time": seconds, "iat": seconds, "exp": t.Issued.Add(t.Lifetime).Unix(),
	}
	if len(t.Groups) > 0 {
		claims["cognito:groups"] = t.Groups
	}
	if t.Use == Access {
		claims["username"], claims["client_id"], claims["version"] = t.User, t.Client, 2
		claims["scope"] = strings.Join(t.Scopes, " ")
	} else {
		claims["cognito:username"], claims["aud"] = t.User, t.Client
	}
	maps.Copy(claims, t.Claims)
	return claims
}

// plainClaims are those of a token that is not Amazon Cognito's (RFC 7519, section 4.1;
// RFC 8693, section 4.2).
func (t *Token) plainClaims() map[string]any {
	claims := map[string]any{
		"sub": t.User, "iss": t.Issuer, "aud": t.Client, "jti": newUUID(),
		"iat": t.Issued.Unix(), "exp": t.Issued.Add(t.Lifetime).Unix(),
	}
	if len(t.Scopes) > 0 {
		claims["scope"] = strings.Join(t.Scopes, " ")
	}
	if len(t.Groups) > 0 {
		claims["groups"] = t.Groups
	}
	maps.Copy(claims, t.Claims)
	return claims
}

func (t *Token) setDefaults() {
	if t.Algorithm == "" {
		t.Algorithm = string(jose.RS256)
	}
	if t.Use == "" {
		t.Use = ID
		if len(t.Scopes) > 0 {
			t.Use = Access
		}
	}
	if t.Client == "" {
		t.Client = DefaultClient
	}
	if t.Lifetime == 0 {
		t.Lifetime = DefaultLifetime
	}
}

// uuidOf makes the ID of a user, always the same for the same name.
func uuidOf(name string) string {
	sum := sha256.Sum256([]byte(name))
	return uuid(sum[:16])
}

func newUUID() string {
	raw := make([]byte, 16)
	_, _ = rand.Read(raw) // which never fails
	return uuid(raw)
}

// uuid writes sixteen bytes as a UUID of version 4 (RFC 9562, section 5.4).
func uuid(raw []byte) string {
	raw[6], raw[8] = raw[6]&0x0F|0x40, raw[8]&0x3F|0x80
	text := hex.EncodeToString(raw)
	return text[:8] + "-" + text[8:12] + "-" + text[12:16] + "-" + text[16:20] + "-" + text[20:]
}

// ClaimValue returns the value of a claim that is written as JSON or, when it is not JSON,
// as a string.
func ClaimValue(text string) any {
	var value any
	if err := json.Unmarshal([]byte(text), &value); err != nil {
		return text
	}
	return json.RawMessage(text)
}
