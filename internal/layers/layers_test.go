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
	"cmd":                {"config", "prepare", "integration", "authorizer", "model", "spec", "gateway", "local", "codegen"},
	"config":             {"prepare", "integration", "authorizer", "model", "spec"},
	"prepare":            {"integration", "authorizer", "model", "spec"},
	"integration":        {"authorizer", "model", "spec"},
	"authorizer":         {"model", "spec"},
	"model":              {},
	"spec":               {},
	"diag":               {},
	"codegen":            {"model", "constructs"},
	"constructs":         {},
	"handler":            {},
	"types":              {},
	"gatewaytest":        {"config", "prepare", "integration", "authorizer", "model", "spec", "gateway", "local"},
	"gateway":            {"spec"},
	"gateway/vtl":        {"gateway/jsonpath", "gateway/jsonvalue"},
	"gateway/route":      {},
	"gateway/wire":       {},
	"gateway/event":      {"gateway/route"},
	"local":              {"gateway", "spec"},
	"local/lambda":       {},
	"local/s3":           {},
	"internal":           {},
	"internal/check":     {"config", "prepare", "integration", "authorizer", "model", "spec", "gateway"},
	"internal/compose":   {"config", "prepare", "integration", "authorizer", "model", "spec", "gateway", "local"},
	"internal/devserver": {"config", "prepare", "integration", "authorizer", "model", "spec", "gateway", "local"},
	"internal/layers":    {},
	"examples":           {},
	"bench":              {"config", "prepare", "integration", "authorizer", "model", "spec", "gateway", "local", "codegen"},
	"conformance":        {"config", "prepare", "integration", "authorizer", "model", "spec", "gateway", "local", "codegen"},
}

// everywhere may be imported by all but the ones below them.
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

// folderOf gives the longest known folder that holds a package.
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
	if folder != "diag" && slices.ContainsFunc(everywhere, func(f string) bool { return within(imported, f) }) {
		return true
	}
	return slices.ContainsFunc(allowed[folder], func(f string) bool { return within(imported, f) })
}

func within(pkg, folder string) bool { return pkg == folder || strings.HasPrefix(pkg, folder+"/") }
