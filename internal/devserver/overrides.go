package devserver

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/local"
)

// All is the name that stands for every function or service in Options.
const All = ""

// override applies what the options say about functions to those that were read.
func (s *Server) override(read *definitions) (problems diag.List) {
	functions := read.setup.Functions
	for i := range functions {
		f := &functions[i]
		if n, ok := ofFunction(s.options.Concurrency, f.Name); ok {
			f.MaxConcurrency = n
		}
		f.DebugPort = s.options.DebugPorts[f.Name]
	}
	problems = append(problems, unknownFunctions(read, "--concurrency", s.options.Concurrency)...)
	problems = append(problems, unknownFunctions(read, "--debug", s.options.DebugPorts)...)
	problems = append(problems, unknownFunctions(read, "--env-file", s.options.EnvFiles)...)
	problems = append(problems, s.setVariables(read)...)
	return problems
}

// ofFunction returns the value of a function, else that of all functions.
func ofFunction[T any](values map[string]T, name string) (value T, ok bool) {
	if value, ok = values[name]; !ok {
		value, ok = values[All]
	}
	return value, ok
}

// unknownFunctions reports names in an option that no function has.
func unknownFunctions[T any](read *definitions, flag string, values map[string]T) (problems diag.List) {
	known := namesOf(read.setup.Functions)
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if name == All || slices.Contains(known, name) {
			continue
		}
		d := problems.Errorf(diag.Position{File: read.project.File}, "unknown-function", "%s names the function %q, which does not run here", flag, name)
		switch near := diag.Nearest(name, known); {
		case near != "":
			d.Help = "did you mean " + near + "?"
		case len(known) > 0:
			d.Help = "functions that run here: " + strings.Join(known, ", ")
		default:
			d.Help = "functions run here when they have code"
		}
	}
	return problems
}

func namesOf(functions []local.Function) []string {
	names := make([]string, 0, len(functions))
	for _, f := range functions {
		names = append(names, f.Name)
	}
	slices.Sort(names)
	return names
}

// explainDebuggers says where functions wait for debuggers.
func (s *Server) explainDebuggers() {
	for _, name := range slices.Sorted(maps.Keys(s.options.DebugPorts)) {
		s.options.Logger.Info("the function "+name+" waits for a debugger; timeouts are off", "address", "127.0.0.1:"+strconv.Itoa(s.options.DebugPorts[name]))
	}
}
