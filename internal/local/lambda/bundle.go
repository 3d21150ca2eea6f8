package lambda

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Bundle describes how a directory of code was made from sources, so that a build can
// make it again once they are edited.
type Bundle struct {
	Steps    []BundleStep
	Output   string    // the directory that Steps write to; a build replaces it
	Metafile string    // the file to which esbuild writes what it reads; likewise
	Inputs   []string  // the sources that the code was made from
	Began    time.Time // when they were read; zero: Code holds the sources themselves
}

// BundleStep is one command.
type BundleStep struct {
	Command     []string
	Directory   string
	Environment []string // all of it
}

// equal reports whether two bundles are made alike. Where to does not matter.
func (b *Bundle) equal(other *Bundle) bool {
	if b == nil || other == nil {
		return b == other
	}
	return slices.EqualFunc(b.stepsTo("", ""), other.stepsTo("", ""), func(x, y BundleStep) bool {
		return x.Directory == y.Directory && slices.Equal(x.Command, y.Command)
	})
}

// stepsTo returns the commands that write to other places.
func (b *Bundle) stepsTo(output, metafile string) []BundleStep {
	replacer := strings.NewReplacer(b.Output, output, b.Metafile, metafile)
	steps := slices.Clone(b.Steps)
	for i := range steps {
		steps[i].Command = slices.Clone(steps[i].Command)
		for j, arg := range steps[i].Command {
			steps[i].Command[j] = replacer.Replace(arg)
		}
	}
	return steps
}

// edited reports whether the code has other sources by now, or was never made.
func (b *Bundle) edited() bool {
	return b.Began.IsZero() || inputs{files: b.Inputs}.modifiedSince(b.Began)
}

// bundle returns the directory of the code, made again unless it is as its sources are,
// and these sources.
func (w *workshop) bundle(ctx context.Context, f Function) (root string, sources []string, err error) {
	b := f.Bundle
	switch {
	case b == nil:
		root, err = w.unpack(f.Code)
		return root, nil, err
	case !w.again && !b.edited():
		root, err = w.unpack(f.Code)
		return root, b.Inputs, err
	}
	root = filepath.Join(w.dir, "task")
	metafile := filepath.Join(w.dir, "metafile.json")
	if err := os.Mkdir(root, 0o700); err != nil {
		return "", nil, err
	}
	done := w.rt.options.Building(w.name)
	err = runSteps(ctx, b.stepsTo(root, metafile))
	done(err)
	if err != nil {
		return "", nil, err
	}
	if sources, err = bundledFrom(metafile, b.Steps[0].Directory); err != nil {
		return "", nil, err
	}
	return root, sources, linkRest(f.Code, root)
}

func runSteps(ctx context.Context, steps []BundleStep) error {
	for _, step := range steps {
		if _, err := runIn(ctx, step.Directory, step.Environment, step.Command...); err != nil {
			return err
		}
	}
	return nil
}

// linkRest links to what is in a bundle and not made from sources, such as installed
// packages.
func linkRest(from, to string) error {
	entries, err := os.ReadDir(from)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		err := os.Symlink(filepath.Join(from, entry.Name()), filepath.Join(to, entry.Name()))
		if err != nil && !errors.Is(err, fs.ErrExist) {
			return err
		}
	}
	return nil
}

// bundledFrom returns the sources that esbuild lists, relative to where it ran, without
// installed packages.
func bundledFrom(metafile, dir string) ([]string, error) {
	text, err := os.ReadFile(metafile)
	if err != nil {
		return nil, err
	}
	var list struct {
		Inputs map[string]json.RawMessage `json:"inputs"`
	}
	if err := json.Unmarshal(text, &list); err != nil {
		return nil, fmt.Errorf("the metafile of esbuild: %w", err)
	}
	paths := make([]string, 0, len(list.Inputs))
	for path := range list.Inputs {
		if path = filepath.FromSlash(path); !filepath.IsAbs(path) {
			path = filepath.Join(dir, path)
		}
		paths = append(paths, path)
	}
	return Sources(paths), nil
}

// Sources returns those of the files that a developer edits, sorted.
func Sources(paths []string) []string {
	sources := slices.DeleteFunc(paths, func(path string) bool {
		info, err := os.Stat(path)
		return err != nil || !info.Mode().IsRegular() || slices.Contains(strings.Split(path, string(os.PathSeparator)), "node_modules")
	})
	slices.Sort(sources)
	return sources
}
