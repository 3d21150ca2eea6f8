// Package userpool stands in for Amazon Cognito on a laptop: it signs tokens as a
// user pool does, for users that need not exist. Tokens of this package open
// nothing but the local gateway.
package userpool

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"github.com/go-jose/go-jose/v4"
)

// keyBits is the size of Amazon Cognito's own keys.
const keyBits = 2048

// Keys are the keys of all local user pools. They are safe for concurrent use.
type Keys struct {
	file string // empty: nowhere but in memory

	mu  sync.Mutex
	own *jose.JSONWebKey
}

// NewKeys makes keys that are kept nowhere.
func NewKeys() (*Keys, error) {
	key, err := newKey()
	if err != nil {
		return nil, err
	}
	return &Keys{own: key}, nil
}

// Open gives the keys in a file, which is made when it is not there. Only its
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

// Key gives the public key of an ID, or nil. A key that is not known may have
// been put into the file meanwhile.
func (k *Keys) Key(_ context.Context, id string) (*rsa.PublicKey, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.own.KeyID != id && k.file != "" {
		if err := k.read(); err != nil {
			return nil, err
		}
	}
	if k.own.KeyID != id {
		return nil, nil
	}
	public, _ := k.own.Public().Key.(*rsa.PublicKey)
	return public, nil
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
	k.own = &key
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
