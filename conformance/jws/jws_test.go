// Package jws holds the check of tokens' signatures to the examples of RFC 7515
// (JSON Web Signature) and RFC 7520 (Examples of Protecting Content Using JOSE).
package jws_test

import (
	"crypto/rsa"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/go-jose/go-jose/v4"

	"github.com/gatewright/gatewright/conformance/scorecard"
	"github.com/gatewright/gatewright/internal/gateway/jwt"
)

var update = flag.Bool("update", false, "write the score card")

// vector is an example. All of them are valid.
type vector struct {
	Name  string
	Token string
	Key   json.RawMessage // an RSA key; absent where the example has none
}

// TestExamples opens each example. What is changed in it must not open.
func TestExamples(t *testing.T) {
	text, err := os.ReadFile("testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var vectors []vector
	if err := json.Unmarshal(text, &vectors); err != nil {
		t.Fatal(err)
	}
	var card scorecard.Card
	for _, v := range vectors {
		card.Add(v.Name, open(v.Token, key(t, v.Key)))
		for how, token := range changed(v.Token) {
			if open(token, key(t, v.Key)) == nil {
				card.Add(v.Name+", "+how, errors.New("it is taken"))
			} else {
				card.Add(v.Name+", "+how, nil)
			}
		}
	}
	card.Check(t, "scorecard.txt", *update)
}

func open(token string, k *rsa.PublicKey) error {
	_, err := jwt.Open(token, []string{"RS256"}, func(jwt.Header, []byte) (*jwt.Key, error) {
		if k == nil {
			return nil, jwt.ErrInvalid
		}
		return &jwt.Key{Public: k}, nil
	})
	return err
}

func key(t *testing.T, text json.RawMessage) *rsa.PublicKey {
	t.Helper()
	if text == nil {
		return nil
	}
	var k jose.JSONWebKey
	if err := k.UnmarshalJSON(text); err != nil {
		t.Fatal(err)
	}
	public, ok := k.Key.(*rsa.PublicKey)
	if !ok {
		t.Fatalf("no RSA key: %T", k.Key)
	}
	return public
}

// changed returns forgeries of a compact serialization.
func changed(token string) map[string]string {
	parts := strings.Split(token, ".")
	if len(parts) != 3 || strings.HasPrefix(token, "{") {
		return nil
	}
	return map[string]string{
		"without its signature":  parts[0] + "." + parts[1] + ".",
		"with another payload":   parts[0] + "." + flipped(parts[1]) + "." + parts[2],
		"with another signature": parts[0] + "." + parts[1] + "." + flipped(parts[2]),
		"with another algorithm": "eyJhbGciOiJub25lIn0." + parts[1] + "." + parts[2],
	}
}

// flipped changes the first character.
func flipped(part string) string {
	if part == "" {
		return "AAAA"
	}
	first := "A"
	if part[0] == 'A' {
		first = "B"
	}
	return first + part[1:]
}
