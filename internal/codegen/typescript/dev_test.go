package typescript_test

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
)

// TestDev serves an app with a generated package on this machine.
func TestDev(t *testing.T) {
	p := newProject(t)
	p.engine()
	p.generate("petstore", example)
	p.programs("dev.ts")
	p.bundle("programs/dev.ts")
	p.write("cdk.json", `{"app": "node out/dev.ts.mjs"}`)
	p.write("hello/index.js", `exports.handler = async (event) => ({
		statusCode: 200, body: JSON.stringify({ message: "Hello " + event.queryStringParameters.name }) });`)
	p.write("hello/package.json", `{"type": "commonjs"}`)
	base := p.serve()
	for _, c := range []struct{ method, path, want string }{
		{"GET", "/hello?name=you", `200 {"message":"Hello you"}`},
		{"GET", "/hello", `400 {"message": "Missing required request parameters: [name]"}`},
		{"DELETE", "/pets/1", "204 "},
		{"GET", "/health", `200 {"status":"open"}`},
		{"GET", "/pets/1", `404 {"message": "The specified key does not exist."}`},
	} {
		request, err := http.NewRequestWithContext(t.Context(), c.method, base+c.path, nil)
		if err != nil {
			t.Fatal(err)
		}
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(response.Body)
		if err != nil {
			t.Fatal(err)
		}
		if err := response.Body.Close(); err != nil {
			t.Fatal(err)
		}
		if got := response.Status[:4] + string(body); got != c.want {
			t.Errorf("%s %s answers %s, want %s", c.method, c.path, got, c.want)
		}
	}
}

// serve runs the project's app locally until the test ends, and returns its address.
func (p *project) serve() string {
	p.Helper()
	ctx, stop := context.WithCancel(p.Context())
	c := exec.CommandContext(ctx, os.Getenv("GATEWRIGHT"), "dev", "--port", "0", ".")
	c.Dir = p.dir
	c.Cancel = func() error { return c.Process.Signal(syscall.SIGTERM) }
	var errors strings.Builder
	c.Stderr = &errors
	out, err := c.StdoutPipe()
	if err != nil {
		p.Fatal(err)
	}
	if err := c.Start(); err != nil {
		p.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	p.Cleanup(func() {
		stop()
		for lines.Scan() { // until the program has ended
		}
		_ = c.Wait() // it was told to stop
	})
	for lines.Scan() {
		if line := lines.Text(); strings.HasPrefix(line, "http://") {
			return strings.Fields(line)[0]
		}
	}
	p.Fatalf("nothing is served:\n%s", &errors)
	return ""
}
