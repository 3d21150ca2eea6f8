package console_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gatewright/gatewright/internal/console"
	"github.com/gatewright/gatewright/internal/gateway"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/spec"
)

const definition = `
openapi: 3.0.1
info: {title: console, version: "1"}
paths:
  /pets/{petId}:
    get:
      operationId: getPet
      responses: {"200": {description: ok}}
      x-amazon-apigateway-integration:
        type: MOCK
        requestTemplates: {application/json: '{"statusCode": 200}'}
        responses: {default: {statusCode: "200", responseTemplates: {application/json: '{"id": "$input.params("petId")"}'}}}
    post:
      operationId: addPet
      responses: {"200": {description: ok}}
      x-amazon-apigateway-integration:
        type: MOCK
        requestTemplates: {application/json: '{"statusCode": 200}'}
        responses: {default: {statusCode: "200", responseTemplates: {application/json: '$input.json("$")'}}}
`

// backend serves the definition.
type backend struct {
	url     string
	gateway *gateway.Gateway
	as      console.Identity // of the last request that was sent
}

func (b *backend) APIs() []console.API {
	return []console.API{{
		Title: "console", URL: b.url, Gateway: b.gateway, Document: []byte(`{}`),
		Identities: []console.Identity{{Kind: console.KeyHolder, Name: "alice"}},
	}}
}

func (b *backend) Identify(r *http.Request, _ string, as console.Identity, _ []byte) error {
	b.as = as
	if as.Kind == console.HeaderValue {
		r.Header.Set(as.Header, as.Value)
	}
	return nil
}
func (*backend) Functions() []console.Function               { return nil }
func (*backend) RestartFunctions(context.Context) error      { return nil }
func (*backend) Buckets() ([]console.Bucket, error)          { return nil, nil }
func (*backend) Object(string, string) (http.Handler, error) { return nil, errors.New("no object") }

// start serves a console and the API that it shows.
func start(t *testing.T) (c *client, api string, b *backend) {
	t.Helper()
	directory := t.TempDir()
	t.Setenv("XDG_RUNTIME_DIR", directory)
	s, err := console.Listen(console.Options{Path: directory})
	if err != nil {
		t.Fatal(err)
	}
	root, problems := tree.Read("definition.yaml", []byte(definition))
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	read, problems := spec.Read(&spec.Document{Root: root})
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	g, problems := gateway.New(read, gateway.Options{Observe: func(r *gateway.Recording) { s.Observe("", r) }})
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	server := httptest.NewServer(g)
	t.Cleanup(server.Close)
	b = &backend{url: server.URL, gateway: g}
	s.Show(b)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := errors.Join(<-ended, s.Close()); err != nil {
			t.Error(err)
		}
		if left, err := filepath.Glob(filepath.Join(directory, "gatewright", "run", "*")); err != nil || len(left) > 0 {
			t.Errorf("left behind: %v, %v", left, err)
		}
	})
	run, err := console.Find(0, directory)
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(directory, "gatewright", "run", "*.json"))
	if err != nil || len(files) != 1 {
		t.Fatalf("%v, %v", files, err)
	}
	if info, err := os.Stat(files[0]); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file with the token: %v, %v", info.Mode(), err)
	}
	return &client{t, run}, server.URL, b
}

type client struct {
	t *testing.T
	console.Run
}

// call sends a request to the console, and decodes its response.
func (c *client) call(method, path string, body, into any) int {
	c.t.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		c.t.Fatal(err)
	}
	r, err := http.NewRequest(method, c.URL+path, bytes.NewReader(text))
	if err != nil {
		c.t.Fatal(err)
	}
	r.Header.Set(console.TokenHeader, c.Token)
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		c.t.Fatal(err)
	}
	defer response.Body.Close()
	if into != nil {
		if err := json.NewDecoder(response.Body).Decode(into); err != nil {
			c.t.Fatal(err)
		}
	}
	return response.StatusCode
}

func get(t *testing.T, url string) {
	t.Helper()
	response, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(response.Body.Close()); err != nil {
		t.Fatal(err)
	}
}

