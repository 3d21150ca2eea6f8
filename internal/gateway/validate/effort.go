package validate

import (
	"context"
	"errors"

	"github.com/gatewright/gatewright/internal/gateway/jsonvalue"
)

// The work that one validation may take, in schemas applied to values. A model
// that is a tree applies each of its schemas to few values; one whose alternatives
// overlap and contain themselves applies them again and again.
const (
	workPerBody = 40_000
	workPerByte = 128
	// textPerWork is how many bytes cost as much as the application of a schema.
	textPerWork = 64
	// contextInterval is how much work is done between two looks at the context.
	contextInterval = 1 << 10
)

// From how much work on the results are remembered: no model without overlapping
// alternatives needs as much.
const (
	plainWorkPerBody = 1_000
	plainWorkPerByte = 2
)

var errWork = errors.New("the model takes too much work to apply to this body")

// effort bounds the work of one validation. Once there is more of it than usual, the
// result for each pair of a schema and a value is remembered.
type effort struct {
	ctx   context.Context
	spent int
	plain int // up to which nothing is remembered
	limit int

	fits  map[application]bool // results of quiet reports
	told  map[application]bool // pairs whose messages are reported
	check int                  // the work at which the context is looked at next
}

// application is a schema applied to a value: an object or a list by its
// identity, another value as it is.
type application struct {
	schema *schema
	value  jsonvalue.Value
}

func newEffort(ctx context.Context, size int) *effort {
	return &effort{
		ctx:   ctx,
		plain: plainWorkPerBody + plainWorkPerByte*size,
		limit: workPerBody + workPerByte*size,
		check: contextInterval,
	}
}

// spend notes work, and stops the validation when there is too much of it or nobody
// waits for its result.
func (r *report) spend(work int) {
	e := r.effort
	e.spent += work
	if e.spent > e.limit {
		r.err = errWork
	} else if e.spent >= e.check {
		e.check = e.spent + contextInterval
		r.err = e.ctx.Err()
	}
}

// spendText notes that n bytes were read.
func (r *report) spendText(n int) {
	if n >= textPerWork && r.err == nil {
		r.spend(n / textPerWork)
	}
}

// remembers reports whether it pays to keep the result of an application.
func (e *effort) remembers(s *schema, v jsonvalue.Value) bool {
	if e.spent <= e.plain {
		return false
	}
	switch v.(type) {
	case *jsonvalue.Map, *jsonvalue.List:
		return true
	}
	return s.allOf != nil || s.anyOf != nil || s.oneOf != nil || s.not != nil
}

// recall reports whether the result of an application is known, and takes it over.
// What is reported need not be reported again, since each message is printed once.
func (r *report) recall(s *schema, v jsonvalue.Value) bool {
	if !r.remembers(s, v) {
		return false
	}
	a := application{s, v}
	if !r.quiet {
		return r.told[a]
	}
	fits, known := r.fits[a]
	r.failed = known && !fits
	return known
}

// remember keeps the result of an application that recall did not know.
func (r *report) remember(s *schema, v jsonvalue.Value) {
	e := r.effort
	if !e.remembers(s, v) || r.err != nil {
		return
	}
	if e.fits == nil {
		e.fits, e.told = map[application]bool{}, map[application]bool{}
	}
	if r.quiet {
		e.fits[application{s, v}] = !r.failed
	} else {
		e.told[application{s, v}] = true
	}
}
