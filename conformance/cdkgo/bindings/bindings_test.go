package bindings

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
)

// binding is the app in one language.
type binding struct {
	language string
	build    [][]string // in the app's directory
	command  string     // that synthesizes it, as cdk.json has it
}

// bindings are the languages. The first one is what the others are held to.
func bindings() []binding {
	return []binding{
		{"go", [][]string{{"go", "build", "-o", "app", "."}}, "./app"},
		{"typescript", [][]string{
			{"node", "node_modules/typescript/bin/tsc", "-p", "."},
			{"node_modules/.bin/esbuild", "app.ts", "--bundle", "--platform=node", "--format=esm", "--packages=external", "--outfile=app.mjs"},
		}, "node app.mjs"},
		{"java", [][]string{
			{"mvn", "--batch-mode", "--no-transfer-progress", "--quiet", "-DskipTests", "package"},
		}, "java -cp app/target/app-1.jar:shop/infra/target/shop-infra-1.jar:shop/runtime/target/shop-runtime-1.jar app.Shop"},
		{"python", nil, "PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=shop/src .venv/bin/python app.py"},
	}
}

// workspace is a directory with the app in all languages, and the packages that were generated for it.
type workspace struct {
	*testing.T
	dir, gatewright string
}

// TestBindings runs the app of each language as gatewright dev does, has them answer the same requests, and compares the
// templates that they were synthesized to.
func TestBindings(t *testing.T) {
	if os.Getenv("GATEWRIGHT_ACCEPTANCE") == "" {
		t.Skip("make acceptance builds and runs apps of the CDK in four languages")
	}
	w := newWorkspace(t)
	w.run(w.dir, w.gatewright, "generate")
	t.Run("apps", func(t *testing.T) {
		for _, f := range bindings() {
			t.Run(f.language, func(t *testing.T) {
				t.Parallel()
				workspace{t, w.dir, w.gatewright}.answers(f)
			})
		}
	})
	first := bindings()[0].language
	want := w.template(first)
	for _, f := range bindings()[1:] {
		for _, difference := range differences("", want, w.template(f.language)) {
			t.Errorf("%s and %s: %s", first, f.language, difference)
		}
	}
	w.holdsAll(first)
	w.installNag()
	for _, f := range bindings() {
		w.passesNag(f.language)
	}
}

func newWorkspace(t *testing.T) workspace {
	t.Helper()
	root, err := filepath.Abs("../../..")
	if err != nil {
		t.Fatal(err)
	}
	modules := filepath.Join(root, "constructs/typescript/node_modules")
	environment := filepath.Join(root, ".venv")
	need(t, modules+"/aws-cdk-lib", environment+"/bin/python")
	w := workspace{t, t.TempDir(), ""}
	if err := os.CopyFS(w.dir, os.DirFS("testdata")); err != nil {
		t.Fatal(err)
	}
	w.link(modules, "typescript/node_modules")
	w.link(environment, "python/.venv")
	w.module(root)
	w.gatewright = filepath.Join(w.dir, "gatewright")
	w.run(root, "go", "build", "-o", w.gatewright, "./cmd/gatewright")
	t.Setenv("GATEWRIGHT", w.gatewright)
	for _, about := range []string{"END_OF_LIFE", "DEPRECATED", "UNTESTED"} {
		t.Setenv("JSII_SILENCE_WARNING_"+about+"_NODE_VERSION", "1")
	}
	return w
}

// need fails in CI, and skips elsewhere, when a tool or one of the files is missing.
func need(t *testing.T, files ...string) {
	t.Helper()
	var missing []error
	for _, tool := range []string{"node", "java", "mvn"} {
		_, err := exec.LookPath(tool)
		missing = append(missing, err)
	}
	for _, file := range files {
		_, err := os.Stat(file)
		missing = append(missing, err)
	}
	err := errors.Join(missing...)
	if err != nil && os.Getenv("CI") == "true" {
		t.Fatal(err)
	}
	if err != nil {
		t.Skipf("run make validators, and npm ci in constructs/typescript: %v", err)
	}
}

