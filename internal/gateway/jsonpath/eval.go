package jsonpath

import (
	"slices"

	"github.com/gatewright/gatewright/internal/gateway/jsonvalue"
)

// evaluation is one walk of a path through a document.
type evaluation struct {
	root    jsonvalue.Value
	budget  *int
	results []jsonvalue.Value
}

// result walks the path from start and gathers its outcome.
func (e *evaluation) result(p *Path, start jsonvalue.Value) (jsonvalue.Value, error) {
	if p.definite {
		if v, ok, simple := follow(p.first, start); simple {
			if !ok {
				return nil, ErrNotFound
			}
			return v, nil
		}
	}
	if err := e.walk(p.first, start); err != nil {
		return nil, err
	}
	switch {
	case !p.definite:
		return &jsonvalue.List{Items: e.results, JSON: true}, nil
	case len(e.results) == 0:
		return nil, ErrNotFound
	}
	return e.results[len(e.results)-1], nil
}

// follow takes the plain steps, which need no bookkeeping. It is not simple
// when it meets another one.
func follow(s *segment, v jsonvalue.Value) (_ jsonvalue.Value, found, simple bool) {
	for ; s != nil; s = s.next {
		ok := false
		switch {
		case s.kind == property && len(s.names) == 1:
			if m, isMap := v.(*jsonvalue.Map); isMap {
				v, ok = m.Get(s.names[0])
			}
		case s.kind == indexes && len(s.indexes) == 1:
			if l, isList := v.(*jsonvalue.List); isList {
				v, ok = at(l, s.indexes[0])
			}
		default:
			return nil, false, false
		}
		if !ok {
			return nil, false, true
		}
	}
	return v, true, true
}

// at returns an item; a negative index counts from the end.
func at(l *jsonvalue.List, i int) (jsonvalue.Value, bool) {
	if i < 0 {
		i += len(l.Items)
	}
	if i < 0 || i >= len(l.Items) {
		return nil, false
	}
	return l.Items[i], true
}

// walk applies the segment and those after it to v.
func (e *evaluation) walk(s *segment, v jsonvalue.Value) error {
	if *e.budget--; *e.budget < 0 {
		return ErrTooMuchWork
	}
	if s == nil {
		e.results = append(e.results, v)
		return nil
	}
	switch s.kind {
	case property:
		return e.property(s, v)
	case wildcard:
		return e.wildcard(s, v)
	case scan:
		return e.scan(s.next, v)
	case indexes:
		return e.indexes(s, v)
	case slice:
		return e.slice(s, v)
	case filter:
		return e.filter(s, v)
	default:
		return e.call(s, v)
	}
}

// missing is the outcome where the segment needs a list and meets another
// value: an error on a definite way, nothing on one of many.
func (s *segment) missing() error {
	if s.upstreamDefinite {
		return ErrNotFound
	}
	return nil
}

func (e *evaluation) property(s *segment, v jsonvalue.Value) error {
	m, ok := v.(*jsonvalue.Map)
	if !ok {
		return nil
	}
	if len(s.names) > 1 && s.next == nil {
		return e.merge(s, m)
	}
	for _, name := range s.names {
		child, ok := m.Get(name)
		if !ok {
			continue
		}
		if err := e.walk(s.next, child); err != nil {
			return err
		}
	}
	return nil
}

// merge returns the object of the named properties that are there.
func (e *evaluation) merge(s *segment, m *jsonvalue.Map) error {
	picked := jsonvalue.NewMap(len(s.names))
	for _, name := range s.names {
		if v, ok := m.Get(name); ok {
			picked.Put(name, v)
		}
	}
	return e.walk(nil, picked)
}

func (e *evaluation) wildcard(s *segment, v jsonvalue.Value) error {
	for _, child := range children(v) {
		if err := e.walk(s.next, child); err != nil {
			return err
		}
	}
	return nil
}

func children(v jsonvalue.Value) []jsonvalue.Value {
	switch v := v.(type) {
	case *jsonvalue.List:
		return v.Items
	case *jsonvalue.Map:
		values := make([]jsonvalue.Value, 0, v.Len())
		for _, entry := range v.Entries() {
			values = append(values, entry.Value)
		}
		return values
	}
	return nil
}

