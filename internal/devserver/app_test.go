package devserver_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// appManifest is of an app whose assets are where their sources are.
const appManifest = `{"artifacts": {
  "Shop.assets": {"type": "cdk:asset-manifest", "properties": {"file": "Shop.assets.json"}},
  "Shop": {"type": "aws:cloudformation:stack", "properties": {"templateFile": "Shop.template.json"}}
}}`

const appAssets = `{"files": {
  "hello": {"source": {"path": "DIR/functions/hello"}, "destinations": {"d": {"objectKey": "hello.zip"}}},
  "fast": {"source": {"path": "DIR/functions/fast"}, "destinations": {"d": {"objectKey": "fast.zip"}}},
  "all": {"source": {"path": "DIR"}, "destinations": {"d": {"objectKey": "all.zip"}}},
  "shared": {"source": {"path": "DIR/shared"}, "destinations": {"d": {"objectKey": "shared.zip"}}}
}}`

// appTemplate has functions in Node.js with a layer, in Go, and in the app's directory.
const appTemplate = `{"Resources": {
  "Shared": {"Type": "AWS::Lambda::LayerVersion", "Properties": {"Content": {"S3Bucket": "b", "S3Key": "shared.zip"}}},
  "Hello": {"Type": "AWS::Lambda::Function", "Properties": {"Runtime": "nodejs22.x", "Handler": "index.handler",
    "Layers": [{"Ref": "Shared"}], "Code": {"S3Bucket": "b", "S3Key": "hello.zip"}}},
  "Fast": {"Type": "AWS::Lambda::Function", "Properties": {"Runtime": "provided.al2023", "Handler": "bootstrap", "Code": {"S3Bucket": "b", "S3Key": "fast.zip"}}},
  "All": {"Type": "AWS::Lambda::Function", "Properties": {"Runtime": "nodejs22.x", "Handler": "infra/all.handler", "Code": {"S3Bucket": "b", "S3Key": "all.zip"}}},
  "Api": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Body": {"openapi": "3.0.3", "info": {"title": "Shop", "version": "VERSION"}, "paths": {
    "/hello": {"get": {"responses": {"200": {"description": "ok"}}, "x-amazon-apigateway-integration": {"type": "AWS_PROXY", "httpMethod": "POST",
      "uri": {"Fn::Sub": "arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Hello.Arn}/invocations"}}}},
    "/fast": {"get": {"responses": {"200": {"description": "ok"}}, "x-amazon-apigateway-integration": {"type": "AWS_PROXY", "httpMethod": "POST",
      "uri": {"Fn::Sub": "arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Fast.Arn}/invocations"}}}},
    "/all": {"get": {"responses": {"200": {"description": "ok"}}, "x-amazon-apigateway-integration": {"type": "AWS_PROXY", "httpMethod": "POST",
      "uri": {"Fn::Sub": "arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${All.Arn}/invocations"}}}},
    "/status": {"get": {"responses": {"200": {"description": "ok"}}, "x-amazon-apigateway-integration": {"type": "MOCK",
      "requestTemplates": {"application/json": "{\"statusCode\": 200}"},
      "responses": {"default": {"statusCode": "200", "responseTemplates": {"application/json": "VERSION"}}}}}}
  }}}}
}}`

// appScript is an app that is run: it fails without the context that leaves assets
// where they are.
const appScript = `case "$CDK_CONTEXT_JSON" in *'"aws:cdk:disable-asset-staging":true'*) ;; *) exit 1;; esac
root=$(cd .. && pwd -P)
mkdir -p "$CDK_OUTDIR" && cp manifest.json "$CDK_OUTDIR"
sed "s|DIR|$root|" assets.json > "$CDK_OUTDIR/Shop.assets.json"
sed "s|VERSION|$(cat version)|" template.json > "$CDK_OUTDIR/Shop.template.json"
echo run >> runs.log
`

// app is a server of a CDK app.
type app struct {
	*served
	runs int // expected
}

func (a *app) expect(path, want string) {
	a.t.Helper()
	w := httptest.NewRecorder()
	a.Handler("Shop/Api").ServeHTTP(w, httptest.NewRequest(http.MethodGet, "http://localhost"+path, http.NoBody))
	if w.Body.String() != want {
		a.t.Errorf("GET %s: got %d %q, want %q; the server reports:\n%s", path, w.Code, w.Body, want, a.output)
	}
	log, err := os.ReadFile(filepath.Join(a.dir, "runs.log"))
	if err != nil {
		a.t.Fatal(err)
	}
	if runs := strings.Count(string(log), "run"); runs != a.runs {
		a.t.Errorf("GET %s: the app has run %d times, want %d; the server reports:\n%s", path, runs, a.runs, a.output)
		a.runs = runs
	}
}

func serveApp(t *testing.T, dir string) *app {
	t.Helper()
	need(t, "sh")
	need(t, "node")
	return &app{serve(t, dir), 1}
}

func shop(t *testing.T) string {
	t.Helper()
	return project(t, map[string]string{
		"package.json": "{}", "go.mod": "module example.com/shop\n\ngo 1.26\n",
		"infra/cdk.json": `{"app": "sh app.sh"}`, "infra/app.sh": appScript, "infra/version": "one",
		"infra/manifest.json": appManifest, "infra/assets.json": appAssets, "infra/template.json": appTemplate,
		"infra/all.js":                             nodeFunction("one"),
		"functions/hello/index.js":                 "const { text } = require('text')\nexports.handler = async () => ({ statusCode: 200, body: text + require('./lib/more.js') })",
		"functions/hello/lib/more.js":              "module.exports = 'one'",
		"shared/nodejs/node_modules/text/index.js": "module.exports = require('../../../text.js')",
		"shared/text.js":                           "exports.text = 'shared '",
		"functions/fast/main.go":                   goFunction("one"),
	})
}

