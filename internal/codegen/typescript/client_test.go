package typescript_test

import (
	"compress/gzip"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gatewright/gatewright/internal/codegen"
	"github.com/gatewright/gatewright/internal/codegen/clients"
	"github.com/gatewright/gatewright/internal/snippets"
	"github.com/gatewright/gatewright/model/openapi"
)

const (
	clientModel     = "testdata/client/api.yaml"
	clientsDocument = "docs/clients.md" // its programs call the API of clientModel
)

// generateClient writes the package of a model with a client and without what needs the CDK.
func (p *project) generateClient(name, model string) {
	p.Helper()
	api, problems := openapi.Read(model)
	if problems.HasErrors() {
		p.Fatal(problems)
	}
	client, problems := clients.Of(api, nil, clients.Default{})
	if problems.HasErrors() {
		p.Fatal(problems)
	}
	p.generateWith(codegen.Settings{Dir: filepath.Join(p.dir, name), NoCDK: true, Client: client}, model)
}

// clientPrograms copies programs that import the client of petstore.
func (p *project) clientPrograms(names ...string) {
	p.Helper()
	for _, name := range names {
		text, err := os.ReadFile(filepath.Join("testdata/client", name))
		if err != nil {
			p.Fatal(err)
		}
		p.write("programs/"+name, documentedImports.Replace(string(text)))
	}
}

// TestClients compiles the clients of models of all shapes, and programs that use one: the right one without an error, and the
// wrong one with exactly the errors that it should have.
func TestClients(t *testing.T) {
	p := newProject(t)
	p.generateClient("petstore", clientModel)
	p.generateClient("handlers", "../../../conformance/handlers/api.yaml")
	p.generateClient("published", "testdata/names.yaml")
	archives, err := filepath.Glob("../golang/testdata/corpus/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatalf("no models: %v", err)
	}
	for _, path := range archives {
		p.generateClient(strings.TrimSuffix(filepath.Base(path), ".txtar"), modelOf(p, path))
	}
	p.clientPrograms("right.ts", "wrong.ts")
	p.documented(func(b snippets.Block) bool { return b.Document == clientsDocument })
	want := []string{
		`programs/wrong.ts(6,17): error TS2345: Argument of type 'Client<"apiKey">' is not assignable to parameter of type 'Client<"iam">'.`,
		`programs/wrong.ts(7,17): error TS2345: Argument of type 'Client<"apiKey">' is not assignable to parameter of type 'Client<"users">'.`,
		`programs/wrong.ts(8,17): error TS2345: Argument of type 'Client<never>' is not assignable to parameter of type 'Client<"iam">'.`,
		`programs/wrong.ts(9,17): error TS2345: Argument of type 'Client<never>' is not assignable to parameter of type 'Client<"iam">'.`,
		`programs/wrong.ts(9,41): error TS2322: Type 'string' is not assignable to type 'Signer'.`,
		`programs/wrong.ts(10,23): error TS2345: Argument of type '{}' is not assignable to parameter of type 'GetPetInput'.`,
		`programs/wrong.ts(11,59): error TS2322: Type '{ kind: "dog"; name: string; }' is not assignable to type`,
		`programs/wrong.ts(13,12): error TS2339: Property 'name' does not exist on type`,
		`programs/wrong.ts(14,7): error TS2322: Type '200 | 404' is not assignable to type '200'.`,
		`programs/wrong.ts(15,11): error TS2339: Property 'nmae' does not exist on type`,
	}
	got := withoutIndented(strings.Split(strings.TrimSpace(p.compile()), "\n"))
	for i, line := range got {
		if i >= len(want) || !strings.HasPrefix(line, want[i]) {
			t.Errorf("unexpected: %s", line)
		}
	}
	if len(got) < len(want) {
		t.Errorf("missing: %q", want[len(got):])
	}
}

// TestClientCalls calls the API that dev serves, for import and for require.
func TestClientCalls(t *testing.T) {
	p := newProject(t)
	p.engine()
	p.generateClient("petstore", clientModel)
	p.clientPrograms("calls.ts")
	for _, name := range []string{"api.yaml", "gatewright.yaml"} {
		text, err := os.ReadFile(filepath.Join("testdata/client", name))
		if err != nil {
			t.Fatal(err)
		}
		p.write(name, string(text))
	}
	program := p.bundle("programs/calls.ts")
	base := p.serve()
	token := exec.CommandContext(t.Context(), os.Getenv("GATEWRIGHT"), "token", "--user", "u1", "--scope", "pets/write", ".")
	token.Dir = p.dir
	printed, err := token.Output()
	if err != nil {
		t.Fatal(err)
	}
	got, err := p.node(program, base, strings.TrimSpace(string(printed)))
	if err != nil {
		t.Fatal(err)
	}
	want := `public 200 1
signed, a union 201 1
signed, bytes true 1
signed, another secret gateway 403 InvalidSignatureException createPet: 403 The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details. true true
token 204 1
no token gateway 401 UnauthorizedException deletePet: 401 Unauthorized true true
key 200 1
key 200 1
quota gateway 429 LimitExceededException getPet: 429 Limit Exceeded true true
throttle 200 1
throttle 200 N
wrong key gateway 403 ForbiddenException getPet: 403 Forbidden true true
pages [2,"Error: the page after token … names the same token again"] 2
events true 1
`
	got = regexp.MustCompile(`(?m)^(throttle 200 1\nthrottle 200 )[23]$`).ReplaceAllString(got, "${1}N")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the calls end otherwise (-want +got):\n%s", diff)
	}
}

// TestClientHandlers calls generated handlers with the client of the same model: what is sent is what is received.
func TestClientHandlers(t *testing.T) {
	p := newProject(t)
	p.generateClient("api", "../../../conformance/handlers/api.yaml")
	text, err := os.ReadFile("testdata/client/handlers.mjs")
	if err != nil {
		t.Fatal(err)
	}
	for _, format := range []string{"esm", "cjs"} {
		p.write("handlers.mjs", strings.ReplaceAll(string(text), "FORMAT", format))
		out, err := p.node("handlers.mjs")
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff("12 calls\n", out); diff != "" {
			t.Errorf("%s: the input is another one (-want +got):\n%s", format, diff)
		}
	}
}

// TestOneOperationIsSmall requires that a bundle of one operation has at most 6 kB when it is compressed, and nothing of the
// other operations.
func TestOneOperationIsSmall(t *testing.T) {
	p := newProject(t)
	p.write("models/large.json", largeModel(100))
	p.generateClient("large", filepath.Join(p.dir, "models/large.json"))
	p.write("programs/one.ts", `import { createClient, getThing7, ok } from "../large/esm/client/index.js";
console.log(ok(await getThing7(createClient({ baseUrl: "https://example.com" }), { id: "1" })));
`)
	text, err := os.ReadFile(p.bundle("programs/one.ts", "--minify", "--platform=browser"))
	if err != nil {
		t.Fatal(err)
	}
	var compressed strings.Builder
	z := gzip.NewWriter(&compressed)
	if _, err := z.Write(text); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if size := compressed.Len(); size > 6000 {
		t.Errorf("the bundle has %d bytes, compressed", size)
	}
	if strings.Contains(string(text), "things8") {
		t.Error("the bundle holds more than one operation")
	}
	t.Logf("%d bytes, compressed %d", len(text), compressed.Len())
}
