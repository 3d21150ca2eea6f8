package devserver

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/gatewright/gatewright/internal/local/cloudformation"
	"github.com/gatewright/gatewright/internal/local/lambda"
)

// bundles are how an app has bundled functions: constructs such as NodejsFunction run
// esbuild, and their commands, recorded by bundling.cjs, are run again by themselves when
// only a function's sources are edited.
type bundles struct {
	made     map[string]*lambda.Bundle // by what tells a bundle from others; nil: more than one
	modules  map[string]bool           // files that the app itself is made from, too
	bundling map[string]bool           // functions with a bundle, by their names
}

//go:embed bundling.cjs
var bundlingScript []byte

const bundlingFile = "bundling.cjs"

// recordsIn returns the directory for the records of an app that writes an assembly.
func recordsIn(assembly string) string { return assembly + ".bundles" }

// prepareRecords empties the directory of records, and puts the script there.
func prepareRecords(dir string) error {
	return errors.Join(os.RemoveAll(dir), os.Mkdir(dir, 0o700), os.WriteFile(filepath.Join(dir, bundlingFile), bundlingScript, 0o600))
}

// recordBundles returns the variables with which Node.js loads the script.
func recordBundles(dir string) []string {
	own := os.Getenv("NODE_OPTIONS")
	script := strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(filepath.Join(dir, bundlingFile))
	return []string{
		"GATEWRIGHT_BUNDLES=" + dir,
		"GATEWRIGHT_NODE_OPTIONS=" + own,
		"NODE_OPTIONS=" + strings.TrimSpace(own+` --require "`+script+`"`),
	}
}

// record is what bundling.cjs writes for a process.
type record struct {
	Bundles []bundleRecord `json:"bundles"`
	Modules *[]string      `json:"modules"` // nil: not known
}

type bundleRecord struct {
	Output   string   `json:"output"`
	Made     string   `json:"made"`   // the file that esbuild has made, below Output
	SHA256   string   `json:"sha256"` // of that
	Metafile string   `json:"metafile"`
	Inputs   []string `json:"inputs"`
	Began    int64    `json:"began"` // in milliseconds since 1970
	Steps    []struct {
		Command     []string          `json:"command"`
		Directory   string            `json:"directory"`
		Environment map[string]string `json:"environment"`
	} `json:"steps"`
}

// findBundles reads the records of the last run, and finds which functions have the
// bundles. One that was there before the run, and was not made again, keeps its record.
func (a *cloudApp) findBundles(assembly *cloudformation.Assembly) {
	a.bundles.bundling = map[string]bool{}
	if a.synth == nil {
		return
	}
	a.bundles.read(recordsIn(a.assembly))
	for i := range assembly.Functions {
		f := &assembly.Functions[i]
		if !within(f.Code, a.assembly) {
			continue
		}
		if b := a.bundles.of(f.Code); b != nil {
			f.Bundle, a.bundles.bundling[f.Name] = b, true
		}
	}
}

// read adds the records in a directory. A process whose modules are not known may be the
// app, made from the same files: its bundles are left to it.
func (b *bundles) read(dir string) {
	found, err := filepath.Glob(filepath.Join(dir, "*.bundles"))
	if err != nil || len(found) == 0 {
		return
	}
	b.modules = map[string]bool{}
	made := map[string]*lambda.Bundle{}
	for _, file := range found {
		var r record
		if text, err := os.ReadFile(file); err != nil || json.Unmarshal(text, &r) != nil || r.Modules == nil {
			continue
		}
		for _, path := range *r.Modules {
			b.modules[path] = true
		}
		for _, one := range r.Bundles {
			key, bundle := one.Made+one.SHA256, one.bundle()
			if _, known := made[key]; known {
				bundle = nil
			}
			made[key] = bundle
		}
	}
	if b.made == nil {
		b.made = map[string]*lambda.Bundle{}
	}
	maps.Copy(b.made, made)
}

func (r bundleRecord) bundle() *lambda.Bundle {
	b := &lambda.Bundle{Output: r.Output, Metafile: r.Metafile, Inputs: lambda.Sources(r.Inputs), Began: time.UnixMilli(r.Began)}
	for _, step := range r.Steps {
		var environment []string
		for _, name := range slices.Sorted(maps.Keys(step.Environment)) {
			environment = append(environment, name+"="+step.Environment[name])
		}
		b.Steps = append(b.Steps, lambda.BundleStep{Command: step.Command, Directory: step.Directory, Environment: environment})
	}
	return b
}

// of returns how a directory of code was made; nil: it is not known.
func (b *bundles) of(code string) *lambda.Bundle {
	entries, err := os.ReadDir(code)
	if err != nil || len(b.made) == 0 {
		return nil
	}
	for _, entry := range entries {
		text, err := os.ReadFile(filepath.Join(code, entry.Name()))
		if err != nil {
			continue
		}
		sum := sha256.Sum256(text)
		if bundle := b.made[entry.Name()+hex.EncodeToString(sum[:])]; bundle != nil {
			return bundle
		}
	}
	return nil
}

// isBundled reports whether only bundles are made from a file.
func (s *Server) isBundled(path string) bool {
	for name := range s.app.bundles.bundling {
		if slices.Contains(s.inputs[name], path) && !s.app.bundles.modules[resolved(path)] {
			return true
		}
	}
	return false
}

// spelled returns paths as the watcher of an app reports them.
func (s *Server) spelled(paths []string) []string {
	if s.app == nil || s.app.synth == nil {
		return paths
	}
	spell := below(absolutePath(projectOf(filepath.Dir(s.app.file))))
	all := make([]string, 0, len(paths))
	for _, path := range paths {
		all = append(all, spell(path))
	}
	return all
}
