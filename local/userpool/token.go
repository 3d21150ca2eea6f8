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

// The uses of tokens.
const (
	ID     = "id"
	Access = "access"
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
	Use      string // ID or Access; default: Access when there are scopes, else ID
	Client   string // the app client
	Scopes   []string
	Groups   []string
	Claims   map[string]any // besides the usual ones, and in their place
	Issued   time.Time
	Lifetime time.Duration // default: DefaultLifetime
}

// Sign makes a token.
func (k *Keys) Sign(t Token) (string, error) {
	if t.Issuer == "" || t.User == "" {
		return "", errors.New("a token needs an issuer and a user")
	}
	k.mu.Lock()
	key := *k.own
	k.mu.Unlock()
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.RS256, Key: key}, nil)
	if err != nil {
		return "", err
	}
	payload, err := json.Marshal(t.claims())
	if err != nil {
		return "", err
	}
	signed, err := signer.Sign(payload)
	if err != nil {
		return "", err
	}
	return signed.CompactSerialize()
}

func (t *Token) claims() map[string]any {
	t.setDefaults()
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

func (t *Token) setDefaults() {
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