func (w workspace) link(target, name string) {
	w.Helper()
	if err := os.Symlink(target, filepath.Join(w.dir, name)); err != nil {
		w.Fatal(err)
	}
}

var (
	moduleLine = regexp.MustCompile(`(?m)^module .*`)
	replaced   = regexp.MustCompile(`=> \.\./\.\.`)
)

// module makes the app in Go a module with the versions that an example has.
func (w workspace) module(root string) {
	w.Helper()
	for _, name := range []string{"go.mod", "go.sum"} {
		text, err := os.ReadFile(filepath.Join(root, "examples/petstore-cdk-go", name))
		if err != nil {
			w.Fatal(err)
		}
		if name == "go.mod" {
			text = moduleLine.ReplaceAll(text, []byte("module bindings"))
			text = replaced.ReplaceAllLiteral(text, []byte("=> "+filepath.ToSlash(root)))
		}
		w.write(filepath.Join("go", name), text)
	}
}

func (w workspace) write(name string, text []byte) {
	w.Helper()
	if err := os.WriteFile(filepath.Join(w.dir, name), text, 0o600); err != nil {
		w.Fatal(err)
	}
}

func (w workspace) run(dir string, command ...string) []byte {
	w.Helper()
	c := exec.CommandContext(w.Context(), command[0], command[1:]...)
	c.Dir = dir
	var said bytes.Buffer
	c.Stderr = &said
	out, err := c.Output()
	if err != nil {
		w.Fatalf("%s: %v\n%s%s", strings.Join(command, " "), err, out, said.String())
	}
	return out
}

// answers serves the app of a language, and sends it the script of requests.
func (w workspace) answers(f binding) {
	w.Helper()
	for _, command := range f.build {
		w.run(filepath.Join(w.dir, f.language), command...)
	}
	url := w.serve(f)
	token := strings.TrimSpace(string(w.run(w.dir, w.gatewright, "token", w.assembly(f.language), "--user", "ada")))
	for _, c := range script {
		if got := w.send(c, url, token); got != c.want {
			w.Errorf("%s %s answers %s, want %s", c.method, c.path, got, c.want)
		}
	}
}

// assembly is the directory in which a copy of what the app was synthesized to is kept.
func (w workspace) assembly(language string) string {
	return filepath.Join(w.dir, "assemblies", language)
}

// serve runs gatewright dev until the test ends, and returns the address.
func (w workspace) serve(f binding) string {
	w.Helper()
	if err := os.MkdirAll(filepath.Dir(w.assembly(f.language)), 0o700); err != nil {
		w.Fatal(err)
	}
	app, err := json.Marshal(map[string]string{"app": f.command + ` && cp -R "$CDK_OUTDIR" ../assemblies/` + f.language})
	if err != nil {
		w.Fatal(err)
	}
	w.write(filepath.Join(f.language, "cdk.json"), app)
	c := exec.Command(w.gatewright, "dev", f.language, "--port", "0", "--data", w.TempDir())
	c.Dir, c.WaitDelay = w.dir, 10*time.Second
	var said bytes.Buffer
	c.Stderr = &said
	out, err := c.StdoutPipe()
	if err != nil {
		w.Fatal(err)
	}
	if err := c.Start(); err != nil {
		w.Fatal(err)
	}
	w.Cleanup(func() {
		_ = c.Process.Signal(os.Interrupt)
		_, _ = io.Copy(io.Discard, out) // until the program has ended
		_ = c.Wait()                    // it was told to stop
	})
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if strings.HasPrefix(lines.Text(), "http://") {
			return strings.TrimSuffix(lines.Text(), "/")
		}
	}
	_ = c.Wait() // it has ended
	w.Fatalf("nothing is served:\n%s", said.String())
	return ""
}

// call is a request of the script, and what is answered: the status and the body, or the header that the request is for.
type call struct {
	method, path string
	headers      map[string]string // {token} stands for a token of a user
	body         string
	signed       bool   // with the key that dev names
	header       string // of the response, to look at instead of the body
	want         string
}

