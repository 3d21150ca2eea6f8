package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

const stageModel = `
openapi: 3.0.3
info: { title: Shop, version: "1" }
paths:
  /pets:
    get: { operationId: listPets, responses: { "200": { description: ok } } }
  /open:
    get: { operationId: open, responses: { "200": { description: ok } } }
`

const stageFile = `
model: api.yaml
apiKeyOptions: { keys: { alice: { value: aaaaaaaaaaaaaaaaaaaaaaaa } } }
usagePlans: { small: { keys: [alice], throttle: { rate: 1, burst: 2 } } }
accessLog: { format: "$context.status $context.resourcePath $context.identity.apiKeyId $context.requestId", file: access.log }
stageSettings: { methods: { open: { logging: "off" } } }
integrations:
  listPets: { mock: { statusCode: 200 }, apiKeyRequired: true }
  open: { mock: { statusCode: 200 } }
`

func writeStage(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"api.yaml": stageModel, "gatewright.yaml": stageFile} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// status asks for a path with an API key and returns the response's status.
func (s *served) status(t *testing.T, path, key string) int {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.url+path, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("X-Api-Key", key)
	r.Header.Set("X-Amzn-RequestId", "my-id")
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	return response.StatusCode
}

// TestStage holds that keys, plans, settings and logs of gatewright.yaml count.
func TestStage(t *testing.T) {
	dir := writeStage(t)
	execution := filepath.Join(t.TempDir(), "execution.log")
	s := serveDev(t, dir, "--no-watch", "--clock", "2026-01-02T15:04:05Z", "--execution-log="+execution)
	const key = "aaaaaaaaaaaaaaaaaaaaaaaa"
	var got []int
	for _, k := range []string{key, "wrong", key, key} {
		got = append(got, s.status(t, "/pets", k))
	}
	got = append(got, s.status(t, "/open", ""))
	if d := cmp.Diff([]int{200, 403, 200, 429, 200}, got); d != "" {
		t.Errorf("statuses (-want +got):\n%s", d)
	}
	s.stop()
	want := "200 /pets alice my-id\n403 /pets - my-id\n200 /pets alice my-id\n429 /pets alice my-id\n200 /open - my-id\n"
	if d := cmp.Diff(want, readFile(t, filepath.Join(dir, "access.log"))); d != "" {
		t.Errorf("access log (-want +got):\n%s", d)
	}
	log := readFile(t, execution)
	for line := range strings.Lines(log) {
		if !strings.HasPrefix(line, "(my-id) ") {
			t.Errorf("the execution log has the line %q", line)
		}
	}
	if strings.Count(log, "Starting execution for request: my-id") != 2 || strings.Contains(log, "/open") {
		t.Errorf("the execution log:\n%s", log)
	}
}

func readFile(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestAccessLogFlag writes JSON to stderr when nothing else is asked for.
func TestAccessLogFlag(t *testing.T) {
	dir := writeStage(t)
	s := serveDev(t, filepath.Join(dir, "api.yaml"), "--no-watch", "--access-log", "-")
	s.status(t, "/open", "")
	s.stop()
	if !strings.Contains(s.stderr.String(), `{"requestId":"my-id","extendedRequestId":`) {
		t.Errorf("stderr: %s", s.stderr)
	}
}

// TestTLS serves HTTPS by HTTP/1.1 and by HTTP/2, with a certificate that stays the
// same.
func TestTLS(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	t.Setenv("HOME", t.TempDir())
	dir := writeStage(t)
	var certificates []string
	for range 2 {
		address, certificate := serveTLS(t, dir)
		certificates = append(certificates, certificate)
		pool := x509.NewCertPool()
		if !pool.AppendCertsFromPEM([]byte(readFile(t, certificate))) {
			t.Fatal("the certificate cannot be read")
		}
		for protocol, http2 := range map[string]bool{"HTTP/1.1": false, "HTTP/2.0": true} {
			transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}, ForceAttemptHTTP2: http2}
			if !http2 {
				transport.TLSNextProto = map[string]func(string, *tls.Conn) http.RoundTripper{}
			}
			client := http.Client{Transport: transport}
			response, err := client.Get(address + "/open")
			if err != nil {
				t.Fatal(err)
			}
			transport.CloseIdleConnections()
			if err := response.Body.Close(); err != nil {
				t.Error(err)
			}
			if response.Proto != protocol || response.StatusCode != http.StatusOK {
				t.Errorf("%s: %s %d", protocol, response.Proto, response.StatusCode)
			}
		}
	}
	if certificates[0] != certificates[1] {
		t.Errorf("certificates: %q", certificates)
	}
}