// TestAppFunctions edits the functions of an app, which does not run for that, and the
// app. The directory is reached by a symbolic link: the app sees where it leads.
func TestAppFunctions(t *testing.T) {
	dir := shop(t)
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(dir, link); err != nil {
		t.Fatal(err)
	}
	a := serveApp(t, filepath.Join(link, "infra"))
	a.expect("/hello", "shared one")
	a.expect("/fast", "one")

	a.write("../functions/hello/lib/more.js", "module.exports = 'two'")
	a.expect("/hello", "shared two")
	a.write("../functions/hello/new/third.js", "module.exports = 'three'")
	a.write("../functions/hello/lib/more.js", "module.exports = require('../new/third.js')")
	a.expect("/hello", "shared three")
	a.write("../functions/hello/new/third.js", "module.exports = 'four'")
	a.expect("/hello", "shared four")

	// A function that does not compile, and the app meanwhile.
	a.write("../functions/fast/main.go", "package main\nfunc main() { undefined }\n")
	a.expect("/fast", "one")
	a.output.await(t, "undefined: undefined")
	a.runs++
	a.write("version", "two")
	a.expect("/status", "two")
	a.write("../functions/fast/main.go", goFunction("two"))
	a.expect("/fast", "two")

	// The app with functions, and one in whose directory the app is.
	a.runs++
	a.write("../functions/hello/new/third.js", "module.exports = 'five'")
	a.write("version", "three")
	a.expect("/hello", "shared five")
	a.expect("/status", "three")

	// A layer.
	a.write("../shared/text.js", "exports.text = 'common '")
	a.expect("/hello", "common five")

	a.runs++
	a.write("all.js", nodeFunction("two"))
	a.expect("/all", "two")
}

// TestAppFunctionSpeed holds that an edit of a function is there long before the app
// could have run.
func TestAppFunctionSpeed(t *testing.T) {
	dir := shop(t)
	writeFile(t, filepath.Join(dir, "infra/app.sh"), "test ! -e runs.log || sleep 60\n"+appScript)
	a := serveApp(t, filepath.Join(dir, "infra"))
	began := time.Now()
	a.write("../functions/hello/lib/more.js", "module.exports = 'two'")
	a.expect("/hello", "shared two")
	t.Logf("from the edit to its response: %s", time.Since(began))
}

// TestRewrittenByFunction verifies that a function which writes a file of its own code at
// each start is built again a few times at most, and that edits are seen afterwards.
func TestRewrittenByFunction(t *testing.T) {
	need(t, "node")
	writer := func(answer string) string {
		return "require('fs').writeFileSync(__dirname + '/state.js', '// ' + process.pid)\n" + nodeFunction(answer)
	}
	s := serve(t, project(t, map[string]string{
		"api.yaml": model, "gatewright.yaml": nodeProject, "functions/hello/index.js": writer("one"), "functions/hello/state.js": "",
	}))
	s.expect("/hello", "one")
	s.output.await(t, "which does not count as an edit")
	s.expect("/hello", "one")
	before := strings.Count(s.output.String(), "reloaded")
	for version := range 3 {
		s.write("functions/hello/index.js", writer(strconv.Itoa(version)))
		s.expect("/hello", strconv.Itoa(version))
		time.Sleep(200 * time.Millisecond) // for the events to be there
	}
	s.write("functions/hello/state.js", "")
	s.expect("/hello", "2")
	if got := strings.Count(s.output.String(), "reloaded") - before; got != 4 {
		t.Errorf("%d reloads after 4 edits:\n%s", got, s.output)
	}
}

// TestWrittenByFunctions holds that files which functions write, when they start and
// when they are invoked, cause nothing, and that edits do all the same.
func TestWrittenByFunctions(t *testing.T) {
	writer := func(answer string) string {
		return `const fs = require('fs')
fs.writeFileSync('started.txt', String(process.pid))
exports.handler = async () => {
  fs.appendFileSync('visits.json', '1')
  fs.writeFileSync(require('path').join(__dirname, '../../store.db'), String(Math.random()))
  return { statusCode: 200, body: '` + answer + `' }
}`
	}
	quiet := func(t *testing.T, s *served) {
		t.Helper()
		time.Sleep(200 * time.Millisecond) // for the events to be there
		if out := s.output.String(); strings.Contains(out, "reloaded") {
			t.Errorf("what functions write is taken for an edit:\n%s", out)
		}
	}
	t.Run("project", func(t *testing.T) {
		need(t, "node")
		s := serve(t, project(t, map[string]string{"api.yaml": model, "gatewright.yaml": nodeProject, "functions/hello/index.js": writer("one")}))
		for range 3 {
			s.expect("/hello", "one")
		}
		quiet(t, s)
		s.write("functions/hello/index.js", writer("two"))
		s.expect("/hello", "two")
	})
	t.Run("app", func(t *testing.T) {
		dir := shop(t)
		writeFile(t, filepath.Join(dir, "functions/hello/index.js"), writer("one"))
		a := serveApp(t, filepath.Join(dir, "infra"))
		for range 3 {
			a.expect("/hello", "one")
		}
		quiet(t, a.served)
		a.write("../functions/hello/index.js", writer("two"))
		a.expect("/hello", "two")
		a.runs++
		a.write("version", "two")
		a.expect("/status", "two")
		a.expect("/hello", "two")
		time.Sleep(200 * time.Millisecond)
		a.expect("/hello", "two")
	})
}
