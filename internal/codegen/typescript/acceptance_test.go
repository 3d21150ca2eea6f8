package typescript_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gatewright/gatewright/internal/codegen"
)

// TestAcceptancePackageManagers installs a generated package as users of npm, pnpm and yarn do, with the oldest and the newest
// AWS CDK, and edits the model: the compiler names the operation at once, with nothing installed or built in between.
func TestAcceptancePackageManagers(t *testing.T) {
	if os.Getenv("GATEWRIGHT_ACCEPTANCE") == "" {
		t.Skip("it installs packages: make acceptance")
	}
	for _, manager := range []struct {
		name, cdk, link string
		install         []string
	}{
		{"npm", "2.200.0", "file:./petstore", []string{"npm", "install", "--no-audit", "--no-fund"}},
		{"pnpm", "latest", "link:./petstore", []string{"npx", "--yes", "pnpm@9", "install", "--no-frozen-lockfile"}},
		{"yarn", "2.270.0", "link:./petstore", []string{"npx", "--yes", "yarn@1.22.22", "install", "--non-interactive"}},
	} {
		t.Run(manager.name, func(t *testing.T) {
			p := &project{T: t, dir: t.TempDir()}
			p.write("api.yaml", model("first"))
			p.generateWith(codegen.Settings{Dir: filepath.Join(p.dir, "petstore")}, filepath.Join(p.dir, "api.yaml"))
			p.write("package.json", fmt.Sprintf(`{"name": "app", "private": true, "type": "module", "dependencies": {"petstore": %q, "aws-cdk-lib": %q,
				"constructs": "^10.0.0"}, "devDependencies": {"typescript": "~5.9.0", "@types/node": "^20.0.0"}}`, manager.link, manager.cdk))
			p.write("tsconfig.json", `{"compilerOptions": {"module": "NodeNext", "target": "ES2022", "strict": true, "skipLibCheck": true,
				"types": ["node"], "noEmit": true}, "files": ["app.ts"]}`)
			p.write("app.ts", `import { App, Stack } from "aws-cdk-lib";
import { Api, MockIntegrations } from "petstore";
new Api(new Stack(new App(), "S"), "Api", { integrations: { first: { integration: MockIntegrations.first200() } } });
`)
			if out, err := p.command(manager.install...); err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			tsc := []string{"node", "node_modules/typescript/bin/tsc", "-p", ".", "--pretty", "false"}
			if out, err := p.command(tsc...); err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			if out, err := p.command("node", "--input-type=module", "-e", `import { OperationLookup } from "petstore"; console.log(Object.keys(OperationLookup).join())`); out != "first\n" {
				t.Fatalf("%v\n%s", err, out)
			}
			p.write("api.yaml", model("first", "second"))
			p.generateWith(codegen.Settings{Dir: filepath.Join(p.dir, "petstore")}, filepath.Join(p.dir, "api.yaml"))
			const want = "app.ts(3,45): error TS2741: Property 'second' is missing"
			if out, err := p.command(tsc...); err == nil || !strings.HasPrefix(out, want) {
				t.Errorf("the compiler says\n%s\nwant\n%s", out, want)
			}
		})
	}
}

// model returns a model with some operations.
func model(operations ...string) string {
	text := "openapi: 3.0.3\ninfo: { title: T, version: '1' }\npaths:\n"
	for _, id := range operations {
		text += "  /" + id + ": { get: { operationId: " + id + ", responses: { '200': { description: ok } } } }\n"
	}
	return text
}

func (p *project) command(words ...string) (string, error) {
	c := exec.CommandContext(p.Context(), words[0], words[1:]...)
	c.Dir = p.dir
	out, err := c.CombinedOutput()
	return string(out), err
}
