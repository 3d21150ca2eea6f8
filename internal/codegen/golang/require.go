package golang

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/modfile"

	"github.com/gatewright/gatewright/internal/version"
)

// nextStep returns what a user runs for the module of go.mod to find the library, or
// nothing when it names the library already. What cannot be read is left to the go
// command.
func nextStep(goMod string, noCDK bool) string {
	text, err := os.ReadFile(goMod)
	if err != nil {
		return ""
	}
	file, err := modfile.ParseLax(goMod, text, nil)
	if err != nil || namesLibrary(file) || inWorkspace(goMod) {
		return ""
	}
	modules := []string{library}
	if !noCDK {
		modules = append(modules, library+"/constructs/go")
	}
	var flags strings.Builder
	for _, m := range modules {
		if version.Source != "" {
			fmt.Fprintf(&flags, " -replace %s=%s", m, filepath.Join(version.Source, strings.TrimPrefix(m, library)))
		} else {
			fmt.Fprintf(&flags, " -require %s@v%s", m, version.Version)
		}
	}
	return goMod + " does not name the library; in its directory run:\n  go mod edit" + flags.String() + "\n  go mod tidy\n"
}

func namesLibrary(f *modfile.File) bool {
	if f.Module != nil && f.Module.Mod.Path == library {
		return true
	}
	for _, r := range f.Require {
		if r.Mod.Path == library {
			return true
		}
	}
	for _, r := range f.Replace {
		if r.Old.Path == library {
			return true
		}
	}
	return false
}

// inWorkspace reports whether a workspace says where modules are.
func inWorkspace(goMod string) bool {
	if work := os.Getenv("GOWORK"); work != "" {
		return work != "off"
	}
	for dir := filepath.Dir(goMod); ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.work")); err == nil {
			return true
		}
		if dir == filepath.Dir(dir) {
			return false
		}
	}
}
