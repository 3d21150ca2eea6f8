package golang

import (
	"errors"
	"runtime"
	"sync"

	"github.com/gatewright/gatewright/internal/codegen"
)

// Output makes all files.
func (g *Generator) Output() (codegen.Output, error) {
	files := []*File{g.mainFile(), g.operationsFile(), g.integrationsFile(), g.mocksFile()}
	files = append(files, g.HandlerFiles()...)
	if !g.NoCDK {
		files = append(files, g.constructFile())
		if f := g.functionsFile(); f != nil {
			files = append(files, f)
		}
	}
	files = append(files, g.Types()) // the last, as the others say which types are needed
	written, err := sources(files)
	stubs, failed := sources(g.Stubs())
	return codegen.Output{Files: append(written, g.modelFile()), Stubs: stubs}, errors.Join(err, failed)
}

// sources returns the texts of files, which are formatted side by side.
func sources(files []*File) ([]codegen.File, error) {
	written, failures := make([]codegen.File, len(files)), make([]error, len(files))
	free := make(chan struct{}, runtime.GOMAXPROCS(0))
	var group sync.WaitGroup
	for i, f := range files {
		free <- struct{}{}
		group.Go(func() {
			written[i].Path = f.Path
			written[i].Text, failures[i] = f.Source()
			<-free
		})
	}
	group.Wait()
	return written, errors.Join(failures...)
}
