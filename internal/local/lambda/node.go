package lambda

import (
	"context"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
)

// node is the nodejs family.
type node struct {
	major string
}

func (n node) build(ctx context.Context, w *workshop, f Function) (*artifact, error) {
	program, err := w.rt.tools.lookup("node", func() (tool, error) {
		return probeLines(ctx, "node", "-p", `process.execPath + "\n" + process.versions.node`)
	})
	if err != nil {
		return nil, missing("node", f.Runtime, err)
	}
	major, _, _ := strings.Cut(program.version, ".")
	if major != n.major {
		w.rt.warnOnce(fmt.Sprintf("runtime %s runs on Node.js %s, the node on the PATH", f.Runtime, program.version))
	}
	root, sources, err := w.bundle(ctx, f)
	if err != nil {
		return nil, err
	}
	// What is left is for the stack, buffers and code.
	command := []string{program.path, "--max-old-space-size=" + strconv.Itoa(f.Memory*9/10)}
	if f.DebugPort != 0 {
		command = append(command, "--inspect="+f.debugAddress())
	}
	return &artifact{root: root, sources: sources, command: append(command, filepath.Join(w.rt.dir, "runtime", "bootstrap.mjs"))}, nil
}

func (node) inputs(_ context.Context, f Function, _ inputs) inputs { return bundleInputs(f.Code) }
