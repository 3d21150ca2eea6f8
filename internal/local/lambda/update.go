package lambda

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"time"
)

// Update makes functions the configuration of the Runtime. Problems of the
// configuration are reported all at once and change nothing. Functions that are
// the same as before keep their processes. A changed one that is already built is
// built again and swapped in; when that fails it keeps its old configuration and
// processes, and the error says so. Functions that are left out finish what they
// do and end. New functions are built by Prepare, Build or their first Invoke.
func (rt *Runtime) Update(ctx context.Context, functions []Function) error {
	functions, err := checked(functions)
	if err != nil {
		return err
	}
	rt.updating.Lock()
	defer rt.updating.Unlock()

	changed, err := rt.configure(functions)
	if err != nil {
		return err
	}
	return inParallel(changed, func(f Function) error { return rt.replace(ctx, f) })
}

func checked(functions []Function) ([]Function, error) {
	functions = slices.Clone(functions)
	var problems []error
	names := map[string]bool{}
	for i, f := range functions {
		f = f.withDefaults()
		f.Environment = maps.Clone(f.Environment)
		f.Credentials = maps.Clone(f.Credentials)
		f.Layers = slices.Clone(f.Layers)
		problems = append(problems, f.validate())
		if names[f.Name] {
			problems = append(problems, fmt.Errorf("function %q is defined twice", f.Name))
		}
		names[f.Name] = true
		code, err := filepath.Abs(f.Code)
		problems = append(problems, err)
		f.Code = code
		functions[i] = f
	}
	return functions, errors.Join(problems...)
}

// configure adds new functions, drops those that are gone and returns those
// whose processes must be replaced.
func (rt *Runtime) configure(functions []Function) (changed []Function, err error) {
	rt.mu.Lock()
	if rt.closed {
		rt.mu.Unlock()
		return nil, ErrClosed
	}
	before := rt.functions
	after := make(map[string]*function, len(functions))
	for _, f := range functions {
		old, ok := before[f.Name]
		switch {
		case ok && old.config.equal(f):
			after[f.Name] = old
		case ok && old.current.Load() != nil:
			after[f.Name] = old
			changed = append(changed, f)
		default:
			after[f.Name] = &function{rt: rt, config: f}
		}
	}
	rt.functions = after
	rt.mu.Unlock()

	for name, old := range before {
		if after[name] != old {
			old.drop()
		}
	}
	return changed, nil
}

// replace builds a changed function and puts it in the place of the old one.
func (rt *Runtime) replace(ctx context.Context, config Function) error {
	next := &function{rt: rt, config: config}
	rt.mu.RLock()
	keep := rt.functions[config.Name].freeDebugPort()
	rt.mu.RUnlock()
	if err := next.rebuild(ctx); err != nil {
		next.drop()
		keep()
		return err
	}
	rt.mu.Lock()
	old := rt.functions[config.Name]
	rt.functions[config.Name] = next
	rt.mu.Unlock()
	old.drop()
	return nil
}

// drop lets a function finish what it does and end.
func (f *function) drop() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.dropped = true
	if p := f.current.Load(); p != nil {
		p.retire(nil)
	}
}

// Prepare builds all functions that are not built yet, several at a time, and
// returns all failures. It starts no process.
func (rt *Runtime) Prepare(ctx context.Context) error {
	rt.mu.RLock()
	names := slices.Sorted(maps.Keys(rt.functions))
	rt.mu.RUnlock()
	return inParallel(names, func(name string) error { return rt.Build(ctx, name) })
}

// inParallel bounds the work by the processors and joins the errors in order.
func inParallel[T any](items []T, do func(T) error) error {
	failures := make([]error, len(items))
	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	var all sync.WaitGroup
	for i, item := range items {
		slots <- struct{}{}
		all.Go(func() {
			defer func() { <-slots }()
			failures[i] = do(item)
		})
	}
	all.Wait()
	return errors.Join(failures...)
}

// Build makes a function ready for its first invocation unless it is ready.
// Errors: *NotFoundError, *BuildError.
func (rt *Runtime) Build(ctx context.Context, name string) error {
	f, err := rt.lookup(name)
	if err != nil {
		return err
	}
	_, err = f.pool(ctx)
	return err
}

// Rebuild builds functions again, several at a time, and starts a process of each.
// Only when that process is ready for work does it take the place of the old ones,
// which finish what they do; otherwise they keep serving and the error says why.
// Errors, joined: *NotFoundError, *BuildError, *InitError.
func (rt *Runtime) Rebuild(ctx context.Context, names ...string) error {
	return inParallel(names, func(name string) error {
		f, err := rt.lookup(name)
		if err != nil {
			return err
		}
		return f.rebuild(ctx)
	})
}

// Dependencies returns the files and directories that the last build of a function
// depends on, or the next one when there was none, sorted: of a Go function the directories of its packages outside
// the standard library and the module cache, the module files and the embedded
// files; of other functions the archive, or the directory with all directories
// below it; and the same of layers. Directories stand for the files directly in them. After a Rebuild the
// answer may differ.
func (rt *Runtime) Dependencies(ctx context.Context, name string) ([]string, error) {
	f, err := rt.lookup(name)
	if err != nil {
		return nil, err
	}
	f.mu.Lock()
	in, built := f.inputs, f.built
	f.mu.Unlock()
	if !built {
		in = f.listInputs(ctx, in)
	}
	return in.paths(), nil
}

