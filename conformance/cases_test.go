package conformance_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/gateway"
	"github.com/gatewright/gatewright/internal/gateway/wire"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/spec"
)

var update = flag.Bool("update", false, "write the answers of this run into the cases")

// TestCases runs the cases of the folder "cases". A case is a txtar archive; its
// comment names the rule. Its files:
//
//	definition.yaml    the definition; BACKEND stands for the address of the HTTP backend
//	options.json       fields of gateway.Options (optional)
//	diagnostics        what New says (optional; with errors the case ends there)
//	backend            the raw response of the HTTP backend
//	service            the raw response of every AWS service
//	lambda NAME        what the function returns; "lambda NAME error": the function fails with it;
//	                   "lambda NAME throttled", "… missing", "… timeout": the invocation fails
//	request N          what is written to the socket; line ends become CRLF in the head; see withCallers
//	received N         what reached a backend meanwhile (optional)
//	access N           the line of the access log (optional)
//	log N              the execution log from the first failure on (optional)
//	response N         what comes back
//
// In "response" the headers are sorted; Date and the two request ids, which
// every response must have, are left out; what differs from run to run is
// replaced by a word in angle brackets.
func TestCases(t *testing.T) {
	files, err := filepath.Glob("cases/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			t.Parallel()
			runCase(t, file)
		})
	}
}