var (
	user   = map[string]string{"Authorization": "{token}"}
	author = map[string]string{"Authorization": "{token}", "Content-Type": "application/json"}
	tenant = map[string]string{"Authorization": "{token}", "Content-Type": "application/json", "X-Tenant": "acme"}
	other  = map[string]string{"Authorization": "{token}", "X-Tenant": "other"}
)

// script is what each of the apps has to answer.
var script = []call{
	{method: "GET", path: "/hello?name=Ada", want: `200 {"text":"Hello Ada"}`},
	{method: "GET", path: "/hello", want: `400 {"message": "Missing required request parameters: [name]"}`},
	{method: "GET", path: "/tail", want: "200 one, two"},
	{method: "GET", path: "/health", want: `200 {"text":"open"}`},
	{method: "GET", path: "/pets", want: `401 {"message":"Unauthorized"}`},
	{method: "GET", path: "/pets", headers: map[string]string{"Authorization": "no token"}, want: `401 {"message":"Unauthorized"}`},
	{method: "GET", path: "/pets", headers: user, want: `200 [{"name":"marble","born":"2024-11-24"},{"name":"marble","born":"2024-08-06"}]`},
	{method: "GET", path: "/pets/1", headers: user, want: `404 {"message": "The specified key does not exist."}`},
	{method: "PUT", path: "/pets/1", headers: author, body: `{"born":"2024-10-21"}`, want: `400 {"message": "[object has missing required properties ([\"name\"])]"}`},
	{method: "PUT", path: "/pets/1", headers: author, body: `{"name":"Rex"}`, want: `200 `},
	{method: "GET", path: "/pets/1", headers: user, want: `200 {"name":"Rex"}`},
	{method: "GET", path: "/pets/1", want: `401 {"message":"Unauthorized"}`},
	{method: "PUT", path: "/photos/1?size=small", headers: tenant, body: `{"pixels":1}`, want: `200 `},
	{method: "POST", path: "/photos/1?size=small", headers: tenant, want: `203 {"pixels":1}`},
	{method: "POST", path: "/photos/1?size=small", headers: other, header: "Access-Control-Allow-Origin", want: `410 https://example.com`},
	{method: "POST", path: "/photos/1?size=large", headers: tenant, want: `410 {"moved": "findPhoto"}`},
	{method: "POST", path: "/photos/1?size=large", headers: tenant, header: "Access-Control-Allow-Origin", want: `410 https://example.com`},
	{
		method: "GET", path: "/orders/1", headers: user,
		want: `501 {"message":"AWS service dynamodb is not on this machine: it does not run here; name an endpoint for AWS services with --aws-endpoint"}`,
	},
	{method: "GET", path: "/admin", want: `403 {"message":"Missing Authentication Token"}`},
	{method: "GET", path: "/admin", signed: true, want: `200 `},
	{method: "GET", path: "/quote", want: `403 {"message":"Forbidden"}`},
	{method: "GET", path: "/quote", headers: map[string]string{"X-Api-Key": "another-key-than-the-shop-has"}, want: `403 {"message":"Forbidden"}`},
	{method: "GET", path: "/quote", headers: map[string]string{"X-Api-Key": "a-key-of-the-shop-to-test"}, want: `200 {"text":"cheap"}`},
	{method: "OPTIONS", path: "/pets/1", header: "Access-Control-Allow-Methods", want: `204 GET,PUT,OPTIONS`},
	{method: "OPTIONS", path: "/pets/1", header: "Access-Control-Allow-Origin", want: `204 https://example.com`},
	{method: "GET", path: "/pets/1", header: "Access-Control-Allow-Origin", want: `401 https://example.com`},
}

func (w workspace) send(c call, url, token string) string {
	w.Helper()
	request, err := http.NewRequestWithContext(w.Context(), c.method, url+c.path, strings.NewReader(c.body))
	if err != nil {
		w.Fatal(err)
	}
	for name, value := range c.headers {
		request.Header.Set(name, strings.ReplaceAll(value, "{token}", token))
	}
	if c.signed {
		w.sign(request)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		w.Fatal(err)
	}
	body, err := io.ReadAll(response.Body)
	if err := errors.Join(err, response.Body.Close()); err != nil {
		w.Fatal(err)
	}
	got := string(body)
	if c.header != "" {
		got = response.Header.Get(c.header)
	}
	return fmt.Sprintf("%d %s", response.StatusCode, got)
}

