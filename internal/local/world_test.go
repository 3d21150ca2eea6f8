package local_test

import (
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gatewright/gatewright/internal/gateway"
	"github.com/gatewright/gatewright/internal/local"
	"github.com/gatewright/gatewright/internal/local/lambda"
)

// TestInvokeBothWays holds that a response comes as a whole or to a writer, and an
// error always as a whole.
func TestInvokeBothWays(t *testing.T) {
	w := local.New(local.Options{Region: "eu-west-1", AccountID: "123456789012"})
	defer func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	}()
	err := w.Apply(t.Context(), local.Setup{Functions: []local.Function{{Function: lambda.Function{
		Name: "plain", Code: "lambda/testdata/goplain", Runtime: "provided.al2023", Timeout: time.Minute,
	}}}})
	if err != nil {
		t.Fatal(err)
	}
	var written strings.Builder
	for _, tt := range []struct {
		event, payload, written string
		to                      *strings.Builder
	}{
		{event: `{"do":"stream"}`, payload: `{"a":[1,2]}`},
		{event: `{"do":"stream"}`, written: `{"a":[1,2]}`, to: &written},
		{event: `{"do":"error"}`, payload: `{"errorType":"Plain","errorMessage":"refused"}`, to: &written},
	} {
		call := gateway.LambdaCall{FunctionARN: w.ARN("plain"), Payload: []byte(tt.event)}
		written.Reset()
		if tt.to != nil {
			call.Response = tt.to
		}
		result, err := w.Invoke(t.Context(), call)
		if err != nil || string(result.Payload) != tt.payload || written.String() != tt.written {
			t.Errorf("%s: %q and %q, %v", tt.event, result.Payload, written.String(), err)
		}
	}
}

// TestUnsupportedRuntime holds that a function that does not run here is answered for,
// and that the others run.
func TestUnsupportedRuntime(t *testing.T) {
	var log strings.Builder
	w := local.New(local.Options{
		Region: "eu-west-1", AccountID: "123456789012",
		Logger: slog.New(slog.NewTextHandler(&log, nil)),
	})
	defer func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	}()
	setup := local.Setup{Functions: []local.Function{
		{Function: lambda.Function{Name: "sharp", Code: "nowhere", Runtime: "dotnet8", Handler: "A::B::C"}},
		{Function: lambda.Function{Name: "plain", Code: "lambda/testdata/goplain", Runtime: "provided.al2", Timeout: time.Minute}},
	}}
	for range 2 {
		if err := w.Apply(t.Context(), setup); err != nil {
			t.Fatal(err)
		}
	}
	_, err := w.Invoke(t.Context(), gateway.LambdaCall{FunctionARN: w.ARN("sharp") + ":live", Payload: []byte("{}")})
	unsupported, ok := errors.AsType[*gateway.FunctionUnsupportedError](err)
	if !ok || unsupported.Reason != "functions of the runtime dotnet8 do not run here" {
		t.Errorf("the function sharp: %v", err)
	}
	if n := strings.Count(log.String(), "sharp"); n != 1 {
		t.Errorf("it is warned of %d times: %s", n, log.String())
	}
	result, err := w.Invoke(t.Context(), gateway.LambdaCall{FunctionARN: w.ARN("plain"), Payload: []byte(`{"do":"stream"}`)})
	if err != nil || string(result.Payload) != `{"a":[1,2]}` {
		t.Errorf("the function plain: %s, %v", result.Payload, err)
	}
}

// TestInvokedARN verifies that a function sees the alias and the version that it is called by.
func TestInvokedARN(t *testing.T) {
	w := local.New(local.Options{Region: "eu-west-1", AccountID: "123456789012"})
	defer func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	}()
	const own = "arn:aws:lambda:us-east-1:111122223333:function:orders"
	dir := t.TempDir()
	const code = "exports.handler = async (event, context) => context.invokedFunctionArn + ' ' + context.functionVersion"
	if err := os.WriteFile(filepath.Join(dir, "index.js"), []byte(code), 0o600); err != nil {
		t.Fatal(err)
	}
	err := w.Apply(t.Context(), local.Setup{Functions: []local.Function{{
		Function: lambda.Function{Name: "f", Code: dir, Runtime: "nodejs18.x", Handler: "index.handler", Timeout: time.Minute}, ARN: own,
	}}})
	if err != nil {
		t.Fatal(err)
	}
	for called, want := range map[string]string{
		own: own + " $LATEST", own + ":$LATEST": own + ":$LATEST $LATEST", own + ":live": own + ":live 1", own + ":7": own + ":7 7", "f": w.ARN("f") + " $LATEST",
	} {
		result, err := w.Invoke(t.Context(), gateway.LambdaCall{FunctionARN: called, Payload: []byte("{}")})
		if err != nil || string(result.Payload) != `"`+want+`"` {
			t.Errorf("called by %s it sees %s, %v", called, result.Payload, err)
		}
	}
}

// TestLayers holds that functions find what is in their layers, the last one first.
func TestLayers(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"one/nodejs/node_modules/who/index.js":  "module.exports = 'one'",
		"one/nodejs/node_modules/only/index.js": "module.exports = 'only'",
		"two/nodejs/node_modules/who/index.js":  "module.exports = 'two'",
		"one/python/who.py":                     "name = 'py'",
		"node/index.js":                         "exports.handler = async () => require('who') + ' ' + require('only')",
		"py/app.py":                             "import who\ndef handler(event, context):\n    return who.name\n",
	} {
		path := filepath.Join(dir, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(text), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	w := local.New(local.Options{Region: "eu-west-1", AccountID: "123456789012"})
	defer func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	}()
	layers := []string{filepath.Join(dir, "one"), filepath.Join(dir, "two")}
	err := w.Apply(t.Context(), local.Setup{Functions: []local.Function{
		{Function: lambda.Function{Name: "node", Code: filepath.Join(dir, "node"), Runtime: "nodejs22.x", Handler: "index.handler", Layers: layers, Timeout: time.Minute}},
		{Function: lambda.Function{Name: "py", Code: filepath.Join(dir, "py"), Runtime: "python3.12", Handler: "app.handler", Layers: layers, Timeout: time.Minute}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"node": `"two only"`, "py": `"py"`} {
		result, err := w.Invoke(t.Context(), gateway.LambdaCall{FunctionARN: w.ARN(name), Payload: []byte("{}")})
		if err != nil || string(result.Payload) != want {
			t.Errorf("%s: %s, %v", name, result.Payload, err)
		}
	}
}