func runCase(t *testing.T, file string) {
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	c := newConformanceCase(t, archive)
	for i := range archive.Files {
		f := &archive.Files[i]
		var got string
		switch kind, n, _ := strings.Cut(f.Name, " "); kind {
		case "diagnostics":
			got = c.diagnostics
		case "response":
			got = c.round(n).response
		case "received":
			got = c.round(n).received
		case "log":
			got = c.round(n).log
		case "access":
			got = c.round(n).access
		default:
			continue
		}
		if *update {
			f.Data = []byte(got)
			continue
		}
		if d := cmp.Diff(string(f.Data), got); d != "" {
			t.Errorf("%s (-want +got):\n%s", f.Name, d)
		}
	}
	if *update {
		if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// conformanceCase is a gateway with the backends of one case.
type conformanceCase struct {
	t           *testing.T
	files       map[string]string
	diagnostics string
	address     string // of the gateway
	backend     string // address of the HTTP backend
	rounds      map[string]*round

	mu       sync.Mutex
	received []string
	log      []string
	access   string
}

type round struct{ response, received, log, access string }

func newConformanceCase(t *testing.T, archive *txtar.Archive) *conformanceCase {
	c := &conformanceCase{t: t, files: map[string]string{}, rounds: map[string]*round{}}
	for _, f := range archive.Files {
		c.files[f.Name] = string(f.Data)
	}
	backend := httptest.NewServer(http.HandlerFunc(c.serveBackend))
	t.Cleanup(backend.Close)
	c.backend = backend.Listener.Addr().String()

	api, problems := readDefinition(strings.ReplaceAll(c.files["definition.yaml"], "BACKEND", c.backend))
	if problems.HasErrors() {
		t.Fatalf("the definition cannot be read: %v", problems)
	}
	g, problems := gateway.New(api, c.options())
	var text bytes.Buffer
	if err := diag.WriteText(&text, problems, nil); err != nil {
		t.Fatal(err)
	}
	c.diagnostics = text.String()
	if _, expected := c.files["diagnostics"]; !expected && len(problems) > 0 {
		t.Errorf("unexpected diagnostics:\n%s", c.diagnostics)
	}
	if g == nil {
		return c
	}
	server := httptest.NewUnstartedServer(g)
	server.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	server.Listener = wire.Listener(server.Listener)
	server.Config.ConnContext = wire.ConnContext
	server.Start()
	t.Cleanup(server.Close)
	c.address = server.Listener.Addr().String()
	return c
}

func readDefinition(text string) (*spec.API, diag.List) {
	root, problems := tree.Read("definition.yaml", []byte(text))
	if problems.HasErrors() {
		return nil, problems
	}
	return spec.Read(&spec.Document{Root: root})
}

func (c *conformanceCase) options() gateway.Options {
	o := gateway.Options{
		Lambda:   c,
		Services: services{c},
		Now:      func() time.Time { return caseTime },
		ExecutionLog: func(_, line string) {
			c.mu.Lock()
			defer c.mu.Unlock()
			c.log = append(c.log, line)
		},
		AccessLogTo: accessLog{c},
		VPCLink: func(id string) (string, error) {
			if id != "link01" {
				return "", errors.New("no such link")
			}
			return c.backend, nil
		},
	}
	if text, ok := c.files["options.json"]; ok {
		if err := json.Unmarshal([]byte(text), &o); err != nil {
			c.t.Fatal(err)
		}
		for name, value := range o.StageVariables {
			o.StageVariables[name] = strings.ReplaceAll(value, "BACKEND", c.backend)
		}
	}
	for i := range o.Issuers {
		o.Issuers[i].Keys = poolKeys{poolKey(c.t)}
	}
	for i := range o.UserPools {
		o.UserPools[i].Keys = poolKeys{poolKey(c.t)}
	}
	return o
}

// round sends a request once and keeps what came of it.
func (c *conformanceCase) round(n string) *round {
	c.t.Helper()
	if r := c.rounds[n]; r != nil {
		return r
	}
	request, ok := c.files[strings.TrimSpace("request "+n)]
	if !ok {
		c.t.Fatalf("there is no request %s", n)
	}
	if c.address == "" {
		c.t.Fatal("the definition has errors")
	}
	c.received, c.log = nil, nil
	c.access = ""
	o := c.options()
	raw := rawRoundTrip(c.t, c.address, rawRequest(c.withCallers(&o, request)))
	c.mu.Lock()
	defer c.mu.Unlock()
	normal := normaliser(c, request, raw)
	r := &round{
		response: normal(dumpResponse(c.t, raw)),
		received: normal(strings.Join(c.received, "\n")),
		log:      normal(failureLog(c.log)),
		access:   normal(c.access),
	}
	c.rounds[n] = r
	return r
}

var failureLine = regexp.MustCompile("^(Execution failed|Lambda |Request body|Unauthorized request|The client is not)")

// failureLog keeps the lines that tell of a failure.
func failureLog(lines []string) string {
	kept := ""
	for _, l := range lines {
		if failureLine.MatchString(l) {
			kept += l + "\n"
		}
	}
	return kept
}

// rawRequest ends the lines of a request's head as HTTP does, and takes the last
// newline, which belongs to the archive, from its body.
func rawRequest(text string) string {
	head, body, _ := strings.Cut(text, "\n\n")
	head = strings.ReplaceAll(strings.TrimSuffix(head, "\n"), "\n", "\r\n")
	body = strings.TrimSuffix(body, "\n")
	if body != "" && !strings.Contains(head, "Transfer-Encoding") && !strings.Contains(head, "Content-Length") {
		head += fmt.Sprintf("\r\nContent-Length: %d", len(body))
	}
	if strings.Contains(head, "Transfer-Encoding: chunked") {
		body = fmt.Sprintf("%x\r\n%s\r\n0\r\n\r\n", len(body), body)
	}
	return head + "\r\nConnection: close\r\n\r\n" + body
}

// rawRoundTrip writes bytes to a socket and reads until the server closes it.
func rawRoundTrip(t *testing.T, address, request string) string {
	t.Helper()
	connection, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close()
	if err := connection.SetDeadline(time.Now().Add(30 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(connection, request); err != nil {
		t.Fatal(err)
	}
	answer, err := io.ReadAll(connection)
	if err != nil {
		t.Fatal(err)
	}
	return string(answer)
}

var (
	requestIDForm  = regexp.MustCompile(`(?m)^x-amzn-RequestId: ([0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})\r$`)
	extendedIDForm = regexp.MustCompile(`(?m)^x-amz-apigw-id: ([A-Za-z0-9_-]{15}=)\r$`)
	traceForm      = regexp.MustCompile(`(Root=1-[0-9a-f]{8}-[0-9a-f]{24});Parent=([0-9a-f]{16});Sampled=([01])`)
	rootForm       = regexp.MustCompile(`Root=1-[0-9a-f]{8}-[0-9a-f]{24}`)
	dateForm       = regexp.MustCompile(`(?m)^Date: [^\r]*GMT\r$`)
)

// dumpResponse returns a response with its headers sorted and without those that
// are always there, which it checks.
func dumpResponse(t *testing.T, raw string) string {
	t.Helper()
	head, body, ok := strings.Cut(raw, "\r\n\r\n")
	if !ok {
		t.Fatalf("no response: %q", raw)
	}
	lines := strings.Split(head, "\r\n")
	for _, form := range []*regexp.Regexp{requestIDForm, extendedIDForm, dateForm} {
		if len(form.FindAllString(head+"\r\n", -1)) != 1 {
			t.Errorf("%s is not there once in\n%s", form, head)
		}
	}
	kept := lines[1:1]
	for _, l := range lines[1:] {
		name, _, _ := strings.Cut(l, ":")
		if name != "x-amzn-RequestId" && name != "x-amz-apigw-id" && name != "Date" && l != "Connection: close" {
			kept = append(kept, l)
		}
	}
	slices.SortFunc(kept, func(a, b string) int { return strings.Compare(strings.ToLower(a), strings.ToLower(b)) })
	return lines[0] + "\n" + strings.Join(kept, "\n") + "\n\n" + withNewline(body)
}

func withNewline(text string) string {
	if text == "" || strings.HasSuffix(text, "\n") {
		return text
	}
	return text + "\n"
}

// normaliser replaces what differs from run to run: also the parts of a trace that
// the request does not have.
func normaliser(c *conformanceCase, request, raw string) func(string) string {
	var pairs []string
	if m := requestIDForm.FindStringSubmatch(raw); m != nil {
		pairs = append(pairs, m[1], "<request id>")
	}
	if m := extendedIDForm.FindStringSubmatch(raw); m != nil {
		pairs = append(pairs, m[1], "<extended id>")
	}
	_, port, _ := net.SplitHostPort(c.address)
	pairs = append(pairs, c.backend, "BACKEND", c.address, "GATEWAY", ":"+port, ":<port>", `"`+port+`"`, `"<port>"`, " "+port+"\n", " <port>\n")
	replacer := strings.NewReplacer(pairs...)
	return func(text string) string {
		text = replacer.Replace(strings.ReplaceAll(text, "\r\n", "\n"))
		text = traceForm.ReplaceAllStringFunc(text, func(trace string) string {
			part := traceForm.FindStringSubmatch(trace)
			switch root, parent, sampled := part[1], part[2], part[3]; {
			case !strings.Contains(request, root):
				return "<trace " + sampled + ">"
			case !strings.Contains(request, parent):
				return root + ";Parent=<parent>;Sampled=" + sampled
			}
			return trace
		})
		return rootForm.ReplaceAllStringFunc(text, func(root string) string {
			if strings.Contains(request, root) {
				return root
			}
			return "<root>"
		})
	}
}

// record keeps what reached a backend.
func (c *conformanceCase) record(text string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.received = append(c.received, withNewline(text))
}

// serveBackend records a request and responds with the raw bytes of the case.
func (c *conformanceCase) serveBackend(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		c.t.Error(err)
	}
	c.record(fmt.Sprintf("%s %s\nHost: %s\n%s\n%s", r.Method, r.RequestURI, r.Host, headerLines(r.Header), body))
	raw, ok := c.files["backend"]
	if !ok {
		raw = "HTTP/1.1 200 OK\nContent-Type: text/plain\n\nok"
	}
	connection, _, err := w.(http.Hijacker).Hijack()
	if err != nil {
		c.t.Error(err)
		return
	}
	defer connection.Close()
	if strings.HasPrefix(raw, "silence") {
		<-r.Context().Done()
		return
	}
	if strings.HasPrefix(raw, "hang up") {
		return
	}
	if _, err := io.WriteString(connection, rawAnswer(raw)); err != nil {
		c.t.Error(err)
	}
}

func rawAnswer(text string) string {
	head, body, _ := strings.Cut(text, "\n\n")
	body = strings.TrimSuffix(body, "\n")
	return strings.ReplaceAll(strings.TrimSuffix(head, "\n"), "\n", "\r\n") +
		fmt.Sprintf("\r\nContent-Length: %d\r\nConnection: close\r\n\r\n", len(body)) + body
}

func headerLines(h http.Header) string {
	var b strings.Builder
	for _, name := range slices.Sorted(keys(h)) {
		for _, v := range h[name] {
			fmt.Fprintf(&b, "%s: %s\n", name, v)
		}
	}
	return b.String()
}

func keys(h http.Header) func(func(string) bool) {
	return func(yield func(string) bool) {
		for name := range h {
			if !yield(name) {
				return
			}
		}
	}
}

// Invoke implements gateway.Lambda with the files of the case.
func (c *conformanceCase) Invoke(ctx context.Context, call gateway.LambdaCall) (gateway.LambdaResult, error) {
	name := call.FunctionARN[strings.LastIndexByte(call.FunctionARN, ':')+1:]
	suffix := ""
	if call.Async {
		suffix = " (asynchronous)"
	}
	c.record("function " + name + suffix + "\n" + indentJSON(call.Payload))
	result := gateway.LambdaResult{RequestID: "11111111-2222-4333-8444-555555555555"}
	for file, text := range c.files {
		how, ok := strings.CutPrefix(file, "lambda "+name)
		if !ok || how != "" && how[0] != ' ' {
			continue
		}
		result.Payload = []byte(strings.TrimSuffix(text, "\n"))
		switch how {
		case " error":
			result.FunctionError = "Unhandled"
		case " throttled":
			return gateway.LambdaResult{}, &gateway.FunctionThrottledError{FunctionARN: call.FunctionARN}
		case " timeout":
			<-ctx.Done()
			return gateway.LambdaResult{}, ctx.Err()
		}
		return result, nil
	}
	return gateway.LambdaResult{}, &gateway.FunctionNotFoundError{FunctionARN: call.FunctionARN}
}

func indentJSON(text []byte) string {
	var b bytes.Buffer
	if err := json.Indent(&b, text, "", "  "); err != nil {
		return string(text)
	}
	return b.String()
}

// accessLog keeps what is written about requests.
type accessLog struct{ c *conformanceCase }

func (a accessLog) Write(line []byte) (int, error) {
	a.c.mu.Lock()
	defer a.c.mu.Unlock()
	a.c.access += string(line)
	return len(line), nil
}

// services answers for AWS with the file "service".
type services struct{ c *conformanceCase }

func (s services) RoundTrip(r *http.Request) (*http.Response, error) {
	info, ok := gateway.ServiceRequestFrom(r.Context())
	if !ok {
		return nil, errors.New("the request has no ServiceRequest")
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	s.c.record(fmt.Sprintf("%+v\n%s %s\n%s\n%s", info, r.Method, r.URL, headerLines(r.Header), body))
	raw, ok := s.c.files["service"]
	if !ok {
		raw = "HTTP/1.1 200 OK\nContent-Type: application/json\n\n{}"
	}
	return http.ReadResponse(bufio.NewReader(strings.NewReader(rawAnswer(raw))), r)
}
