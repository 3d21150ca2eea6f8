package openapi

import (
	"github.com/gatewright/gatewright/diag"
)

// maxReported is how many errors, and how many warnings, of one model are
// reported. More help nobody and cost memory on hostile input.
const maxReported = 200

// report collects the problems of a model.
type report struct {
	list  *diag.List
	count [diag.Warning + 1]int
}

// full reports whether no more of a severity is taken, so that finding out what
// to suggest can be saved.
func (r *report) full(s diag.Severity) bool { return r.count[s] >= maxReported }

func (r *report) errorf(p diag.Position, rule, format string, args ...any) *diag.Diagnostic {
	if r.full(diag.Error) {
		return r.passOver(diag.Error)
	}
	r.count[diag.Error]++
	return r.list.Errorf(p, rule, format, args...)
}

func (r *report) warnf(p diag.Position, rule, format string, args ...any) *diag.Diagnostic {
	if r.full(diag.Warning) {
		return r.passOver(diag.Warning)
	}
	r.count[diag.Warning]++
	return r.list.Warnf(p, rule, format, args...)
}

// passOver takes a problem that is one too many; the first such leaves a word.
func (r *report) passOver(s diag.Severity) *diag.Diagnostic {
	if r.count[s] == maxReported {
		r.count[s]++
		const format = "there are more than %d %ss; the others are not shown"
		if s == diag.Error {
			r.list.Errorf(diag.Position{}, "too-many-problems", format, maxReported, s)
		} else {
			r.list.Warnf(diag.Position{}, "too-many-problems", format, maxReported, s)
		}
	}
	return &diag.Diagnostic{}
}

// suggest says in the help of a diagnostic which of the candidates was meant, if
// one is near.
func suggest(d *diag.Diagnostic, name string, candidates []string) {
	if near := diag.Nearest(name, candidates); near != "" {
		d.Help = `did you mean "` + near + `"?`
	}
}