// sign signs a request without a body, as AWS's library does.
func (w workspace) sign(r *http.Request) {
	w.Helper()
	key := aws.Credentials{AccessKeyID: "AKIALOCALGATEWRIGHT0", SecretAccessKey: "local-only-secret-of-gatewright"}
	hash := fmt.Sprintf("%x", sha256.Sum256(nil))
	if err := v4.NewSigner().SignHTTP(w.Context(), key, r, hash, "execute-api", "us-east-1", time.Now()); err != nil {
		w.Fatal(err)
	}
}

// hash is the name of an asset.
var hash = regexp.MustCompile(`[0-9a-f]{64}`)

// text returns a template in which assets have no hashes.
func (w workspace) text(language string) []byte {
	w.Helper()
	text, err := os.ReadFile(filepath.Join(w.assembly(language), "Shop.template.json"))
	if err != nil {
		w.Fatal(err)
	}
	return hash.ReplaceAll(text, []byte("ASSET"))
}

func (w workspace) template(language string) any {
	w.Helper()
	var template any
	if err := json.Unmarshal(w.text(language), &template); err != nil {
		w.Fatalf("the template of %s: %v", language, err)
	}
	return template
}

// holdsAll holds that there is something to compare: a part of the template for each part of the app.
func (w workspace) holdsAll(language string) {
	w.Helper()
	text := string(w.text(language))
	for _, part := range []string{
		"dynamodb:GetItem", "s3:GetObject", "s3:PutObject", "lambda:InvokeFunction", "AWS::ApiGateway::UsagePlanKey",
		"AWS::WAFv2::WebACLAssociation", "cognito_user_pools", "awsSigv4", "https://example.com", "ASSET.zip",
		"photos/{X-Tenant}/{size}/{petId}", "cheap",
	} {
		if !strings.Contains(text, part) {
			w.Errorf("the template has no %s", part)
		}
	}
}

// differences lists where two documents differ.
func differences(at string, want, got any) []string {
	wanted, isMap := want.(map[string]any)
	given, areMaps := got.(map[string]any)
	if !isMap || !areMaps {
		return differencesOfLists(at, want, got)
	}
	names := maps.Clone(wanted)
	maps.Copy(names, given)
	var found []string
	for _, name := range slices.Sorted(maps.Keys(names)) {
		found = append(found, differences(at+"/"+name, valueOf(wanted, name), valueOf(given, name))...)
	}
	return found
}

// valueOf reports a value that is not there from null.
func valueOf(values map[string]any, name string) any {
	if value, ok := values[name]; ok {
		return value
	}
	return absent{}
}

type absent struct{}

func (absent) String() string { return "absent" }

func differencesOfLists(at string, want, got any) []string {
	wanted, isList := want.([]any)
	given, areLists := got.([]any)
	if !isList || !areLists || len(wanted) != len(given) {
		if reflect.DeepEqual(want, got) {
			return nil
		}
		return []string{fmt.Sprintf("%s is %v, and %v", at, want, got)}
	}
	var found []string
	for i := range wanted {
		found = append(found, differences(fmt.Sprintf("%s/%d", at, i), wanted[i], given[i])...)
	}
	return found
}

// TestDifferences holds that the comparison sees what differs.
func TestDifferences(t *testing.T) {
	want := map[string]any{"a": []any{1.0, map[string]any{"b": "c"}}, "d": nil, "e": "f"}
	got := map[string]any{"a": []any{1.0, map[string]any{"b": "x"}}, "d": "y", "g": nil}
	found := differences("", want, got)
	expected := []string{"/a/1/b is c, and x", "/d is <nil>, and y", "/e is f, and absent", "/g is absent, and <nil>"}
	if !slices.Equal(found, expected) {
		t.Errorf("found %q", found)
	}
	if found := differences("", want, want); found != nil {
		t.Errorf("found %q in equal documents", found)
	}
}
