package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"os/exec"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"

	"github.com/gatewright/gatewright/internal/local"
)

// credential makes the headers of a caller of a request.
type credential func(b *bench, dir string, request []byte) (string, error)

// againstCaller compares a MOCK operation that a caller must be let through to with
// a rival that answers everybody.
func againstCaller(path string, who credential) func(*bench) (figures, error) {
	return func(b *bench) (figures, error) {
		other, err := b.startRival(nil, "static")
		if err != nil {
			return figures{}, err
		}
		dir, err := b.copied("bench/testdata/api", "BACKEND", "127.0.0.1:9")
		if err != nil {
			return figures{}, err
		}
		ours, err := b.dev(dir)
		if err != nil {
			return figures{}, err
		}
		headers, err := who(b, dir, get(path))
		if err != nil {
			return figures{}, err
		}
		request := bytes.Replace(get(path), []byte("\r\n\r\n"), []byte("\r\n"+headers+"\r\n"), 1)
		return b.inTurns(
			load{ours.address, request, http.StatusOK, connections}.run,
			load{other.address, request, http.StatusOK, connections}.run)
	}
}

// withToken is a user of the local user pool.
func withToken(b *bench, dir string, _ []byte) (string, error) {
	ctx, cancel := context.WithTimeout(b.ctx, commandLimit)
	defer cancel()
	token, err := exec.CommandContext(ctx, b.binary, "token", dir, "--user", "bench").Output()
	if err != nil {
		return "", fmt.Errorf("gatewright token: %w", err)
	}
	return "Authorization: " + string(bytes.TrimSpace(token)) + "\r\n", nil
}

// withWord is whoever the function lets through.
func withWord(*bench, string, []byte) (string, error) { return "Authorization: word\r\n", nil }

// signed is the local user, for the minutes that a signature is good.
func signed(b *bench, _ string, request []byte) (string, error) {
	r, err := http.ReadRequest(bufio.NewReader(bytes.NewReader(request)))
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(nil)
	keys := aws.Credentials{AccessKeyID: local.AccessKeyID, SecretAccessKey: local.SecretAccessKey}
	if err := v4.NewSigner().SignHTTP(b.ctx, keys, r, hex.EncodeToString(sum[:]), "execute-api", "us-east-1", time.Now()); err != nil {
		return "", err
	}
	return "Authorization: " + r.Header.Get("Authorization") + "\r\nX-Amz-Date: " + r.Header.Get("X-Amz-Date") + "\r\n", nil
}
