package lambda

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
)

// python is the python family.
type python struct {
	version string // 3.12
}

func (p python) build(ctx context.Context, w *workshop, f Function) (*artifact, error) {
	program, err := w.rt.tools.lookup("python"+p.version, func() (tool, error) { return p.probe(ctx) })
	if err != nil {
		return nil, missing("python"+p.version+" or python3", f.Runtime, err)
	}
	if !strings.HasPrefix(program.version, p.version+".") {
		w.rt.warnOnce(fmt.Sprintf("runtime %s runs on Python %s, the python3 on the PATH", f.Runtime, program.version))
	}
	root, err := w.unpack(f.Code)
	if err != nil {
		return nil, err
	}
	debugger, err := debugPython(ctx, f, program.path)
	if err != nil {
		return nil, err
	}
	command := append([]string{program.path, "-u"}, debugger...)
	return &artifact{
		root:    root,
		command: append(command, filepath.Join(w.rt.dir, "runtime", "bootstrap.py")),
		environment: map[string]string{
			// Keeps compiled modules out of the developer's directory.
			"PYTHONPYCACHEPREFIX": filepath.Join(w.rt.dir, "pycache"),
		},
	}, nil
}

// probe prefers the runtime's own version. A version manager's shim may exist
// and yet refuse to run, so each candidate is asked.
func (p python) probe(ctx context.Context) (tool, error) {
	var failures []error
	for _, name := range []string{"python" + p.version, "python3", "python"} {
		found, err := probeLines(ctx, name, "-c",
			`import sys, platform; print(sys.executable); print(platform.python_version())`)
		if err == nil {
			return found, nil
		}
		failures = append(failures, err)
	}
	return tool{}, errors.Join(failures...)
}

// inputs are the code, and what PYTHONPATH leads to and is not installed: generated packages in local runs.
func (python) inputs(_ context.Context, f Function, _ inputs) inputs {
	in := bundleInputs(f.Code)
	for _, dir := range filepath.SplitList(f.Environment["PYTHONPATH"]) {
		if filepath.Base(dir) != "site-packages" {
			in.bundles = append(in.bundles, dir)
		}
	}
	return in
}