func TestRequests(t *testing.T) {
	c, api, b := start(t)
	events := c.listen()
	get(t, api+"/pets/1?x=1")
	get(t, api+"/nothing")
	for range 2 {
		if event := <-events; event == "" {
			t.Fatal("no event")
		}
	}
	var list struct {
		Requests []console.Request
		Kept     int
	}
	if status := c.call("GET", "/api/v1/requests", nil, &list); status != 200 || list.Kept != 2 || list.Requests[0].Target != "/nothing" {
		t.Fatalf("%d: %+v", status, list)
	}
	for query, want := range map[string]int{"operation=getPet": 1, "status=4": 1, "status=5": 0, "text=nothing": 1, "limit=1": 1, "limit=0": 0} {
		list.Requests = nil
		if c.call("GET", "/api/v1/requests?"+query, nil, &list); len(list.Requests) != want {
			t.Errorf("%s: %d requests, want %d", query, len(list.Requests), want)
		}
	}
	list.Requests = nil
	c.call("GET", "/api/v1/requests?operation=getPet", nil, &list)
	id := list.Requests[0].ID

	var trace console.Trace
	if status := c.call("GET", "/api/v1/requests/"+id[:8], nil, &trace); status != 200 || trace.ID != id || len(trace.Steps) != 10 {
		t.Errorf("%d: %+v", status, trace)
	}
	var sent console.Sent
	if status := c.call("POST", "/api/v1/requests/"+id+"/replay", map[string]any{}, &sent); status != 200 || sent.Status != 200 || sent.Body.Text != `{"id": "1"}` {
		t.Errorf("replay: %d: %+v", status, sent)
	}
	as := console.Identity{Kind: console.KeyHolder, Name: "alice"}
	if status := c.call("POST", "/api/v1/send", console.Outgoing{Method: "POST", Target: "/pets/2", Body: `{"a": 1}`, Identity: as}, &sent); status != 200 || b.as.Name != "alice" {
		t.Errorf("send: %d: %+v, as %+v", status, sent, b.as)
	}
	if status := c.call("GET", "/api/v1/requests/"+sent.ID, nil, &trace); status != 200 || trace.Operation != "addPet" {
		t.Errorf("what was sent: %d: %+v", status, trace)
	}
	var rendering gateway.Rendering
	if c.call("POST", "/api/v1/requests/"+sent.ID+"/render", map[string]any{"template": "$input.path('$.a') $context.httpMethod"}, &rendering); rendering.Output != "1 POST" {
		t.Errorf("render: %+v", rendering)
	}
	if c.call("POST", "/api/v1/requests/"+sent.ID+"/render", map[string]any{"template": "\n  #if(true)"}, &rendering); len(rendering.Errors) != 1 || rendering.Errors[0].Line != 2 {
		t.Errorf("render: %+v", rendering)
	}
	var result map[string]string
	if c.call("POST", "/api/v1/requests/"+sent.ID+"/jsonpath", map[string]any{"path": "$.a"}, &result); result["output"] != "1" {
		t.Errorf("jsonpath: %v", result)
	}
	for as, want := range map[string]string{"curl": "curl -X POST", "go-test": "func TestAddPet(", "example": "examples:"} {
		if c.call("GET", "/api/v1/requests/"+sent.ID+"/copy/"+as, nil, &result); !strings.HasPrefix(result["text"], want) {
			t.Errorf("copy as %s: %s", as, result["text"])
		}
	}
	if status := c.call("POST", "/api/v1/state/clear", map[string]string{"what": "requests"}, nil); status != 200 {
		t.Errorf("clear: %d", status)
	}
	if status := c.call("GET", "/api/v1/requests/"+id, nil, nil); status != 404 {
		t.Errorf("a request that is no longer kept: %d", status)
	}
	for path, body := range map[string]any{"/api/v1/state/clear": map[string]string{"what": "x"}, "/api/v1/send": console.Outgoing{Method: "GET", Target: "http://example.com/"}} {
		if status := c.call("POST", path, body, nil); status != 400 {
			t.Errorf("%s: %d", path, status)
		}
	}
}

// listen returns the requests of the stream of events as they come.
func (c *client) listen() <-chan string {
	response, err := http.Get(c.URL + "/api/v1/events")
	if err != nil {
		c.t.Fatal(err)
	}
	c.t.Cleanup(func() { _ = response.Body.Close() })
	lines := bufio.NewScanner(response.Body)
	for lines.Scan() && lines.Text() != "event: hello" {
	}
	found := make(chan string, 10)
	go func() {
		for lines.Scan() {
			if data, ok := strings.CutPrefix(lines.Text(), "data: ["); ok {
				for range strings.Count(data, `"target"`) {
					found <- data
				}
			}
		}
	}()
	return found
}

