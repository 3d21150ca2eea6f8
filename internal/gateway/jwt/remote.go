package jwt

import (
	"context"
	"crypto/ecdsa"
	"crypto/rsa"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/gatewright/gatewright/spec"
)

// The life of a key set. One that cannot be fetched again is used for longer, and
// a key that is not in it is not asked for again and again.
const (
	fresh    = time.Hour
	usable   = 24 * time.Hour
	patience = 30 * time.Second // between two fetches for a key that is not there
	retry    = 5 * time.Second  // after a fetch that failed
	deadline = 5 * time.Second  // of a fetch
	maxSet   = 1 << 20          // bytes of a key set
)

// minKeyBits is the size of the smallest key that is trusted (RFC 7518, section
// 3.3).
const minKeyBits = 2048

// Remote is a key set at a URL. It is safe for concurrent use.
type Remote struct {
	url    string // empty: the one that the issuer's discovery document names
	issuer string
	client *http.Client
	now    func() time.Time

	mu      sync.Mutex
	keys    map[string]*Key
	fetched time.Time     // when keys were
	tried   time.Time     // when the last fetch began
	err     error         // of the last fetch
	done    chan struct{} // closed when the fetch under way ends; nil: none is
}

// NewRemote creates the key set at a URL, which is fetched when it is first asked
// for. A nil transport is net/http's own.
func NewRemote(url string, transport http.RoundTripper, now func() time.Time) *Remote {
	return &Remote{url: url, client: &http.Client{Transport: transport, Timeout: deadline}, now: now}
}

// NewIssuer returns the key set that an issuer's discovery document names (OpenID
// Connect Discovery 1.0, section 4). Both are fetched when a key is first asked for.
// A nil transport is net/http's own.
func NewIssuer(issuer string, transport http.RoundTripper, now func() time.Time) *Remote {
	r := NewRemote("", transport, now)
	r.issuer = issuer
	return r
}

// Key implements [Keys].
func (r *Remote) Key(ctx context.Context, id string) (*Key, error) {
	r.mu.Lock()
	key, due := r.keys[id], r.due(id)
	if key != nil && !due {
		r.mu.Unlock()
		return key, nil
	}
	if due && r.done == nil {
		r.tried, r.done = r.now(), make(chan struct{})
		go r.fetch(r.done)
	}
	done := r.done
	r.mu.Unlock()
	if done != nil {
		select {
		case <-done:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.keys == nil || r.now().Sub(r.fetched) > usable {
		return nil, r.err
	}
	return r.keys[id], nil
}

// due reports whether the set is to be fetched before a key is looked up in it.
func (r *Remote) due(id string) bool {
	now := r.now()
	switch {
	case r.err != nil && now.Sub(r.tried).Abs() < retry:
		return false
	case r.keys == nil, now.Sub(r.fetched) >= fresh:
		return true
	}
	return r.keys[id] == nil && now.Sub(r.tried).Abs() >= patience
}

func (r *Remote) fetch(done chan struct{}) {
	keys, err := r.get()
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.err = err; err == nil {
		r.keys, r.fetched = keys, r.now()
	}
	r.done = nil
	close(done)
}

func (r *Remote) get() (map[string]*Key, error) {
	at := r.url
	if at == "" {
		var err error
		if at, err = r.discover(); err != nil {
			return nil, err
		}
	}
	text, err := r.read(at)
	if err != nil {
		return nil, err
	}
	keys, err := ParseKeys(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", at, err)
	}
	return keys, nil
}

// discover returns the URL of the issuer's key set. The document must name the same
// issuer, to the letter.
func (r *Remote) discover() (string, error) {
	at := strings.TrimSuffix(r.issuer, "/") + "/.well-known/openid-configuration"
	text, err := r.read(at)
	if err != nil {
		return "", err
	}
	var document struct {
		Issuer string `json:"issuer"`
		JWKS   string `json:"jwks_uri"`
	}
	if err := json.Unmarshal(text, &document); err != nil {
		return "", fmt.Errorf("%s is not a discovery document: %w", at, err)
	}
	if document.Issuer != r.issuer {
		return "", fmt.Errorf("%s names the issuer %q, not %q", at, document.Issuer, r.issuer)
	}
	keys, err := url.Parse(document.JWKS)
	if err != nil || keys.Host == "" || keys.Scheme != "https" && !strings.HasPrefix(r.issuer, "http://") {
		return "", fmt.Errorf("%s: jwks_uri %q is not an https URL", at, document.JWKS)
	}
	return document.JWKS, nil
}

// read fetches a document of at most maxSet bytes.
func (r *Remote) read(at string) ([]byte, error) {
	response, err := r.client.Get(at)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close() //nolint:errcheck // what was read is whole
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s responded %s", at, response.Status)
	}
	text, err := io.ReadAll(io.LimitReader(response.Body, maxSet+1))
	if err != nil {
		return nil, err
	}
	if len(text) > maxSet {
		return nil, fmt.Errorf("the document at %s is larger than %d bytes", at, maxSet)
	}
	return text, nil
}

// ParseKeys reads a JSON Web Key Set (RFC 7517, section 5). Keys that are for none of
// [spec.JWTAlgorithms], or that are too small to be trusted, are left out.
func ParseKeys(text []byte) (map[string]*Key, error) {
	var set struct {
		Keys []json.RawMessage `json:"keys"`
	}
	if err := json.Unmarshal(text, &set); err != nil {
		return nil, fmt.Errorf("this is not a key set: %w", err)
	}
	if set.Keys == nil {
		return nil, errors.New("this is not a key set: it has no keys")
	}
	keys := map[string]*Key{}
	for _, raw := range set.Keys {
		var key jose.JSONWebKey
		if err := key.UnmarshalJSON(raw); err != nil {
			continue // of a kind that is not known here
		}
		if key.KeyID == "" || key.Use != "" && key.Use != "sig" {
			continue
		}
		switch key.Key.(type) {
		case *rsa.PublicKey, *ecdsa.PublicKey:
			k := &Key{Public: key.Key, Algorithm: key.Algorithm}
			if slices.ContainsFunc(spec.JWTAlgorithms, k.signs) {
				keys[key.KeyID] = k
			}
		}
	}
	return keys, nil
}
