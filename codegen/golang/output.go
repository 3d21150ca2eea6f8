package golang

import (
	"errors"

	"github.com/gatewright/gatewright/codegen"
)

// Output makes all files.
func (g *Generator) Output() (codegen.Output, error) {
	w := &writer{}
	w.write(g.mainFile(), g.operationsFile(), g.integrationsFile(), g.mocksFile())
	w.write(g.Types()) // after all that need types
	w.output.Files = append(w.output.Files, g.modelFile())
	if !g.NoCDK {
		w.write(g.constructFile())
		if f := g.functionsFile(); f != nil {
			w.write(f)
		}
	}
	return w.output, errors.Join(w.failures...)
}

// writer collects the text of files.
type writer struct {
	output   codegen.Output
	failures []error
}

func (w *writer) write(files ...*File) {
	for _, f := range files {
		text, err := f.Source()
		if err != nil {
			w.failures = append(w.failures, err)
		}
		w.output.Files = append(w.output.Files, codegen.File{Path: f.Path, Text: text})
	}
}
