package userpool_test

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gatewright/gatewright/internal/gateway/event"
	"github.com/gatewright/gatewright/internal/gateway/jsonvalue"
	"github.com/gatewright/gatewright/internal/gateway/jwt"
	"github.com/gatewright/gatewright/internal/local/userpool"
)

const issuer = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_pets"

var at = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

// claimsOf returns the claims of a token that the gateway takes, without those that
// differ each time.
func claimsOf(t *testing.T, keys *userpool.Keys, token userpool.Token) []event.Pair {
	t.Helper()
	text, err := keys.Sign(token)
	if err != nil {
		t.Fatal(err)
	}
	verified, err := jwt.Verify(t.Context(), text, []string{"RS256"}, func(string) jwt.Keys { return keys })
	if err != nil {
		t.Fatal(err)
	}
	var pairs []event.Pair
	for e := range verified.Claims.All {
		switch e.Key {
		case "jti", "origin_jti", "event_id":
			if len(jsonvalue.String(e.Value)) != 36 {
				t.Errorf("%s is %v", e.Key, e.Value)
			}
		default:
			pairs = append(pairs, event.Pair{Name: e.Key, Value: jsonvalue.String(e.Value)})
		}
	}
	return pairs
}

func TestTokens(t *testing.T) {
	keys, err := userpool.NewKeys()
	if err != nil {
		t.Fatal(err)
	}
	id := claimsOf(t, keys, userpool.Token{
		Issuer: issuer, User: "u1", Issued: at, Groups: []string{"a", "b"}, Claims: map[string]any{"email": "u1@example.com", "aud": "web"},
	})
	if d := cmp.Diff([]event.Pair{
		{Name: "aud", Value: "web"}, {Name: "auth_time", Value: "1767323045"}, {Name: "cognito:groups", Value: `["a","b"]`},
		{Name: "cognito:username", Value: "u1"}, {Name: "email", Value: "u1@example.com"}, {Name: "exp", Value: "1767326645"},
		{Name: "iat", Value: "1767323045"}, {Name: "iss", Value: issuer}, {Name: "sub", Value: "d7c1d4b4-1f2c-4c5e-8b9e-0f1b1f1b1f1b"}, {Name: "token_use", Value: "id"},
	}, withSub(id, "d7c1d4b4-1f2c-4c5e-8b9e-0f1b1f1b1f1b")); d != "" {
		t.Errorf("ID token (-want +got):\n%s", d)
	}
	access := claimsOf(t, keys, userpool.Token{Issuer: issuer, User: "u1", Issued: at, Scopes: []string{"pets/read", "email"}, Client: "app", Lifetime: time.Minute})
	if d := cmp.Diff([]event.Pair{
		{Name: "auth_time", Value: "1767323045"}, {Name: "client_id", Value: "app"}, {Name: "exp", Value: "1767323105"}, {Name: "iat", Value: "1767323045"},
		{Name: "iss", Value: issuer}, {Name: "scope", Value: "pets/read email"}, {Name: "sub", Value: ""}, {Name: "token_use", Value: "access"},
		{Name: "username", Value: "u1"}, {Name: "version", Value: "2"},
	}, withSub(access, "")); d != "" {
		t.Errorf("access token (-want +got):\n%s", d)
	}
	if sub(id) != sub(access) || len(sub(id)) != 36 || sub(id) == sub(claimsOf(t, keys, userpool.Token{Issuer: issuer, User: "u2", Issued: at})) {
		t.Errorf("the user is %q, then %q", sub(id), sub(access))
	}
	if _, err := keys.Sign(userpool.Token{User: "u1"}); err == nil {
		t.Error("a token without an issuer")
	}
}

func sub(pairs []event.Pair) string {
	for _, p := range pairs {
		if p.Name == "sub" {
			return p.Value
		}
	}
	return ""
}

func withSub(pairs []event.Pair, value string) []event.Pair {
	changed := append([]event.Pair(nil), pairs...)
	for i := range changed {
		if changed[i].Name == "sub" {
			changed[i].Value = value
		}
	}
	return changed
}

// TestFile keeps the key for the next process, and for nobody else.
func TestFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a", "user-pool.json")
	var all sync.WaitGroup
	tokens := make([]string, 4)
	for i := range tokens {
		all.Go(func() {
			keys, err := userpool.Open(file)
			if err != nil {
				t.Error(err)
				return
			}
			tokens[i], err = keys.Sign(userpool.Token{Issuer: issuer, User: "u1", Issued: at})
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	keys, err := userpool.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, token := range tokens {
		if _, err := jwt.Verify(t.Context(), token, []string{"RS256"}, func(string) jwt.Keys { return keys }); err != nil {
			t.Errorf("a token of another process: %v", err)
		}
	}
	if info, err := os.Stat(file); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
	if left, err := filepath.Glob(filepath.Join(filepath.Dir(file), ".user-pool-*")); err != nil || left != nil {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// TestNewFile takes a key that was made meanwhile.
func TestNewFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "user-pool.json")
	before, err := userpool.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	after, err := userpool.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	token, err := after.Sign(userpool.Token{Issuer: issuer, User: "u1", Issued: at})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := jwt.Verify(t.Context(), token, []string{"RS256"}, func(string) jwt.Keys { return before }); err != nil {
		t.Error(err)
	}
}

func TestBadFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "user-pool.json")
	for _, text := range []string{"", "{}", "key", `{"kty":"oct","k":"AA","kid":"x"}`} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := userpool.Open(file); err == nil || !strings.Contains(err.Error(), "remove it to have a new one") {
			t.Errorf("%q: %v", text, err)
		}
	}
}
