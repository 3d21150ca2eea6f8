package devserver_test

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/devserver"
)

// serveWith starts a server with more options.
func serveWith(t *testing.T, dir string, set func(o *devserver.Options)) *served {
	t.Helper()
	s, err := startWith(t, dir, set)
	if err != nil {
		t.Fatalf("%v\n%s", err, s.output)
	}
	return s
}

func startWith(t *testing.T, dir string, set func(o *devserver.Options)) (*served, error) {
	t.Helper()
	s := &served{t: t, dir: dir, output: &output{}}
	o := devserver.Options{
		Path: dir, Stderr: s.output, Logger: slog.New(slog.NewTextHandler(s.output, nil)),
		Report: func(l diag.List) {
			for _, d := range l {
				fmt.Fprintln(s.output, d.Error())
			}
		},
	}
	set(&o)
	s.Server = devserver.New(t.Context(), o)
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s, s.Start()
}

// functionProject has the function "hello" behind both operations.
func functionProject(t *testing.T, settings, code string) string {
	t.Helper()
	return project(t, map[string]string{
		"api.yaml": model, "hello/index.mjs": code,
		"gatewright.yaml": `
model: api.yaml
` + settings + `
integrations: { listPets: { lambda: hello }, sayHello: { lambda: hello } }
`,
	})
}

// TestConcurrency verifies that one call runs at a time, and that the log says that
// others wait.
func TestConcurrency(t *testing.T) {
	need(t, "node")
	const code = `
export const handler = async () => {
  await new Promise((done) => setTimeout(done, 150));
  return { statusCode: 200, body: String(process.pid) };
};`
	const function = `hello: { code: hello, runtime: nodejs22.x, handler: index.handler`
	for name, tt := range map[string]struct {
		settings string
		flag     map[string]int
	}{
		"key":            {settings: "functions: { " + function + ", concurrency: 1 } }"},
		"flag":           {settings: "functions: { " + function + " } }", flag: map[string]int{"hello": 1}},
		"flag for all":   {settings: "functions: { " + function + " } }", flag: map[string]int{devserver.All: 1}},
		"flag over both": {settings: "functions: { " + function + ", concurrency: 5 } }", flag: map[string]int{devserver.All: 7, "hello": 1}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serveWith(t, functionProject(t, tt.settings, code), func(o *devserver.Options) { o.Concurrency, o.NoWatch = tt.flag, true })
			var mu sync.Mutex
			processes := map[string]bool{}
			var clients sync.WaitGroup
			for range 5 {
				clients.Go(func() {
					_, body := s.get("/hello")
					mu.Lock()
					defer mu.Unlock()
					processes[body] = true
				})
			}
			clients.Wait()
			if len(processes) != 1 {
				t.Errorf("%d processes responded", len(processes))
			}
			if n := strings.Count(s.output.String(), "calls of hello wait for others"); n != 1 {
				t.Errorf("the log says %d times that calls wait:\n%s", n, s.output)
			}
		})
	}
}

// TestUnknownFunction verifies that a misspelt function is an error with the right name.
func TestUnknownFunction(t *testing.T) {
	need(t, "node")
	dir := functionProject(t, "functions: { hello: { code: hello, runtime: nodejs22.x, handler: index.handler } }", "export const handler = () => ({});")
	_, err := startWith(t, dir, func(o *devserver.Options) { o.Concurrency = map[string]int{"helo": 2} })
	if err == nil || !strings.Contains(err.Error(), `--concurrency names the function "helo"`) {
		t.Errorf("found %v", err)
	}
}

// TestAccount verifies that requests and functions see the account of the file, and that
// a function is found by the ARN of another one.
func TestAccount(t *testing.T) {
	need(t, "node")
	const code = `export const handler = async (event, context) =>
  ({ statusCode: 200, body: event.requestContext.accountId + " " + context.invokedFunctionArn });`
	const function = "code: hello, runtime: nodejs22.x, handler: index.handler"
	for settings, want := range map[string]string{
		"functions: { hello: { " + function + " } }":                                                                                                       "123456789012 arn:aws:lambda:us-east-1:123456789012:function:hello",
		`accountId: "012345678901"` + "\nfunctions: { hello: { " + function + " } }":                                                                       "012345678901 arn:aws:lambda:us-east-1:012345678901:function:hello",
		`accountId: "111122223333"` + "\nfunctions: { hello: { arn: \"arn:aws:lambda:eu-west-1:444455556666:function:hi:live\", " + function + " } }":      "111122223333 arn:aws:lambda:eu-west-1:444455556666:function:hi:live",
		`accountId: "111122223333"` + "\nfunctions: { hello: { arn: !Sub \"arn:aws:lambda:eu-west-1:${AWS::AccountId}:function:hi\", " + function + " } }": "111122223333 arn:aws:lambda:eu-west-1:111122223333:function:hi",
	} {
		s := serveWith(t, functionProject(t, settings, code), func(o *devserver.Options) { o.NoWatch = true })
		s.expect("/hello", want)
	}
}

// TestEndpoints verifies that services are at endpoints of their own, for integrations
// and for functions.
func TestEndpoints(t *testing.T) {
	need(t, "node")
	stub := func(name string) *url.URL {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, name) }))
		t.Cleanup(server.Close)
		u, err := url.Parse(server.URL)
		if err != nil {
			t.Fatal(err)
		}
		return u
	}
	queue, others := stub("queue"), stub("others")
	dir := project(t, map[string]string{
		"api.yaml": strings.Replace(model, "paths:", "paths:\n  /tables: { get: { operationId: listTables, responses: { \"200\": { description: ok } } } }", 1),
		"hello/index.mjs": `export const handler = async () => ({ statusCode: 200, body:
  [process.env.AWS_ENDPOINT_URL_SQS, process.env.AWS_ENDPOINT_URL_SFN, process.env.AWS_ENDPOINT_URL].join(" ") });`,
		"gatewright.yaml": `
model: api.yaml
functions: { hello: { code: hello, runtime: nodejs22.x, handler: index.handler } }
integrations:
  listPets: { service: { service: sqs, path: 111122223333/orders, role: "arn:aws:iam::111122223333:role/r" } }
  listTables: { service: { service: dynamodb, action: ListTables, role: "arn:aws:iam::111122223333:role/r" } }
  sayHello: { lambda: hello }
`,
	})
	s := serveWith(t, dir, func(o *devserver.Options) {
		o.NoWatch, o.Endpoints = true, map[string]*url.URL{"sqs": queue, "states": queue, devserver.All: others}
	})
	s.expect("/pets", "queue")
	s.expect("/tables", "others")
	s.expect("/hello", fmt.Sprintf("%s %s %s", queue, queue, others))
}
