package jwt_test

import (
	"context"
	"crypto/rsa"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/gatewright/gatewright/internal/gateway/jwt"
)

// keySet is a server of a key set that counts how often it is asked.
type keySet struct {
	text  atomic.Pointer[string]
	asked atomic.Int64
}

func (s *keySet) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	s.asked.Add(1)
	text := *s.text.Load()
	if text == "" {
		http.Error(w, "down", http.StatusServiceUnavailable)
		return
	}
	_, _ = w.Write([]byte(text))
}

func (s *keySet) set(text string) { s.text.Store(&text) }

func setOf(t testing.TB, all ...jose.JSONWebKey) string {
	t.Helper()
	text, err := json.Marshal(jose.JSONWebKeySet{Keys: all})
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func public(id string, of *rsa.PrivateKey) jose.JSONWebKey {
	return jose.JSONWebKey{Key: &of.PublicKey, KeyID: id, Algorithm: "RS256", Use: "sig"}
}

// clock is a time that tests move.
type clock struct{ nanoseconds atomic.Int64 }

func (c *clock) now() time.Time          { return time.Unix(1_000_000_000, c.nanoseconds.Load()) }
func (c *clock) forward(d time.Duration) { c.nanoseconds.Add(int64(d)) }

func newRemote(t *testing.T, text string) (*jwt.Remote, *keySet, *clock) {
	t.Helper()
	set := &keySet{}
	set.set(text)
	server := httptest.NewServer(set)
	t.Cleanup(server.Close)
	c := &clock{}
	return jwt.NewRemote(server.URL, nil, c.now), set, c
}

// TestRemote fetches a set when it is needed, and not more often than it may.
func TestRemote(t *testing.T) {
	remote, set, c := newRemote(t, setOf(t, public("k1", key)))
	look := func(id string, found bool, asked int64) {
		t.Helper()
		k, err := remote.Key(t.Context(), id)
		if err != nil || (k != nil) != found || set.asked.Load() != asked {
			t.Errorf("%s: %v, %v, asked %d times; want %v, %d", id, k, err, set.asked.Load(), found, asked)
		}
	}
	look("k1", true, 1)
	look("k1", true, 1)
	look("k2", false, 1) // the set has just been fetched
	c.forward(29 * time.Second)
	look("k2", false, 1)
	c.forward(time.Second)
	look("k2", false, 2)
	look("k3", false, 2)
	set.set(setOf(t, public("k1", key), public("k2", key)))
	look("k2", false, 2)
	c.forward(30 * time.Second)
	look("k2", true, 3)
	c.forward(time.Hour)
	set.set(setOf(t, public("k2", key)))
	look("k1", false, 4)
	set.set("") // what was fetched stays good for a day
	c.forward(time.Hour)
	look("k2", true, 5)
	look("k2", true, 5)
	c.forward(5 * time.Second)
	look("k2", true, 6)
	c.forward(24 * time.Hour)
	if k, err := remote.Key(t.Context(), "k2"); err == nil || k != nil {
		t.Errorf("a key of yesterday: %v, %v", k, err)
	}
	set.set(setOf(t, public("k2", key)))
	c.forward(5 * time.Second)
	look("k2", true, 8)
}

func TestRemoteAtOnce(t *testing.T) {
	remote, set, _ := newRemote(t, setOf(t, public("k1", key)))
	var all sync.WaitGroup
	for range 32 {
		all.Go(func() {
			if k, err := remote.Key(t.Context(), "k1"); k == nil || err != nil {
				t.Errorf("%v, %v", k, err)
			}
		})
	}
	all.Wait()
	if asked := set.asked.Load(); asked != 1 {
		t.Errorf("asked %d times", asked)
	}
}

func TestRemoteFails(t *testing.T) {
	for name, text := range map[string]string{
		"down": "", "no JSON": "<html>", "no set": "{}", "a list": "[]", "too large": `{"keys":[]}` + strings.Repeat(" ", 1<<20),
	} {
		remote, set, _ := newRemote(t, text)
		for range 3 {
			if k, err := remote.Key(t.Context(), "k1"); k != nil || err == nil {
				t.Errorf("%s: %v, %v", name, k, err)
			}
		}
		if asked := set.asked.Load(); asked != 1 {
			t.Errorf("%s: asked %d times", name, asked)
		}
	}
}

// TestRemoteWaitsForNobody ends when its caller leaves.
func TestRemoteWaitsForNobody(t *testing.T) {
	hold := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-hold }))
	defer server.Close()
	defer close(hold)
	remote := jwt.NewRemote(server.URL, nil, time.Now)
	ctx, cancel := contextThatEnds(t)
	defer cancel()
	if k, err := remote.Key(ctx, "k1"); k != nil || err == nil {
		t.Errorf("%v, %v", k, err)
	}
}

// TestParseKeys takes keys that sign, and nothing else.
func TestParseKeys(t *testing.T) {
	other := public("encrypts", key)
	other.Use = "enc"
	stronger := public("rs512", key)
	stronger.Algorithm = "RS512"
	text := setOf(t, public("k1", key), other, stronger, public("small", newKey(1024)), public("", key),
		jose.JSONWebKey{Key: []byte("0123456789abcdef0123456789abcdef"), KeyID: "secret", Algorithm: "HS256"})
	text = strings.Replace(text, `{"keys":[`, `{"keys":[{"kty":"OKP","kid":"unknown"},`, 1)
	found, err := jwt.ParseKeys([]byte(text))
	if err != nil || len(found) != 2 || found["k1"] == nil || found["rs512"].Algorithm != "RS512" {
		t.Errorf("%v, %v", found, err)
	}
}

func contextThatEnds(t *testing.T) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(20*time.Millisecond, cancel)
	return ctx, cancel
}

// TestDiscovery finds the key set of an issuer, whose document must name it.
func TestDiscovery(t *testing.T) {
	set := setOf(t, public("k1", key))
	for name, test := range map[string]struct {
		issuer, document string // in which BASE is the server's URL
		found            bool
	}{
		"found":              {"BASE", `{"issuer": "BASE", "jwks_uri": "BASE/keys"}`, true},
		"below a path":       {"BASE/tenant/", `{"issuer": "BASE/tenant/", "jwks_uri": "BASE/keys"}`, true},
		"another issuer":     {"BASE/", `{"issuer": "BASE", "jwks_uri": "BASE/keys"}`, false},
		"no keys":            {"BASE", `{"issuer": "BASE"}`, false},
		"keys of no URL":     {"BASE", `{"issuer": "BASE", "jwks_uri": "/keys"}`, false},
		"keys that are gone": {"BASE", `{"issuer": "BASE", "jwks_uri": "BASE/gone"}`, false},
		"not JSON":           {"BASE", `<html>`, false},
		"nothing":            {"BASE/nowhere", ``, false},
	} {
		mux := http.NewServeMux()
		server := httptest.NewServer(mux)
		placed := strings.NewReplacer("BASE", server.URL)
		document := func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, placed.Replace(test.document)) }
		mux.HandleFunc("/.well-known/openid-configuration", document)
		mux.HandleFunc("/tenant/.well-known/openid-configuration", document)
		mux.HandleFunc("/keys", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, set) })
		k, err := jwt.NewIssuer(placed.Replace(test.issuer), nil, time.Now).Key(t.Context(), "k1")
		if (k != nil) != test.found || (err == nil) != test.found {
			t.Errorf("%s: %v, %v", name, k, err)
		}
		server.Close()
	}
}
