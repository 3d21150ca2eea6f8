// Package userpool replaces Amazon Cognito and other issuers of tokens on a laptop: it
// signs tokens as they do, for users that need not exist. Tokens of this package open
// nothing but the local gateway.
package userpool

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/go-jose/go-jose/v4"

	"github.com/gatewright/gatewright/internal/gateway/jwt"
)

// keyBits is the size of Amazon Cognito's own keys.
const keyBits = 2048

// Keys are the keys of all local user pools. They are safe for concurrent use.
type Keys struct {
	file string // empty: nowhere but in memory

	mu      sync.Mutex
	own     *jose.JSONWebKey
	derived map[string]*jose.JSONWebKey // from own, by algorithm
}

// NewKeys creates keys that are kept nowhere.
func NewKeys() (*Keys, error) {
	key, err := newKey()
	if err != nil {
		return nil, err
	}
	return &Keys{own: key}, nil
}

// Open returns the keys in a file, which is made when it is not there. Only its
// owner may read it.
func Open(file string) (*Keys, error) {
	k := &Keys{file: file}
	k.mu.Lock()
	defer k.mu.Unlock()
	err := k.read()
	if errors.Is(err, fs.ErrNotExist) {
		err = k.create()
	}
	if err != nil {
		return nil, fmt.Errorf("the key of the local user pools cannot be had: %w", err)
	}
	return k, nil
}

// DefaultFile is where commands keep the keys: in the user's cache directory, so
// that one command takes the tokens that another has made.
func DefaultFile() (string, error) {
	dir, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	return filepath.Join(dir, "gatewright", "user-pool.json"), nil
}

// Key implements [jwt.Keys]. A key that is not known may have been put into the file
// meanwhile.
func (k *Keys) Key(_ context.Context, id string) (*jwt.Key, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	own, algorithm, _ := strings.Cut(id, keySeparator)
	if k.own.KeyID != own && k.file != "" {
		if err := k.read(); err != nil {
			return nil, err
		}
	}
	if k.own.KeyID != own {
		return nil, nil
	}
	key, err := k.key(algorithm)
	if err != nil || key.KeyID != id {
		return nil, err
	}
	return &jwt.Key{Public: key.Public().Key, Algorithm: algorithm}, nil
}

// keySeparator is between the ID of the RSA key and the algorithm in the ID of a key
// that is derived from it.
const keySeparator = "~"

// key returns the key for an algorithm: the RSA key, or one on the algorithm's curve
// that is derived from it, so that one file holds them all. k.mu is held.
func (k *Keys) key(algorithm string) (*jose.JSONWebKey, error) {
	curve, ok := jwt.Curves[algorithm]
	if !ok {
		return k.own, nil
	}
	if k.derived[algorithm] == nil {
		private, err := derive(k.own, curve)
		if err != nil {
			return nil, err
		}
		if k.derived == nil {
			k.derived = map[string]*jose.JSONWebKey{}
		}
		k.derived[algorithm] = &jose.JSONWebKey{
			Key: private, KeyID: k.own.KeyID + keySeparator + algorithm, Algorithm: algorithm, Use: "sig",
		}
	}
	return k.derived[algorithm], nil
}

// derive makes a key on a curve out of the RSA key (RFC 5869).
func derive(own *jose.JSONWebKey, curve elliptic.Curve) (*ecdsa.PrivateKey, error) {
	secret, ok := own.Key.(*rsa.PrivateKey)
	if !ok {
		return nil, errors.New("the key of the local user pools is not an RSA key")
	}
	size := (curve.Params().BitSize + 7) / 8
	for n := range 256 {
		scalar, err := hkdf.Key(sha512.New, secret.D.Bytes(), nil, fmt.Sprintf("gatewright %s %d", curve.Params().Name, n), size)
		if err != nil {
			return nil, err
		}
		scalar[0] &= byte(0xFF >> (8*size - curve.Params().BitSize))
		if private, err := ecdsa.ParseRawPrivateKey(curve, scalar); err == nil { // else it is zero or too large
			return private, nil
		}
	}
	return nil, fmt.Errorf("no key on %s can be derived", curve.Params().Name)
}

// read takes the key out of the file.
func (k *Keys) read() error {
	text, err := os.ReadFile(k.file)
	if err != nil {
		return err
	}
	var key jose.JSONWebKey
	if err := key.UnmarshalJSON(text); err != nil {
		return fmt.Errorf("%s holds no key (remove it to have a new one): %w", k.file, err)
	}
	if _, ok := key.Key.(*rsa.PrivateKey); !ok || key.KeyID == "" {
		return fmt.Errorf("%s holds no private RSA key with an ID; remove it to have a new one", k.file)
	}
	k.own, k.derived = &key, nil
	return nil
}

// create puts a new key into the file, unless another process has done so.
func (k *Keys) create() error {
	key, err := newKey()
	if err != nil {
		return err
	}
	text, err := json.Marshal(key)
	if err != nil {
		return err
	}
	dir := filepath.Dir(k.file)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	staged, err := os.CreateTemp(dir, ".user-pool-*") // which nobody else may read
	if err != nil {
		return err
	}
	_, err = staged.Write(text)
	if err = errors.Join(err, staged.Close()); err == nil {
		err = os.Link(staged.Name(), k.file)
	}
	if err = errors.Join(ignoreExisting(err), os.Remove(staged.Name())); err != nil {
		return err
	}
	return k.read()
}

func ignoreExisting(err error) error {
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	return err
}

func newKey() (*jose.JSONWebKey, error) {
	private, err := rsa.GenerateKey(rand.Reader, keyBits)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(private.N.Bytes())
	return &jose.JSONWebKey{
		Key: private, KeyID: base64.StdEncoding.EncodeToString(sum[:]), Algorithm: string(jose.RS256), Use: "sig",
	}, nil
}
