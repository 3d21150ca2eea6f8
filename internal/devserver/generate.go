package devserver

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/config"
)

// generated is the code that an app is written with, made from a model.
type generated struct {
	file  string               // gatewright.yaml; empty: there is none that names code to generate
	model map[string]fileState // the files of the model as the code was last made from them
}

// generatedList is the file by which directories of generated code are known; see
// codegen.Plan.
const generatedList = ".gatewright-files"

// findGenerated finds what gatewright.yaml next to the app, or where its project begins,
// has generated.
func (s *Server) findGenerated() (g generated) {
	dir := filepath.Dir(s.app.file)
	for _, dir := range []string{dir, projectOf(dir)} {
		file := config.Find(dir)
		if file == "" || !isFile(file) {
			continue
		}
		project, _ := config.Load(file, config.Options{Generate: true}) // a run of the generators reports problems
		if len(project.Generate) == 0 {
			continue
		}
		g.file, g.model = file, map[string]fileState{}
		for _, file := range project.Files {
			g.model[file] = stateOf(file)
		}
		return g
	}
	return g
}

// generate runs the generators when their model was edited. Where none are named it says
// what to do about an edited model.
func (s *Server) generate(paths []string) (problems diag.List) {
	g := s.generated
	if g.file == "" {
		if i := slices.IndexFunc(paths, isModel); i >= 0 {
			s.options.Logger.Warn("the model was edited: run gatewright generate", "file", paths[i])
		}
		return nil
	}
	edited := false
	for file, state := range g.model {
		edited = edited || stateOf(file) != state
	}
	if !edited || s.options.Generate == nil {
		return nil
	}
	began := time.Now()
	err := s.options.Generate(g.file)
	if found, ok := errors.AsType[diag.List](err); ok {
		return found
	} else if err != nil {
		problems.Errorf(diag.Position{File: g.file}, "unwritable-file", "%v", err)
		return problems
	}
	s.options.Logger.Info("generated code from the model", "in", time.Since(began).Round(time.Millisecond))
	s.generated = s.findGenerated()
	return nil
}

// isModel reports whether a file is an OpenAPI document that nobody generated.
func isModel(path string) bool {
	switch filepath.Ext(path) {
	case ".yaml", ".yml", ".json":
	default:
		return false
	}
	for dir := filepath.Dir(path); dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if isFile(filepath.Join(dir, generatedList)) {
			return false
		}
	}
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close() //nolint:errcheck // it was only read
	head := make([]byte, 4<<10)
	n, _ := io.ReadFull(f, head) // a shorter file is looked at as far as it goes
	return bytes.Contains(head[:n], []byte("openapi")) || bytes.Contains(head[:n], []byte("swagger"))
}