// scan applies the segment to v and to every object and list inside.
func (e *evaluation) scan(s *segment, v jsonvalue.Value) error {
	if *e.budget--; *e.budget < 0 {
		return ErrTooMuchWork
	}
	applies, err := e.applies(s, v)
	if err != nil {
		return err
	}
	if applies {
		if err := e.applyScan(s, v); err != nil {
			return err
		}
	}
	for _, child := range children(v) {
		switch child.(type) {
		case *jsonvalue.Map, *jsonvalue.List:
			if err := e.scan(s, child); err != nil {
				return err
			}
		}
	}
	return nil
}

// applyScan hands all items of a list to the segment after the next, whatever
// the next one picks: a habit of Jayway's that paths such as $..[0].x show.
func (e *evaluation) applyScan(s *segment, v jsonvalue.Value) error {
	l, isList := v.(*jsonvalue.List)
	if !isList || s.next == nil || s.kind == function {
		return e.walk(s, v)
	}
	for _, item := range l.Items {
		if err := e.walk(s.next, item); err != nil {
			return err
		}
	}
	return nil
}

// applies reports whether a deep scan stops at v for the segment.
func (e *evaluation) applies(s *segment, v jsonvalue.Value) (bool, error) {
	_, isList := v.(*jsonvalue.List)
	m, isMap := v.(*jsonvalue.Map)
	switch s.kind {
	case property:
		return isMap && has(m, s), nil
	case indexes, slice:
		return isList, nil
	case filter:
		return e.accepts(s.filter, v)
	default:
		return s.kind == wildcard && (isMap || isList), nil
	}
}

// has reports whether the object has the segment's properties: all of them
// where they are merged into one object, else any.
func has(m *jsonvalue.Map, s *segment) bool {
	missing := func(name string) bool {
		_, ok := m.Get(name)
		return !ok
	}
	if s.definite() {
		return !slices.ContainsFunc(s.names, missing)
	}
	return slices.ContainsFunc(s.names, func(name string) bool { return !missing(name) })
}

func (e *evaluation) indexes(s *segment, v jsonvalue.Value) error {
	l, ok := v.(*jsonvalue.List)
	if !ok {
		return s.missing()
	}
	for _, i := range s.indexes {
		if item, ok := at(l, i); ok {
			if err := e.walk(s.next, item); err != nil {
				return err
			}
		}
	}
	return nil
}

func (e *evaluation) slice(s *segment, v jsonvalue.Value) error {
	l, ok := v.(*jsonvalue.List)
	if !ok {
		return s.missing()
	}
	from, to := bounds(s, len(l.Items))
	for i := from; i < to; i++ {
		if item, ok := at(l, i); ok {
			if err := e.walk(s.next, item); err != nil {
				return err
			}
		}
	}
	return nil
}

// bounds are Jayway's: a negative bound counts from the end only when it
// stands alone, and [1:-1] is empty.
func bounds(s *segment, length int) (from, to int) {
	switch {
	case s.to == nil:
		from = *s.from
		if from < 0 {
			from += length
		}
		return max(0, from), length
	case s.from == nil:
		to = *s.to
		if to < 0 {
			to += length
		}
		return 0, min(length, to)
	}
	return max(*s.from, -length), min(length, *s.to)
}

func (e *evaluation) filter(s *segment, v jsonvalue.Value) error {
	switch v := v.(type) {
	case *jsonvalue.Map:
		return e.accept(s, v)
	case *jsonvalue.List:
		for _, item := range v.Items {
			if err := e.accept(s, item); err != nil {
				return err
			}
		}
		return nil
	}
	return s.missing()
}

// accept walks on with v when the filter lets it through.
func (e *evaluation) accept(s *segment, v jsonvalue.Value) error {
	ok, err := e.accepts(s.filter, v)
	if err != nil || !ok {
		return err
	}
	return e.walk(s.next, v)
}

func (e *evaluation) accepts(c condition, v jsonvalue.Value) (bool, error) {
	if *e.budget--; *e.budget < 0 {
		return false, ErrTooMuchWork
	}
	return c.holds(e, v)
}
