package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

// app builds the app of testdata/synth in one language and gives its command.
type app func(*packages) (command []string, err error)

// synthWith compares synthesizing an API with gatewright's construct, 100 operations mocked,
// with synthesizing it from a definition with the CDK alone: both in turns, in one process.
// The figure is what gatewright adds, the rival's the time without it.
func synthWith(build app) func(*bench) (figures, error) {
	return func(b *bench) (figures, error) {
		p, err := b.packages("synth", "generated")
		if err != nil {
			return figures{}, err
		}
		if _, err := p.generate(); err != nil {
			return figures{}, err
		}
		if err := os.CopyFS(filepath.Join(p.dir, "app"), os.DirFS("bench/testdata/synth")); err != nil {
			return figures{}, err
		}
		command, err := build(p)
		if err != nil {
			return figures{}, err
		}
		return p.synth(command)
	}
}

// synth runs an app; the first turn, in which the CDK is loaded, does not count.
func (p *packages) synth(app []string) (figures, error) {
	ctx, cancel := context.WithTimeout(p.ctx, commandLimit)
	defer cancel()
	binary, err := filepath.Abs(p.binary)
	if err != nil {
		return figures{}, err
	}
	cmd := command(ctx, append(app, p.model(), strconv.Itoa(p.turns+1))...)
	cmd.Env = append(os.Environ(), "GATEWRIGHT="+binary, "PYTHONPATH="+filepath.Join(p.dir, "python/src"),
		"JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION=1", "JSII_SILENCE_WARNING_DEPRECATED_NODE_VERSION=1",
		"JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION=1")
	out, err := cmd.Output()
	if err != nil {
		if failed, ok := errors.AsType[*exec.ExitError](err); ok {
			return figures{}, fmt.Errorf("%s: %w\n%s", strings.Join(app, " "), err, failed.Stderr)
		}
		return figures{}, err
	}
	var added, bare []float64
	for line := range strings.Lines(string(out)) {
		var with, without float64
		if _, err := fmt.Sscan(line, &with, &without); err != nil {
			return figures{}, fmt.Errorf("%s printed %q: %w", strings.Join(app, " "), line, err)
		}
		added, bare = append(added, with-without), append(bare, without)
	}
	if len(added) != p.turns+1 {
		return figures{}, fmt.Errorf("%s printed %d turns, not %d", strings.Join(app, " "), len(added), p.turns+1)
	}
	return compare(added[1:], bare[1:]), nil
}

func goApp(p *packages) ([]string, error) {
	library, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	if _, err := p.finish("go", "-C", p.dir, "work", "init", ".", library, filepath.Join(library, "constructs/go")); err != nil {
		return nil, err
	}
	_, err = p.finish("go", "-C", p.dir, "build", "-o", "synth", "./app")
	return []string{filepath.Join(p.dir, "synth")}, err
}

func typescriptApp(p *packages) ([]string, error) {
	modules, err := p.npmModules("synth")
	if err != nil {
		return nil, err
	}
	bundle := filepath.Join(p.dir, "synth.mjs")
	_, err = p.finish(filepath.Join(modules, ".bin/esbuild"), filepath.Join(p.dir, "app/synth.ts"),
		"--bundle", "--platform=node", "--format=esm", "--packages=external", "--outfile="+bundle)
	return []string{"node", bundle}, err
}

func pythonApp(p *packages) ([]string, error) {
	environment := filepath.Join(filepath.Dir(p.dir), "venv")
	python := filepath.Join(environment, "bin/python")
	if _, err := p.finish("python3", "-m", "venv", environment); err != nil {
		return nil, err
	}
	_, err := p.finish(python, "-m", "pip", "install", "--quiet", "--requirement", filepath.Join(p.dir, "app/requirements.txt"))
	return []string{python, filepath.Join(p.dir, "app/synth.py")}, err
}

// javaApp puts the app into the module with the construct, whose dependencies are all it needs. Maven writes those of the last
// module.
func javaApp(p *packages) ([]string, error) {
	project := filepath.Join(p.dir, "java")
	if err := os.Rename(filepath.Join(p.dir, "app/Synth.java"), filepath.Join(project, "infra/src/main/java/Synth.java")); err != nil {
		return nil, err
	}
	classpath := filepath.Join(p.dir, "classpath")
	// Maven writes to stdout what is wrong.
	if _, err := p.finish("sh", "-c", `exec mvn "$@" >&2`, "mvn", "--file", project, "--batch-mode", "--quiet",
		"compile", "dependency:build-classpath", "-Dmdep.outputFile="+classpath); err != nil {
		return nil, err
	}
	jars, err := os.ReadFile(classpath)
	separator := string(filepath.ListSeparator)
	return []string{"java", "-cp", filepath.Join(project, "infra/target/classes") + separator + string(jars), "Synth"}, err
}
