package cdkgo

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// call is a request to a served example and what is answered.
type call struct {
	method, path, body string
	status             int
	want               string // a part of the response
}

// TestDev serves the examples as gatewright dev does, with their own code behind them.
func TestDev(t *testing.T) {
	acceptance(t)
	t.Run(petstore.name, func(t *testing.T) {
		served := dev(t, petstore, petstore.infra())
		served.checkPetstore(t, petstore)
		for _, absent := range []string{"AWS::WAFv2::WebACL", "Petstore/Api/WebAcl"} {
			if !strings.Contains(served.said, absent) {
				t.Errorf("dev does not say that %s is not here:\n%s", absent, served.said)
			}
		}
	})

	for _, e := range translated {
		t.Run(e.name, func(t *testing.T) {
			served := dev(t, e, e.synthesize(t))
			served.checkPetstore(t, e)
			served.check(t, call{"GET", "/prices/cat", "", 200, `{"kind":"cat","cents":12000}`})
			served.check(t, call{"GET", "/prices/mouse", "", 404, ""})
		})
	}

	t.Run(orders.name, func(t *testing.T) {
		program := filepath.Join(t.TempDir(), "server")
		build(t, orders.source(), program, "./server")
		served := dev(t, orders, orders.infra(), "--vpc-link", "Orders/Link="+startServer(t, program))
		for _, c := range []call{
			{"GET", "/health", "", 200, `{"status":"open"}`},
			{"POST", "/orders", `{"customer": "Ada", "item": "lamp"}`, 201, `{"id":"1","customer":"Ada","item":"lamp"}`},
			{"POST", "/orders", `{"customer": "Ada"}`, 400, "item"},
			{"GET", "/orders?customer=Ada", "", 200, `[{"id":"1",`},
			{"GET", "/orders?customer=Bob", "", 200, `[]`},
			{"GET", "/orders/1", "", 200, `"lamp"`},
			{"GET", "/orders/2", "", 404, "there is no order 2"},
		} {
			served.check(t, c)
		}
	})
}

// checkPetstore calls the pet shop without and with a token.
func (s *served) checkPetstore(t *testing.T, e *example) {
	t.Helper()
	for _, c := range []call{
		{"GET", "/hello?name=Ada", "", 200, "Hello, Ada!"},
		{"GET", "/hello", "", 400, "name"},
		{"GET", "/pets", "", 401, "Unauthorized"},
		{"PUT", "/pets/1", `{"id": 1, "name": "Rex"}`, 401, "Unauthorized"},
	} {
		s.check(t, c)
	}
	s.token = token(t, e)
	for _, c := range []call{
		{"GET", "/pets", "", 200, `"name"`},
		{"GET", "/pets/1", "", 404, "message"},
		{"PUT", "/pets/1", `{"id": 1, "name": "Rex"}`, 200, ""},
		{"GET", "/pets/1", "", 200, "Rex"},
		{"PUT", "/pets/1", `{"id": 1}`, 400, "name"},
		{"DELETE", "/pets/1", "", 204, ""},
	} {
		s.check(t, c)
	}
}

func build(t *testing.T, dir, output, pkg string) {
	t.Helper()
	command := exec.Command("go", "build", "-o", output, pkg)
	command.Dir = dir
	if out, err := command.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", pkg, err, out)
	}
}

// served is an example that is served, and what was said before.
type served struct {
	url, said string
	token     string // of a user; empty: none is sent
}

// token returns a token of an example's user pool.
func token(t *testing.T, e *example) string {
	t.Helper()
	out, err := exec.Command(gatewright(t), "token", e.synthesize(t), "--user", "ada").Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}

// dev serves an example, its app or what it was synthesized to, for the length of a test.
func dev(t *testing.T, e *example, path string, args ...string) served {
	t.Helper()
	lines := start(t, exec.Command(gatewright(t), append([]string{"dev", path, "--port", "0", "--data", t.TempDir()}, args...)...))
	var said strings.Builder
	for line := range lines {
		if strings.HasPrefix(line, "http://") {
			return served{url: line, said: said.String()}
		}
		said.WriteString(line + "\n")
	}
	t.Fatalf("%s is not served:\n%s", e.name, said.String())
	return served{}
}

// startServer starts the server of the orders, and returns its address.
func startServer(t *testing.T, program string) string {
	t.Helper()
	// A server on a port that was free a moment ago; nothing else listens in these tests.
	free := httptest.NewServer(http.NotFoundHandler())
	address := free.Listener.Addr().String()
	free.Close()
	command := exec.Command(program)
	command.Env = append(command.Environ(), "ADDRESS="+address)
	for line := range start(t, command) {
		if strings.Contains(line, "taking orders") {
			break
		}
	}
	return address
}

// start runs a program until the test ends, and returns the lines that it writes.
func start(t *testing.T, command *exec.Cmd) <-chan string {
	t.Helper()
	reader, writer := io.Pipe()
	command.Stdout, command.Stderr = writer, writer
	command.WaitDelay = 10 * time.Second
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = command.Wait() // it is ended below
		_ = writer.Close()
	}()
	t.Cleanup(func() {
		_ = command.Process.Signal(os.Interrupt)
		select {
		case <-ended:
		case <-time.After(20 * time.Second):
			_ = command.Process.Kill()
			<-ended
		}
	})
	lines := make(chan string, 1000)
	go func() {
		defer close(lines)
		for scanner := bufio.NewScanner(reader); scanner.Scan(); {
			select {
			case lines <- scanner.Text():
			default: // nobody reads any more
			}
		}
	}()
	return lines
}

func (s served) check(t *testing.T, c call) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, c.method, s.url+c.path, strings.NewReader(c.body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	if s.token != "" {
		request.Header.Set("Authorization", s.token)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	if response.StatusCode != c.status || !strings.Contains(string(body), c.want) {
		t.Errorf("%s %s answers %d %s, want %d with %q", c.method, c.path, response.StatusCode, body, c.status, c.want)
	}
}