// TestStrangers sends what web pages of strangers can send.
func TestStrangers(t *testing.T) {
	c, _, _ := start(t)
	own := strings.TrimPrefix(c.URL, "http://")
	_, port, err := net.SplitHostPort(own)
	if err != nil {
		t.Fatal(err)
	}
	hosts := []string{
		"evil.example", "evil.example:" + port, "127.0.0.1", "127.0.0.1:1", "localhost", "localhost.evil.example:" + port, "127.0.0.1.evil.example:" + port,
		"0.0.0.0:" + port, "[::]:" + port, "10.0.0.1:" + port, "", "127.0.0.1:" + port + "@evil.example", "evil.localhost:" + port, "[::1%25lo]:" + port, "2130706433:" + port,
	}
	origins := []string{
		"http://evil.example", "https://" + own, "null", "http://" + own + ".evil.example", "http://localhost", "http://127.0.0.1:1", "file://", "http://evil@" + own,
		"http://" + own + "/", "HTTP://" + own, "http://evil.example:" + port, "chrome-extension://abc", "http://[::1]", "ws://" + own, "http://" + own + ",http://evil.example", "http://0.0.0.0:" + port, "",
	}
	count := 0
	for _, path := range []string{"/", "/api/v1/requests", "/app.js", "/api/v1/events", "/api/v1/object?bucket=a&key=b"} {
		for _, host := range hosts {
			count++
			if status := c.raw("GET", path, host, nil); status != 421 && status != 400 {
				t.Errorf("GET %s with Host %q: %d", path, host, status)
			}
		}
		for _, origin := range origins {
			count++
			if status := c.raw("GET", path, own, map[string]string{"Origin": origin}); status != 403 {
				t.Errorf("GET %s with Origin %q: %d", path, origin, status)
			}
		}
		for _, site := range []string{"cross-site", "same-site", ""} {
			if status := c.raw("GET", path, own, map[string]string{"Sec-Fetch-Site": site}); status != 403 {
				t.Errorf("GET %s with Sec-Fetch-Site %q: %d", path, site, status)
			}
		}
	}
	for _, path := range []string{"/api/v1/send", "/api/v1/state/clear", "/api/v1/identify", "/api/v1/requests/x/replay", "/"} {
		for _, token := range []string{"", "x", c.Token + "x", c.Token[1:]} {
			count++
			if status := c.raw("POST", path, own, map[string]string{"Origin": c.URL, console.TokenHeader: token}); status != 401 {
				t.Errorf("POST %s with the token %q: %d", path, token, status)
			}
		}
	}
	if count < 60 {
		t.Errorf("%d combinations", count)
	}
	for _, host := range []string{own, "localhost:" + port, "[::1]:" + port} {
		if status := c.raw("GET", "/api/v1/requests", host, map[string]string{"Origin": "http://" + host, "Sec-Fetch-Site": "same-origin"}); status != 200 {
			t.Errorf("the console's own page at %s: %d", host, status)
		}
	}
}

// raw sends a request as bytes, and returns the status of the response.
func (c *client) raw(method, path, host string, header map[string]string) int {
	c.t.Helper()
	connection, err := net.Dial("tcp", strings.TrimPrefix(c.URL, "http://"))
	if err != nil {
		c.t.Fatal(err)
	}
	defer connection.Close()
	if err := connection.SetDeadline(time.Now().Add(10 * time.Second)); err != nil {
		c.t.Fatal(err)
	}
	text := fmt.Sprintf("%s %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n", method, path, host)
	for name, value := range header {
		text += name + ": " + value + "\r\n"
	}
	if _, err := io.WriteString(connection, text+"\r\n"); err != nil {
		c.t.Fatal(err)
	}
	response, err := http.ReadResponse(bufio.NewReader(connection), nil)
	if err != nil {
		c.t.Fatal(err)
	}
	// The body is not closed, which would read it to its end: a stream has none.
	if got := response.Header.Get("Content-Security-Policy"); response.StatusCode != 400 && !strings.HasPrefix(got, "default-src 'self';") {
		c.t.Errorf("%s %s: Content-Security-Policy %q", method, path, got)
	}
	return response.StatusCode
}

// TestPage looks at what is served as a page: with the token, and without anything that
// is not of the console.
func TestPage(t *testing.T) {
	c, api, _ := start(t)
	get(t, api+"/pets/%3Cscript%3Ealert(1)%3C%2Fscript%3E")
	response, err := http.Get(c.URL + "/")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(text, []byte(c.Token)) || bytes.Contains(text, []byte("{{")) || response.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("%v: %s", response.Header, text)
	}
	for _, outside := range []string{"http://", "https://", "<script>", "style=", "onload"} {
		if bytes.Contains(bytes.ReplaceAll(text, []byte("http://www.w3.org/"), nil), []byte(outside)) {
			t.Errorf("the page has %q in it", outside)
		}
	}
	for _, path := range []string{"/index.html", "/static/index.html", "/vendor/", "/../server.go"} {
		if status := c.raw("GET", path, strings.TrimPrefix(c.URL, "http://"), nil); status == 200 {
			t.Errorf("%s is served", path)
		}
	}
}

// TestSize holds the page with all that it loads to a size. Licences are not loaded.
func TestSize(t *testing.T) {
	const most = 300_000
	var compressed bytes.Buffer
	err := filepath.WalkDir("static", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) == ".txt" {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		w := gzip.NewWriter(&compressed)
		_, err = w.Write(text)
		return errors.Join(err, w.Close())
	})
	if err != nil {
		t.Fatal(err)
	}
	if compressed.Len() < 20_000 || compressed.Len() > most {
		t.Errorf("the files are %d bytes compressed, want at most %d", compressed.Len(), most)
	}
}
