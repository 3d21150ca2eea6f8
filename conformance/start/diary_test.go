package start

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// limit is how long all languages may take together on two cores, with warm package
// caches. Times are printed, not asserted: other programs may share the machine.
const limit = 5 * time.Minute

// language is a project of one language and how its user works on it.
type language struct {
	name    string
	needs   []string
	prepare []string // before the tests
	test    string
	app     string   // directory of cdk.json; empty: without the CDK
	forget  string   // builds the project; it must fail while bye has no integration
	missing string   // what the failure names
	build   string   // after all edits
	edits   []edit   // the integration of the operation that is added
	paths   []string // put before the others on the PATH, below the project
}

// edit replaces text of a file, which must be there.
type edit struct{ file, before, after string }

// addBye adds an operation to the model.
var addBye = edit{"api.yaml", "  /pets:\n", `  /bye:
    get:
      operationId: sayBye
      responses:
        "200":
          description: The farewell.
          content: { application/json: { schema: { $ref: "#/components/schemas/Greeting" } } }
  /pets:
`}

var languages = []language{
	{
		name: "go", needs: []string{"go", "node"}, prepare: []string{"go mod tidy"}, test: "go test ./...", app: "infra",
		forget: "go vet ./infra", missing: "missing method SayBye", build: "go vet ./...",
		edits: []edit{
			{"infra/main.go", "func (backend) ListPets()", "func (backend) SayBye() integration.Integration { return api.MockSayBye200() }\nfunc (backend) ListPets()"},
			{"handlers/sayhello/main.go", `"Hello, "`, `"Welcome, "`},
		},
	},
	{
		name: "typescript", needs: []string{"node", "npm"}, prepare: []string{"npm install --no-audit --no-fund"}, test: "npm test", app: ".",
		forget: "npx tsc", missing: "sayBye", build: "npm run build",
		edits: []edit{
			{"infra/stack.ts", "        listPets:", "        sayBye: { integration: MockIntegrations.sayBye200() },\n        listPets:"},
			{"handlers/sayhello/index.ts", "Hello, ", "Welcome, "},
		},
	},
	{
		name: "python", needs: []string{"python3", "node"}, app: ".", paths: []string{".venv/bin"},
		prepare: []string{"python3 -m venv .venv", "pip install --quiet --disable-pip-version-check -r requirements-dev.txt"},
		test:    "python -m pytest --quiet && mypy",
		forget:  "mypy", missing: "say_bye", build: "mypy",
		edits: []edit{
			{"stack.py", "                list_pets=", "                say_bye=TypeSafeApiIntegration(integration=MockIntegrations.say_bye_200()),\n                list_pets="},
			{"handlers/sayhello/app.py", "Hello, ", "Welcome, "},
		},
	},
	{
		name: "java", needs: []string{"java", "mvn", "node"}, test: "mvn --batch-mode --quiet package", app: ".",
		forget: "mvn --batch-mode --quiet -DskipTests package", missing: "SayBye", build: "mvn --batch-mode --quiet -DskipTests package",
		edits: []edit{
			{"infra/src/main/java/com/example/infra/PetstoreStack.java", "                    .sayHello(", "                    .sayBye(of(MockIntegrations.sayBye200()))\n                    .sayHello("},
			{"handlers/sayhello/src/main/java/com/example/handlers/SayHelloHandler.java", "Hello, ", "Welcome, "},
		},
	},
	{
		name: "yaml", needs: []string{"node"}, test: "node --test functions/",
		forget: "gatewright check", missing: "sayBye", build: "gatewright check",
		edits: []edit{
			{"gatewright.yaml", "  listPets:", "  sayBye: { mock: {} }\n  listPets:"},
			{"functions/hello/index.js", "Hello, ", "Welcome, "},
		},
	},
}

// TestAcceptanceDiary is the first day of a new user of each language.
func TestAcceptanceDiary(t *testing.T) {
	if os.Getenv("GATEWRIGHT_ACCEPTANCE") == "" {
		t.Skip("takes minutes and installs packages; make diary runs it")
	}
	bin := t.TempDir()
	began := time.Now()
	install(t, bin)
	t.Logf("install: %v", time.Since(began).Round(100*time.Millisecond))
	var total time.Duration
	for _, l := range languages {
		t.Run(l.name, func(t *testing.T) {
			l.need(t)
			d := &diary{T: t, language: l, dir: filepath.Join(t.TempDir(), "shop"), bin: bin}
			d.write()
			total += d.spent
		})
	}
	t.Logf("all languages: %v of %v", total.Round(time.Second), limit)
}

// install installs the command as README.md says.
func install(t *testing.T, bin string) {
	t.Helper()
	c := exec.CommandContext(t.Context(), "make", "install")
	c.Dir, c.Env = filepath.Join("..", ".."), append(os.Environ(), "GOBIN="+bin)
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("make install: %v\n%s", err, out)
	}
}

// need fails in CI, and skips elsewhere, if a program is missing.
func (l language) need(t *testing.T) {
	t.Helper()
	for _, program := range l.needs {
		if _, err := exec.LookPath(program); err != nil {
			if os.Getenv("CI") == "true" {
				t.Fatal(err)
			}
			t.Skip(err)
		}
	}
}

// diary is one user's day.
type diary struct {
	*testing.T
	language language
	dir, bin string
	spent    time.Duration
}

