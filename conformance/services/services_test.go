// Package services calls AWS services through the gateway, with moto, which
// plays them, behind it.
package services_test

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/gatewright/gatewright/internal/gateway"
	"github.com/gatewright/gatewright/internal/local"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/spec"
)

// calls are made in this order. Each response must be of the status and contain
// the text.
var calls = []struct {
	method, path, body string
	status             int
	contains           string
}{
	{"POST", "/dynamodb/tables", `{"TableName":"pets","BillingMode":"PAY_PER_REQUEST","AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}],"KeySchema":[{"AttributeName":"id","KeyType":"HASH"}]}`, 200, `"TableArn"`},
	{"PUT", "/dynamodb/items/7", `{"name":"Rex \"the\" dog"}`, 200, `{}`},
	{"GET", "/dynamodb/items/7", "", 200, `{"name":"Rex \"the\" dog"}`},
	{"GET", "/dynamodb/items/8", "", 200, `{"name":""}`},
	{"POST", "/dynamodb/refused", `{"TableName":"none"}`, 502, `ResourceNotFoundException`},

	{"POST", "/kinesis/streams", `{"StreamName":"moves","ShardCount":1}`, 200, ""},
	{"POST", "/kinesis/records", `{"a":1}`, 200, `"SequenceNumber"`},

	{"POST", "/ssm/put", `{"Name":"/pets/limit","Value":"10","Type":"String"}`, 200, `"Version"`},
	{"POST", "/ssm/get", `{"Name":"/pets/limit"}`, 200, `"Value": "10"`},

	{"POST", "/states/machines", `{"name":"walk","roleArn":"arn:aws:iam::123456789012:role/walk","definition":"{\"StartAt\":\"a\",\"States\":{\"a\":{\"Type\":\"Pass\",\"End\":true}}}"}`, 200, `stateMachine:walk`},
	{"POST", "/states/executions", `{"steps":["a/b","c"]}`, 200, `"executionArn"`},

	{"POST", "/events", `{"name":"Rex"}`, 200, `"EventId"`},

	{"POST", "/sqs/queues", `{"name":"orders"}`, 200, `orders`},
	{"POST", "/sqs/messages", `{"a": "b&c=d"}`, 200, `SendMessageResponse`},
	{"POST", "/sqs/xml", `{}`, 200, `{&quot;a&quot;: &quot;b&amp;c=d&quot;}`},
	{"POST", "/sqs/json", `{"a":2}`, 200, `"MessageId"`},

	{"POST", "/sns/topics", ``, 200, `arn:aws:sns:us-east-1:123456789012:births`},
	{"POST", "/sns/messages", `{"a": "b&c"}`, 200, `MessageId`},
	{"POST", "/sns/path", ``, 200, `MessageId`},
}

func TestServices(t *testing.T) {
	server := httptest.NewServer(serve(t, startMoto(t)))
	defer server.Close()
	for _, c := range calls {
		r, err := http.NewRequestWithContext(t.Context(), c.method, server.URL+c.path, strings.NewReader(c.body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/json")
		response, err := server.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		answer, err := io.ReadAll(response.Body)
		response.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
		if response.StatusCode != c.status || !strings.Contains(string(answer), c.contains) {
			t.Errorf("%s %s: got %d %s; want %d with %s", c.method, c.path, response.StatusCode, answer, c.status, c.contains)
		}
	}
}

// serve is the gateway with the services at the endpoint.
func serve(t *testing.T, endpoint *url.URL) *gateway.Gateway {
	t.Helper()
	const file = "testdata/definition.yaml"
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	root, problems := tree.Read(file, text)
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	api, problems := spec.Read(&spec.Document{Root: root})
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	world := local.New(local.Options{Region: "us-east-1", AccountID: "123456789012", Endpoint: endpoint})
	t.Cleanup(func() {
		if err := world.Close(); err != nil {
			t.Error(err)
		}
	})
	g, problems := gateway.New(api, gateway.Options{Services: world})
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	return g
}

var running = regexp.MustCompile(`Running on (http://127\.0\.0\.1:\d+)`)

// startMoto starts moto's server, which stops with the test, and returns its
// address.
func startMoto(t *testing.T) *url.URL {
	t.Helper()
	program, err := filepath.Abs(filepath.Join("..", "..", ".venv", "bin", "moto_server"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(program); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("moto is missing: %v", err)
		}
		t.Skip("moto is missing; make validators installs it")
	}
	ctx, cancel := context.WithCancel(context.Background())
	moto := exec.CommandContext(ctx, program, "-H", "127.0.0.1", "-p", "0")
	moto.Cancel = func() error { return moto.Process.Signal(os.Interrupt) }
	moto.WaitDelay = 5 * time.Second
	output, err := moto.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := moto.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cancel()
		if err := moto.Wait(); err != nil && moto.ProcessState == nil {
			t.Errorf("moto does not stop: %v", err)
		}
	})
	log := ""
	for lines := bufio.NewScanner(output); lines.Scan(); {
		log += lines.Text() + "\n"
		if m := running.FindStringSubmatch(lines.Text()); m != nil {
			go io.Copy(io.Discard, output)
			address, err := url.Parse(m[1])
			if err != nil {
				t.Fatal(err)
			}
			return address
		}
	}
	t.Fatalf("moto does not start:\n%s", log)
	return nil
}