// Changed reports whether a file that a function depends on appeared, went or
// was written since its last build. It is true for a function that was never
// built.
func (rt *Runtime) Changed(name string) (bool, error) {
	f, err := rt.lookup(name)
	if err != nil {
		return false, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.stale(), nil
}

// stale reports whether the inputs are not those of the last build, apart from what
// functions have written.
func (f *function) stale() bool {
	if f.seen == nil {
		return true
	}
	now := f.inputs.snapshot()
	return slices.ContainsFunc(f.seen.differences(now), func(path string) bool {
		_, known := f.seen[path]
		if f.rewrites[path] >= maxRewrites && f.startWrote(now[path]) {
			f.seen[path] = now[path]
			return false
		}
		return !f.rt.Wrote(path, !known)
	})
}

// listInputs returns what a build of the function depends on: its code and its layers.
func (f *function) listInputs(ctx context.Context, before inputs) inputs {
	in := families[f.config.Runtime].inputs(ctx, f.config, before)
	in.bundles = slices.Concat(in.bundles, f.config.Layers)
	return in
}

// flight is a build in progress that several callers wait for.
type flight struct {
	done chan struct{}
	err  error
}

// pool returns the pool that serves the function; it builds the first one.
func (f *function) pool(ctx context.Context) (*pool, error) {
	if p := f.current.Load(); p != nil {
		return p, nil
	}
	f.mu.Lock()
	if p := f.current.Load(); p != nil {
		f.mu.Unlock()
		return p, nil
	}
	if failure, ok := errors.AsType[*BuildError](f.failed); ok && f.flight == nil && !f.stale() {
		defer f.mu.Unlock()
		return nil, failure
	}
	err := f.join(ctx, f.first)
	return f.current.Load(), err
}

// rebuild waits for its own build: one that began before an edit does not count.
func (f *function) rebuild(ctx context.Context) error {
	f.mu.Lock()
	for f.flight != nil {
		current := f.flight
		f.mu.Unlock()
		err := current.wait(ctx)
		if ctx.Err() != nil {
			return err
		}
		f.mu.Lock()
	}
	return f.join(ctx, f.swap)
}

// join starts work unless some is in progress, and waits for it. It is called
// with f.mu held and unlocks it. The work goes on when the caller gives up.
func (f *function) join(ctx context.Context, work func() error) error {
	current := f.flight
	if current == nil {
		current = &flight{done: make(chan struct{})}
		if !f.rt.goBackground(func() { f.fly(current, work) }) {
			f.mu.Unlock()
			return ErrClosed
		}
		f.flight = current
	}
	f.mu.Unlock()
	return current.wait(ctx)
}

func (f *function) fly(current *flight, work func() error) {
	err := work()
	f.mu.Lock()
	defer f.mu.Unlock()
	current.err = err
	f.failed = err
	f.flight = nil
	if p := f.current.Load(); p != nil && f.dropped {
		p.retire(nil)
	}
	close(current.done)
}

func (c *flight) wait(ctx context.Context) error {
	select {
	case <-c.done:
		return c.err
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// first builds the function.
func (f *function) first() error {
	p, err := f.build()
	if err != nil {
		return err
	}
	f.current.Store(p)
	if f.config.DebugPort != 0 {
		return p.warm(f.rt.background)
	}
	return nil
}

// swap builds the function again, sees one process through its initialisation
// and replaces the old pool.
func (f *function) swap() error {
	f.countRewrites()
	p, err := f.build()
	if err != nil {
		return err
	}
	keep := f.freeDebugPort()
	if err := p.warm(f.rt.background); err != nil {
		p.retire(nil)
		keep()
		return err
	}
	if old := f.current.Swap(p); old != nil {
		old.retire(p)
	}
	return nil
}

// build lists the inputs while it builds, as both take about as long. Their
// fingerprint is taken before, so that an edit during the build counts as a change;
// when the build has other inputs than the last one, only if those are unchanged.
func (f *function) build() (*pool, error) {
	f.mu.Lock()
	before, again := f.inputs, f.built
	f.mu.Unlock()
	seen := before.snapshot()
	listed := make(chan inputs, 1)
	go func() { listed <- f.listInputs(f.rt.background, before) }()
	began := time.Now()
	a, dir, err := f.rt.build(f.rt.background, f.config, again)
	in := <-listed
	switch {
	case err == nil:
		in.files = append(in.files, a.sources...)
	case f.config.Bundle != nil && again:
		in.files = before.files
	case f.config.Bundle != nil:
		in.files = f.config.Bundle.Inputs
	}
	if !slices.Equal(in.paths(), before.paths()) {
		unchanged := maps.Equal(before.snapshot(), seen) && !in.modifiedSince(began)
		if seen = nil; unchanged {
			seen = in.snapshot()
		}
	}
	f.mu.Lock()
	f.inputs, f.seen, f.built = in, seen, true
	f.mu.Unlock()
	if err != nil {
		if f.rt.background.Err() != nil {
			return nil, ErrClosed
		}
		return nil, err
	}
	return newPool(f.rt, f.config, a, &workspace{path: dir}, latest), nil
}
