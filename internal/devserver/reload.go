package devserver

import (
	"context"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/config"
	"github.com/gatewright/gatewright/internal/local/watch"
)

// watch begins to look for edits, also those since the first version was read.
func (s *Server) watch() error {
	w, err := watch.New(s.changed)
	if err != nil {
		return err
	}
	s.watcher = w
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.app != nil && s.app.synth != nil {
		s.generated = s.findGenerated()
	}
	return s.watchInputs()
}

// settled returns when all edits that were made before are taken in.
func (s *Server) settled(ctx context.Context) error {
	if s.watcher == nil {
		return nil
	}
	return s.watcher.Wait(ctx)
}

// changed takes in an edit. Requests wait for it.
func (s *Server) changed(paths []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	began := time.Now()
	var problems diag.List
	switch {
	case s.app != nil && s.app.synth != nil:
		edited := s.editedFunctions(paths)
		switch {
		case s.failed && len(edited) > 0 || s.appEdited():
			problems = s.reloadApp(paths)
		case len(edited) > 0:
			problems = s.rebuild(edited)
		default:
			return // the app has written to its directory itself
		}
	case s.failed || slices.ContainsFunc(paths, s.isInput):
		problems = append(s.reload(), s.rebuild(s.editedFunctions(paths))...)
	default:
		edited := s.editedFunctions(paths)
		if len(edited) == 0 {
			return
		}
		problems = s.rebuild(edited)
	}
	if s.ctx.Err() != nil {
		return
	}
	s.options.Report(problems)
	s.tellConsole(paths, time.Since(began), problems)
	if problems.HasErrors() {
		s.options.Logger.Error("reload failed; still serving the previous version")
	} else {
		s.options.Logger.Info("reloaded", "in", time.Since(began).Round(time.Millisecond))
	}
	if err := s.watchInputs(); err != nil {
		s.options.Logger.Warn("some edits are not seen", "error", err)
	}
}

// isInput reports whether a path is a file that the definitions are read from, or is
// above one.
func (s *Server) isInput(path string) bool {
	return slices.ContainsFunc(absolute(s.files), func(file string) bool { return within(file, path) })
}

// reload replaces the version that is served, unless the next one has errors.
func (s *Server) reload() diag.List {
	next, problems := s.load()
	s.failed = problems.HasErrors()
	if !s.failed {
		s.reportNews(next)
		s.serving.Store(next)
	}
	return problems
}

// reloadApp runs the app again, with code made from the model as it is now, and builds
// the functions that were edited.
func (s *Server) reloadApp(paths []string) diag.List {
	problems := s.generate(paths)
	if !problems.HasErrors() {
		problems = append(problems, s.reload()...)
	}
	return append(problems, s.rebuild(s.editedFunctions(s.functionCode()))...)
}

// rebuild builds functions again.
func (s *Server) rebuild(names []string) diag.List {
	if len(names) == 0 {
		return nil
	}
	return functionProblems(s.project, s.world.Functions().Rebuild(s.ctx, names...))
}

// editedFunctions returns the functions that were built from other sources than those
// that are there, of those that the paths concern.
func (s *Server) editedFunctions(paths []string) []string {
	functions := s.world.Functions()
	if functions == nil {
		return nil
	}
	var edited []string
	for _, f := range s.project.Functions {
		concerned := slices.ContainsFunc(s.inputs[f.Name], func(input string) bool {
			return slices.ContainsFunc(paths, func(path string) bool { return within(path, input) || within(input, path) })
		})
		if !concerned {
			continue
		}
		if changed, err := functions.Changed(f.Name); err == nil && changed {
			edited = append(edited, f.Name)
		}
	}
	return edited
}

// functionCode returns what the functions' builds depend on.
func (s *Server) functionCode() []string {
	return slices.Concat(slices.Collect(maps.Values(s.inputs))...)
}

// watchInputs watches all that the APIs are made from, and reports what has been
// edited since it was read.
func (s *Server) watchInputs() error {
	s.inputs = map[string][]string{}
	paths := slices.Clone(s.files)
	for _, f := range s.project.Functions {
		if f.Code != "" {
			s.inputs[f.Name] = s.functionInputs(f)
			paths = append(paths, s.inputs[f.Name]...)
		}
	}
	err := s.watcher.Set(paths)
	s.watcher.Report(s.editedMeanwhile())
	return err
}

func (s *Server) functionInputs(f config.Function) []string {
	if functions := s.world.Functions(); functions != nil {
		if inputs, err := functions.Dependencies(s.ctx, f.Name); err == nil {
			return s.spelled(inputs)
		}
	}
	return absolute([]string{f.Code}) // the function is not known: the reload has said why
}

// editedMeanwhile returns what has changed since it was read or built.
func (s *Server) editedMeanwhile() []string {
	var edited []string
	if s.appEdited() {
		edited = absolute(s.files)
	}
	for _, file := range s.files {
		if (s.app == nil || s.app.synth == nil) && s.seen[file] != stateOf(file) {
			edited = append(edited, absolute([]string{file})...)
		}
	}
	for _, inputs := range s.inputs {
		if len(s.editedFunctions(inputs)) > 0 {
			edited = append(edited, inputs...)
		}
	}
	return edited
}

// absolute returns paths as a watcher reports them.
func absolute(paths []string) []string {
	all := make([]string, 0, len(paths))
	for _, path := range paths {
		all = append(all, absolutePath(path))
	}
	return all
}

// absolutePath returns a path as a watcher reports it; itself when the current
// directory is gone.
func absolutePath(path string) string {
	if absolute, err := filepath.Abs(path); err == nil {
		return absolute
	}
	return path
}

// within reports whether a path is a directory or below it.
func within(path, dir string) bool {
	return path == dir || strings.HasPrefix(path, strings.TrimSuffix(dir, string(os.PathSeparator))+string(os.PathSeparator))
}
