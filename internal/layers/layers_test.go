// Package layers holds the architecture: who may import whom.
package layers

import (
	"bytes"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/gatewright/gatewright/"

// allowed names, for each folder, the folders of this module that its packages
// may import, besides its own, diag and internal. A folder's name ends the
// search at the longest match.
var allowed = map[string][]string{
	"cmd":                    {"internal/config", "internal/binding", "internal/deploy", "internal/template", "internal/terraform", "internal/prepare", "integration", "authorizer", "model", "spec", "internal/gateway", "internal/local", "internal/codegen", "internal/check", "internal/devserver", "internal/compose", "internal/console", "internal/initproject", "internal/apidiff", "internal/apidocs"},
	"internal/vocabulary":    {"spec"},
	"internal/config":        {"internal/vocabulary", "internal/deploy", "internal/prepare", "integration", "authorizer", "model", "spec"},
	"internal/binding":       {"internal/config", "internal/deploy"},
	"internal/template":      {"internal/config", "internal/deploy", "model"},
	"internal/terraform":     {"model"},
	"internal/deploy":        {"internal/prepare", "integration", "authorizer", "model", "spec"},
	"internal/prepare":       {"integration", "authorizer", "model", "spec"},
	"integration":            {"authorizer", "model", "spec"},
	"authorizer":             {"model", "spec"},
	"model":                  {},
	"spec":                   {},
	"diag":                   {},
	"internal/codegen":       {"model", "constructs", "runtimes"},
	"constructs":             {},
	"runtimes":               {},
	"handler":                {},
	"types":                  {},
	"gatewaytest":            {"internal/config", "internal/prepare", "integration", "authorizer", "model", "spec", "internal/gateway", "internal/local", "internal/compose"},
	"internal/gateway":       {"spec"},
	"internal/gateway/vtl":   {"internal/gateway/jsonpath", "internal/gateway/jsonvalue"},
	"internal/gateway/route": {},
	"internal/gateway/wire":  {},
	"internal/gateway/event": {"internal/gateway/route"},
	"internal/local":         {"internal/gateway", "internal/sam", "spec"},
	"internal/local/lambda":  {},
	"internal/local/s3":      {},
	"internal":               {},
	"internal/apidocs":       {"internal/codegen", "model"},
	"internal/check":         {"internal/config", "internal/prepare", "integration", "authorizer", "model", "spec", "internal/gateway"},
	"internal/compose":       {"internal/config", "internal/prepare", "integration", "authorizer", "model", "spec", "internal/gateway", "internal/local"},
	"internal/devserver":     {"internal/config", "internal/deploy", "internal/prepare", "integration", "authorizer", "model", "spec", "internal/gateway", "internal/local", "internal/compose", "internal/console"},
	"internal/console":       {"internal/gateway"},
	"internal/apidiff":       {"model", "spec"},
	"internal/initproject":   {"internal/config", "internal/codegen", "model"},
	"internal/layers":        {},
	"internal/sam":           {"spec"},
	"examples":               {},
	"bench":                  {"internal/config", "internal/prepare", "integration", "authorizer", "model", "spec", "internal/gateway", "internal/local", "internal/codegen"},
	"conformance":            {"internal/config", "internal/prepare", "integration", "authorizer", "model", "spec", "internal/gateway", "internal/local", "internal/codegen"},
}

// everywhere names the folders that may be imported by all but the ones below
// them: of internal, the packages that have no line of their own above.
var everywhere = []string{"diag", "internal"}

func TestImportsFollowTheArchitecture(t *testing.T) {
	out, err := exec.Command("go", "list", "-f", `{{.ImportPath}} {{join .Imports " "}}`, module+"...").CombinedOutput()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, out)
	}
	checked := 0
	for line := range bytes.Lines(out) {
		importer, imports, _ := strings.Cut(strings.TrimSpace(string(line)), " ")
		importer = strings.TrimPrefix(importer, module)
		folder, ok := folderOf(importer)
		if !ok {
			t.Errorf("package %s lies in no folder of the architecture", importer)
			continue
		}
		for imported := range strings.FieldsSeq(imports) {
			imported, ours := strings.CutPrefix(imported, module)
			if !ours {
				continue
			}
			checked++
			if !mayImport(folder, imported) {
				t.Errorf("%s imports %s, which packages of %s may not", importer, imported, folder)
			}
		}
	}
	if checked == 0 {
		t.Fatal("no import was checked")
	}
}

// folderOf returns the longest known folder that holds a package.
func folderOf(pkg string) (string, bool) {
	best, found := "", false
	for folder := range allowed {
		if within(pkg, folder) && len(folder) > len(best) {
			best, found = folder, true
		}
	}
	return best, found
}

func mayImport(folder, imported string) bool {
	if within(imported, folder) {
		return true
	}
	if of, _ := folderOf(imported); folder != "diag" && slices.Contains(everywhere, of) {
		return true
	}
	return slices.ContainsFunc(allowed[folder], func(f string) bool { return within(imported, f) })
}

func within(pkg, folder string) bool { return pkg == folder || strings.HasPrefix(pkg, folder+"/") }
