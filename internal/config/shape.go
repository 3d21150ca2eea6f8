package config

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/internal/vocabulary"
)

// shape describes what may be at one place of the format. The JSON Schema
// (schema.go) and the check of a document both come from it, so they agree.
type shape struct {
	kind        tree.Kind
	doc         string
	integer     bool // of a Number
	atLeastZero bool // of a Number that need not be whole
	min, max    int  // of a Number; both 0: unbounded
	enum        []string
	nearest     func(text string) string // of the enum; nil: by spelling
	keys        []key                    // of a Mapping with known keys
	values      *shape                   // of a Mapping with names that the user chooses
	items       *shape                   // of a Sequence
	either      []*shape                 // alternatives, told apart by their kind
	onlyOne     []string                 // keys of a Mapping of which exactly one must be there
	any         bool                     // anything at all
	fallback    string                   // the default, as JSON
	check       func(string) string      // of a String: what is wrong with it, or ""
	between     *[2]time.Duration        // of a String that is a duration
}

// key is a known key of a mapping.
type key struct {
	name     string
	shape    *shape
	required bool
}

func text(doc string) *shape     { return &shape{kind: tree.String, doc: doc} }
func boolean(doc string) *shape  { return &shape{kind: tree.Bool, doc: doc} }
func anything(doc string) *shape { return &shape{any: true, doc: doc} }

func integer(doc string, low, high int) *shape {
	return &shape{kind: tree.Number, doc: doc, integer: true, min: low, max: high}
}

// duration is a time with its unit, such as 29s, 500ms or 5m.
func duration(doc string, low, high time.Duration) *shape {
	return &shape{kind: tree.String, doc: doc, between: &[2]time.Duration{low, high}}
}

func decimal(doc string) *shape { return &shape{kind: tree.Number, doc: doc, atLeastZero: true} }

func oneOf(doc string, values ...string) *shape {
	return &shape{kind: tree.String, doc: doc, enum: values}
}

// suggesting sets what is suggested in place of a wrong value.
func (s *shape) suggesting(nearest func(string) string) *shape {
	s.nearest = nearest
	return s
}

func list(doc string, items *shape) *shape {
	return &shape{kind: tree.Sequence, doc: doc, items: items}
}

func texts(doc string) *shape { return list(doc, text("")) }

func object(doc string, keys ...key) *shape {
	return &shape{kind: tree.Mapping, doc: doc, keys: keys}
}

func named(doc string, values *shape) *shape {
	return &shape{kind: tree.Mapping, doc: doc, values: values}
}

func either(doc string, alternatives ...*shape) *shape {
	return &shape{doc: doc, either: alternatives}
}

func (s *shape) defaulting(json string) *shape {
	s.fallback = json
	return s
}

func (s *shape) exactlyOneOf(names ...string) *shape {
	s.onlyOne = names
	return s
}

func optional(name string, s *shape) key { return key{name: name, shape: s} }
func required(name string, s *shape) key { return key{name: name, shape: s, required: true} }

func (s *shape) key(name string) *key {
	for i := range s.keys {
		if s.keys[i].name == name {
			return &s.keys[i]
		}
	}
	return nil
}

func (s *shape) keyNames() []string {
	names := make([]string, len(s.keys))
	for i, k := range s.keys {
		names[i] = k.name
	}
	return names
}

// conform checks n against s and reports every difference. The name is what n is
// called in messages.
func (s *shape) conform(n *tree.Node, name string, problems *diag.List) {
	switch {
	case s.any:
	case s.either != nil:
		s.conformEither(n, name, problems)
	case s.between != nil:
		s.conformDuration(n, name, problems)
	case n.Kind != s.kind:
		problems.Errorf(n.Position(), "invalid-type", "%s must be %s, found %s", name, s.kind, n.Kind)
	case s.kind == tree.Mapping:
		s.conformMapping(n, name, problems)
	case s.kind == tree.Sequence:
		for _, item := range n.Items {
			s.items.conform(item, "an entry of "+name, problems)
		}
	case s.kind == tree.Number:
		s.conformNumber(n, name, problems)
	case s.kind == tree.String:
		s.conformText(n, name, problems)
	}
}

func (s *shape) conformEither(n *tree.Node, name string, problems *diag.List) {
	kinds := make([]string, 0, len(s.either))
	for _, alternative := range s.either {
		if alternative.any || alternative.kind == n.Kind {
			alternative.conform(n, name, problems)
			return
		}
		kinds = append(kinds, alternative.kind.String())
	}
	problems.Errorf(n.Position(), "invalid-type", "%s must be %s, found %s", name, strings.Join(kinds, " or "), n.Kind)
}

