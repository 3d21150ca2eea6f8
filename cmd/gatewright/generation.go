package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/codegen"
	"github.com/gatewright/gatewright/internal/config"
)

// generate writes the code of the model at a path, or checks that it is there.
func generate(s *streams, path string, o generateOptions) error {
	began := time.Now()
	record := newRecord(path, o, s.all)
	if last := record.Last(); last != nil {
		return replay(s, last)
	}
	project, problems := config.Load(path, config.Options{Generate: true, Client: o.client})
	if problems.HasErrors() {
		return problems
	}
	jobs, err := o.jobs(project)
	if err != nil {
		return err
	}
	g := &generation{record: record, inputs: project.Files, problems: problems}
	for _, j := range jobs {
		g.add(project, j)
	}
	if err := g.err(); err != nil {
		return err
	}
	var warnings bytes.Buffer
	s.writeProblemsTo(io.MultiWriter(&warnings, s.err), warningsOf(g.problems))
	if o.check {
		return checkPlans(s, g.plans, "generate")
	}
	if err := g.apply(s.out); err != nil {
		return err
	}
	record.Print("", warnings.String())
	_ = record.Save(began, g.inputs) // without it the next run takes longer
	return nil
}

// regenerate writes the code that a file names, and reports it on standard error: it
// is not the output of the command.
func regenerate(s *streams, file string) error {
	to := *s
	to.out = s.err
	return generate(&to, file, noGenerateFlags())
}

// noGenerateFlags are those of generate when it is called without any.
func noGenerateFlags() generateOptions {
	o := generateOptions{dirs: map[string]*string{}}
	for _, t := range targets {
		o.dirs[t.Name] = new(string)
	}
	return o
}

// newRecord returns the record of runs that were called in this way.
func newRecord(path string, o generateOptions, all bool) *codegen.Record {
	dir, err := os.Getwd()
	if err != nil {
		return nil
	}
	return codegen.NewRecord(append(o.words(), dir, config.Find(path), strconv.FormatBool(all))...)
}

// replay returns what the last run told, as this one would change nothing.
func replay(s *streams, last *codegen.Record) error {
	_, err := io.WriteString(s.err, last.Err)
	_, failed := io.WriteString(s.out, last.Out)
	return errors.Join(err, failed)
}

// generation is one run.
type generation struct {
	record   *codegen.Record
	inputs   []string
	plans    []*codegen.Plan
	problems diag.List
	failures []error
	nextStep string
}

// add generates the code of a job and compares it with what is there.
func (g *generation) add(p *config.Project, j job) {
	g.problems.Add(j.problems...)
	if j.problems.HasErrors() {
		return
	}
	output, problems := j.target.Generate(p.Model, j.settings)
	g.problems.Add(problems...)
	if problems.HasErrors() {
		return
	}
	plan, err := codegen.NewPlan(output, j.settings)
	if problems, ok := errors.AsType[diag.List](err); ok {
		g.problems.Add(problems...)
	} else if err != nil {
		g.failures = append(g.failures, err)
	}
	g.plans = append(g.plans, plan)
	g.inputs = append(g.inputs, output.Lookups...)
	g.record.Add(output, j.settings)
	g.nextStep += output.NextStep
}

// err returns all that is in the way.
func (g *generation) err() error {
	if err := g.problems.Err(); err != nil {
		return err
	}
	return errors.Join(g.failures...)
}

// checkPlans lists what a command would change, and fails when there is any.
func checkPlans(s *streams, plans []*codegen.Plan, command string) error {
	changes := 0
	for _, p := range plans {
		for _, c := range p.Changes {
			fmt.Fprintf(s.out, "%s: %s\n", c.Path, pending[c.Kind])
		}
		changes += len(p.Changes)
	}
	if changes == 0 {
		for _, p := range plans {
			fmt.Fprint(s.out, summaryLine(p, 0, 0))
		}
		return nil
	}
	fmt.Fprintf(s.err, "gatewright: %s would change; run gatewright %s, and commit what it writes\n", count(changes, "file"), command)
	return errReported
}

var pending = map[codegen.Kind]string{
	codegen.Create: "is missing",
	codegen.Update: "is not what the model says",
	codegen.Remove: "is no longer generated",
	codegen.Stub:   "is missing, a stub",
}

// apply makes the changes and tells of them.
func (g *generation) apply(w io.Writer) error {
	for _, p := range g.plans {
		if err := p.Apply(); err != nil {
			return err
		}
		if _, err := io.WriteString(w, summaryOf(p)); err != nil {
			return err
		}
		g.record.Print(summaryLine(p, 0, 0), "")
	}
	g.record.Print(g.nextStep, "")
	_, err := io.WriteString(w, g.nextStep)
	return err
}

// summaryOf returns what a plan has changed.
func summaryOf(p *codegen.Plan) string {
	var b strings.Builder
	written, removed := 0, 0
	for _, c := range p.Changes {
		switch c.Kind {
		case codegen.Stub:
			fmt.Fprintf(&b, "%s: a stub, yours to fill in\n", c.Path)
		case codegen.Remove:
			fmt.Fprintf(&b, "%s: removed\n", c.Path)
			removed++
		default:
			written++
		}
	}
	return b.String() + summaryLine(p, written, removed)
}

func summaryLine(p *codegen.Plan, written, removed int) string {
	line := filepath.ToSlash(p.Dir) + ": " + count(p.Files, "file")
	switch {
	case written == 0 && removed == 0:
		return line + ", unchanged\n"
	case removed == 0:
		return fmt.Sprintf("%s, %d written\n", line, written)
	}
	return fmt.Sprintf("%s, %d written, %d removed\n", line, written, removed)
}