// serveTLS serves until the test ends, and returns address and certificate.
func serveTLS(t *testing.T, dir string) (address, certificate string) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	out, in := io.Pipe()
	var stderr syncBuffer
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		run(ctx, []string{"dev", dir, "--port", "0", "--no-watch", "--tls"}, strings.NewReader(""), in, &stderr)
		_ = in.Close()
	}()
	t.Cleanup(func() { cancel(); <-ended })
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if strings.HasPrefix(lines.Text(), "https://") {
			address = lines.Text()
			break
		}
	}
	found := regexp.MustCompile(`file=(\S+)`).FindStringSubmatch(stderr.String())
	if address == "" || found == nil {
		t.Fatalf("address %q; stderr: %s", address, &stderr)
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	return address, found[1]
}

// TestUnencryptedHTTP2 serves HTTP/2 to a client that knows so.
func TestUnencryptedHTTP2(t *testing.T) {
	s := serveDev(t, writeStage(t), "--no-watch")
	var protocols http.Protocols
	protocols.SetUnencryptedHTTP2(true)
	client := http.Client{Transport: &http.Transport{Protocols: &protocols}}
	response, err := client.Get(s.url + "/open")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	client.CloseIdleConnections()
	if response.Proto != "HTTP/2.0" || response.Header.Get("X-Amzn-RequestId") == "" {
		t.Errorf("%s %v", response.Proto, response.Header)
	}
}

// TestHalfCertificate wants both files.
func TestHalfCertificate(t *testing.T) {
	var stderr bytes.Buffer
	if status := run(t.Context(), []string{"dev", "--tls-cert", "x.pem"}, strings.NewReader(""), io.Discard, &stderr); status != exitUsage {
		t.Errorf("status %d: %s", status, &stderr)
	}
}

// TestStageOfAssembly holds that keys and plans of a CDK app count, and that a key
// which no template tells is told.
func TestStageOfAssembly(t *testing.T) {
	archive, err := txtar.ParseFile("../../internal/local/cloudformation/testdata/assemblies/usage.txtar")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for _, f := range archive.Files {
		if err := os.WriteFile(filepath.Join(dir, f.Name), f.Data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	access := filepath.Join(t.TempDir(), "access.log")
	s := serveDev(t, dir, "--no-watch", "--clock", "2026-01-02T15:04:05Z", "--access-log", access)
	key := regexp.MustCompile(`Shop/Key +([0-9a-f]{40})\n`).FindStringSubmatch(s.stdout.String())
	if key == nil {
		t.Fatalf("no key is told:\n%s", s.stdout)
	}
	var got []int
	for _, k := range []string{key[1], "kkkkkkkkkkkkkkkkkkkkkkkk", key[1], key[1], key[1]} {
		got = append(got, s.status(t, "/", k))
	}
	if d := cmp.Diff([]int{500, 403, 500, 500, 429}, got); d != "" { // the mock has no template
		t.Errorf("statuses (-want +got):\n%s", d)
	}
	s.stop()
	if want := "my-id 500\nmy-id 403\nmy-id 500\nmy-id 500\nmy-id 429\n"; readFile(t, access) != want {
		t.Errorf("access log:\n%s", readFile(t, access))
	}
}