func (d *diary) write() {
	l := d.language
	d.timed("init", func() { d.must(filepath.Dir(d.dir), "gatewright init --"+l.name+" "+d.dir) })
	d.timed("packages", func() {
		for _, c := range l.prepare {
			d.must(d.dir, c)
		}
	})
	d.timed("tests", func() { d.must(d.dir, l.test) })
	d.timed("dev and curl", func() {
		d.serve(func(url string) {
			d.call(url+"/hello?name=Ada", http.StatusOK, "Hello, Ada!")
			d.call(url+"/hello", http.StatusBadRequest, "name")
			d.call(url+"/pets", http.StatusOK, `"name"`)
		})
	})
	d.timed("own operation", func() {
		d.edit(addBye)
		d.generate()
		if out, err := d.run(d.dir, l.forget); err == nil || !strings.Contains(out, l.missing) {
			d.Fatalf("%s does not name %q: %v\n%s", l.forget, l.missing, err, out)
		}
	})
	d.timed("typed handler", func() {
		for _, e := range l.edits {
			d.edit(e)
		}
		d.must(d.dir, l.build)
		if out, err := d.run(d.dir, l.test); err == nil { // the test says Hello
			d.Fatalf("the handler's test does not notice an edit:\n%s", out)
		}
	})
	d.timed("dev after the edits", func() {
		d.serve(func(url string) {
			d.call(url+"/hello?name=Ada", http.StatusOK, "Welcome, Ada!")
			d.call(url+"/bye", http.StatusOK, `"message"`)
		})
	})
	d.timed("synth", d.synthesize)
}

func (d *diary) timed(step string, do func()) {
	began := time.Now()
	do()
	took := time.Since(began)
	d.spent += took
	d.Logf("%-20s %v", step, took.Round(100*time.Millisecond))
}

func (d *diary) generate() {
	if d.language.app != "" {
		d.must(d.dir, "gatewright generate")
	}
}

// app is the command of cdk.json.
func (d *diary) app() string {
	text, err := os.ReadFile(filepath.Join(d.dir, d.language.app, "cdk.json"))
	if err != nil {
		d.Fatal(err)
	}
	var settings struct{ App string }
	if err := json.Unmarshal(text, &settings); err != nil {
		d.Fatal(err)
	}
	return settings.App
}

// synthesize writes the template that deploys, as the CDK's command line does.
func (d *diary) synthesize() {
	template := filepath.Join(d.dir, "template.yaml")
	if d.language.app == "" {
		d.must(d.dir, "gatewright render --format cloudformation -o "+template)
	} else {
		template = filepath.Join(d.dir, "cdk.out", "Petstore.template.json")
		d.must(filepath.Join(d.dir, d.language.app), d.app())
	}
	text, err := os.ReadFile(template)
	if err != nil {
		d.Fatal(err)
	}
	for _, want := range []string{"AWS::ApiGateway::RestApi", "/bye"} {
		if !bytes.Contains(text, []byte(want)) {
			d.Errorf("the template has no %s", want)
		}
	}
}

func (d *diary) edit(e edit) {
	path := filepath.Join(d.dir, filepath.FromSlash(e.file))
	text, err := os.ReadFile(path)
	if err != nil {
		d.Fatal(err)
	}
	if !bytes.Contains(text, []byte(e.before)) {
		d.Fatalf("%s has no %q", e.file, e.before)
	}
	if err := os.WriteFile(path, bytes.Replace(text, []byte(e.before), []byte(e.after), 1), 0o600); err != nil {
		d.Fatal(err)
	}
}

func (d *diary) command(ctx context.Context, dir, line string) *exec.Cmd {
	c := exec.CommandContext(ctx, "sh", "-c", line)
	c.Dir = dir
	path := d.bin + string(os.PathListSeparator) + os.Getenv("PATH")
	for _, p := range d.language.paths {
		path = filepath.Join(d.dir, p) + string(os.PathListSeparator) + path
	}
	c.Env = append(os.Environ(), "PATH="+path, "CDK_OUTDIR="+filepath.Join(d.dir, "cdk.out"), "JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION=1", "JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION=1")
	return c
}

func (d *diary) run(dir, line string) (string, error) {
	out, err := d.command(d.Context(), dir, line).CombinedOutput()
	return string(out), err
}

func (d *diary) must(dir, line string) {
	d.Helper()
	if out, err := d.run(dir, line); err != nil {
		d.Fatalf("%s: %v\n%s", line, err, out)
	}
}

// serve runs dev while do calls it.
func (d *diary) serve(do func(url string)) {
	ctx, stop := context.WithTimeout(d.Context(), 10*time.Minute)
	defer stop()
	c := d.command(ctx, d.dir, "exec gatewright dev --port 0 "+d.language.app)
	c.Cancel = func() error { return c.Process.Signal(os.Interrupt) }
	c.WaitDelay = 20 * time.Second
	var said bytes.Buffer
	out, err := c.StdoutPipe()
	if err != nil {
		d.Fatal(err)
	}
	c.Stderr = &said
	if err := c.Start(); err != nil {
		d.Fatal(err)
	}
	url := ""
	for lines := bufio.NewScanner(out); url == "" && lines.Scan(); {
		if strings.HasPrefix(lines.Text(), "http://") {
			url = lines.Text()
		}
	}
	if url != "" {
		go func() { _, _ = io.Copy(io.Discard, out) }() // ends with the command
		do(url)
	}
	stop()
	err = c.Wait()
	if url == "" {
		d.Fatalf("dev serves nothing: %v\n%s", err, said.String())
	}
}

func (d *diary) call(url string, status int, want string) {
	request, err := http.NewRequestWithContext(d.Context(), http.MethodGet, url, nil)
	if err != nil {
		d.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		d.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		d.Fatal(err)
	}
	if response.StatusCode != status || !strings.Contains(string(body), want) {
		d.Errorf("GET %s: got %d %s, want %d with %s", url, response.StatusCode, body, status, want)
	}
}