func (s *shape) conformMapping(n *tree.Node, name string, problems *diag.List) {
	for _, f := range n.Fields {
		if s.values != nil {
			s.values.conform(f.Value, f.Name, problems)
			continue
		}
		k := s.key(f.Name)
		if k == nil {
			s.unknownKey(n, f.Name, name, problems)
			continue
		}
		if f.Value.Kind != tree.Null || k.shape.any { // a key without a value counts as absent
			k.shape.conform(f.Value, f.Name, problems)
		}
	}
	for _, k := range s.keys {
		if k.required && get(n, k.name) == nil {
			problems.Errorf(n.Position(), "missing-key", "%s needs the key %q", name, k.name)
		}
	}
	if s.onlyOne != nil {
		s.conformOnlyOne(n, name, problems)
	}
}

func (s *shape) unknownKey(n *tree.Node, unknown, name string, problems *diag.List) {
	d := problems.Errorf(n.FieldPosition(unknown), "unknown-key", "%s has no key %q", name, unknown)
	if now := renamed[unknown]; now != "" && s.key(now) != nil {
		d.Help = "its name is " + now
	} else if near := diag.Nearest(unknown, s.keyNames()); near != "" {
		d.Help = "did you mean " + near + "?"
	} else if names := s.keyNames(); len(names) == 1 {
		d.Help = "the only key is " + names[0]
	} else {
		d.Help = "the keys are " + strings.Join(names, ", ")
	}
}

func (s *shape) conformOnlyOne(n *tree.Node, name string, problems *diag.List) {
	var found []string
	unknown := false
	for _, f := range n.Fields {
		if slices.Contains(s.onlyOne, f.Name) {
			found = append(found, f.Name)
		}
		unknown = unknown || s.key(f.Name) == nil
	}
	switch {
	case len(found) > 1:
		problems.Errorf(n.FieldPosition(found[1]), "too-many-keys", "%s has both %s; keep one", name, strings.Join(found, " and "))
	case len(found) == 0 && !unknown:
		problems.Errorf(n.Position(), "missing-key", "%s needs one of %s", name, strings.Join(s.onlyOne, ", "))
	}
}

func (s *shape) conformNumber(n *tree.Node, name string, problems *diag.List) {
	if s.atLeastZero {
		if value, err := strconv.ParseFloat(n.Text, 64); err != nil || !(value >= 0) || math.IsInf(value, 0) {
			problems.Errorf(n.Position(), "invalid-value", "%s must be a number from 0 on, found %s", name, n.Text)
		}
		return
	}
	i, ok := n.Int()
	if s.integer && !ok {
		problems.Errorf(n.Position(), "invalid-type", "%s must be a whole number, found %s", name, n.Text)
		return
	}
	if (s.min != 0 || s.max != 0) && (i < s.min || i > s.max) {
		problems.Errorf(n.Position(), "invalid-value", "%s must be from %d to %d, found %s", name, s.min, s.max, n.Text)
	}
}

func (s *shape) conformDuration(n *tree.Node, name string, problems *diag.List) {
	low, high := s.between[0], s.between[1]
	d, err := time.ParseDuration(n.Text)
	switch {
	case n.Kind != tree.String && n.Kind != tree.Number:
		problems.Errorf(n.Position(), "invalid-type", "%s must be a duration, found %s", name, n.Kind)
	case n.Kind == tree.Number || err != nil:
		problems.Errorf(n.Position(), "invalid-value", "%s must be a duration with its unit, found %s", name, n.Text).
			Help = "write it like " + vocabulary.Short(high) + "; the units are ms, s, m and h"
	case d < low || d > high:
		problems.Errorf(n.Position(), "invalid-value", "%s must be from %s to %s, found %s",
			name, vocabulary.Short(low), vocabulary.Short(high), n.Text)
	}
}

func (s *shape) conformText(n *tree.Node, name string, problems *diag.List) {
	if s.enum != nil && !slices.Contains(s.enum, n.Text) {
		d := problems.Errorf(n.Position(), "unknown-value", "%s cannot be %q", name, n.Text)
		near := diag.Nearest(n.Text, s.enum)
		if s.nearest != nil {
			near = s.nearest(n.Text)
		}
		if near != "" {
			d.Help = "did you mean " + near + "?"
		} else {
			d.Help = "it is one of " + strings.Join(s.enum, ", ")
		}
	}
	if s.check != nil {
		if fault := s.check(n.Text); fault != "" {
			problems.Errorf(n.Position(), "invalid-value", "%s %s", name, fault)
		}
	}
}
