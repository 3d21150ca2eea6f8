package devserver

import (
	"path/filepath"
	"slices"
	"time"

	"github.com/gatewright/gatewright/config"
	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/local/watch"
)

// watch begins to look for edits.
func (s *Server) watch() error {
	w, err := watch.New(s.onFirstEvent, s.changed)
	if err != nil {
		return err
	}
	s.watcher = w
	if err := w.Set(s.files); err != nil {
		return err
	}
	s.running.Go(s.watchInputs)
	return nil
}

// onFirstEvent makes requests wait until the edit has been taken in.
func (s *Server) onFirstEvent() {
	settled := make(chan struct{})
	s.unsettled.Store(&settled)
}

// changed takes in an edit.
func (s *Server) changed(paths []string) {
	defer func() { close(*s.unsettled.Swap(nil)) }()
	s.mu.Lock()
	defer s.mu.Unlock()
	began := time.Now()
	var problems diag.List
	switch {
	case s.app != nil && s.app.synth != nil && !s.app.edited():
		return // the app has written to its directory itself
	case s.app != nil && s.app.synth != nil || slices.ContainsFunc(paths, s.isInput):
		problems = s.reload()
	default:
		problems = s.rebuild()
	}
	s.options.Report(problems)
	if problems.HasErrors() {
		s.options.Logger.Error("reload failed; still serving the previous version")
	} else {
		s.options.Logger.Info("reloaded", "in", time.Since(began).Round(time.Millisecond))
	}
}

func (s *Server) isInput(path string) bool { return slices.Contains(absolute(s.files), path) }

// reload replaces the version that is served, unless the next one has errors.
func (s *Server) reload() diag.List {
	next, problems := s.load()
	if !problems.HasErrors() {
		s.reportNews(next)
		s.serving.Store(next)
	}
	s.running.Go(s.watchInputs)
	return problems
}

// rebuild builds the functions whose sources were edited.
func (s *Server) rebuild() diag.List {
	var problems diag.List
	for _, f := range s.editedFunctions() {
		err := s.world.Functions().Rebuild(s.ctx, f.Name)
		problems = append(problems, functionProblems(s.serving.Load().project, err)...)
	}
	s.running.Go(s.watchInputs)
	return problems
}

// watchInputs watches all that the API is made from. Asking what functions depend
// on takes a while; what was edited meanwhile is reported then.
func (s *Server) watchInputs() {
	s.mu.Lock()
	defer s.mu.Unlock()
	paths := slices.Concat(s.files, s.functionInputs())
	if err := s.watcher.Set(paths); err != nil {
		s.options.Logger.Warn("some edits are not seen", "error", err)
	}
	edited := s.editedMeanwhile()
	s.running.Go(func() { s.watcher.Report(edited) })
}

func (s *Server) functionInputs() []string {
	functions := s.world.Functions()
	if functions == nil {
		return nil
	}
	var paths []string
	for _, f := range s.serving.Load().project.Functions {
		if f.Code == "" {
			continue
		}
		found, err := functions.Dependencies(s.ctx, f.Name)
		if err != nil && s.ctx.Err() == nil {
			s.options.Logger.Warn("edits of a function are not seen", "function", f.Name, "error", err)
		}
		paths = append(paths, found...)
	}
	return paths
}

// editedMeanwhile returns what has changed since it was read or built.
func (s *Server) editedMeanwhile() []string {
	if s.app != nil && s.app.synth != nil {
		if s.app.edited() {
			return s.files
		}
		return nil
	}
	var edited []string
	for _, file := range s.files {
		if s.seen[file] != stateOf(file) {
			edited = append(edited, absolute([]string{file})...)
		}
	}
	for _, f := range s.editedFunctions() {
		edited = append(edited, f.Code)
	}
	return edited
}

// editedFunctions returns the functions that were built from other sources.
func (s *Server) editedFunctions() []config.Function {
	functions := s.world.Functions()
	if functions == nil {
		return nil
	}
	var edited []config.Function
	for _, f := range s.serving.Load().project.Functions {
		if changed, err := functions.Changed(f.Name); err == nil && changed {
			edited = append(edited, f)
		}
	}
	return edited
}

// absolute returns paths as a watcher reports them.
func absolute(paths []string) []string {
	all := make([]string, 0, len(paths))
	for _, path := range paths {
		if path, err := filepath.Abs(path); err == nil {
			all = append(all, path)
		}
	}
	return all
}
