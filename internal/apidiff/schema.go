package apidiff

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model"
)

// schemas compares two versions of a value. In requests what was valid must stay valid;
// in responses what is valid must have been.
type schemas struct {
	*comparison
	what    string
	at      diag.Position // of the value in the new version
	request bool
	seen    map[[2]*model.Schema]bool
}

func (c *comparison) request(what string, at diag.Position) *schemas {
	return &schemas{c, what, at, true, map[[2]*model.Schema]bool{}}
}

func (c *comparison) response(what string, at diag.Position) *schemas {
	return &schemas{c, what, at, false, map[[2]*model.Schema]bool{}}
}

// report adds a change at a place within the value, such as "/items/name".
func (s *schemas) report(rule, path string, after *model.Schema, format string, args ...any) {
	at := s.at
	if after != nil && after.Position.IsValid() {
		at = after.Position
	}
	what := s.what
	if path != "" {
		what += " at " + path
	}
	severity := diag.Error
	if !s.request && lenient[rule] {
		severity = diag.Warning
	}
	s.change(severity, rule, at, "%s: %s", what, fmt.Sprintf(format, args...))
}

// lenient names the rules that are warnings in responses: few clients check them.
var lenient = map[string]bool{"breaking-limit": true, "breaking-values": true, "breaking-alternative": true}

// compare compares schemas; nil allows everything.
func (s *schemas) compare(path string, before, after *model.Schema) {
	if s.seen[[2]*model.Schema{before, after}] {
		return
	}
	s.seen[[2]*model.Schema{before, after}] = true
	b, a := merged(before, 0), merged(after, 0)
	wide, narrow := b, a
	if s.request {
		wide, narrow = a, b
	}
	if wide.Always != nil && !*wide.Always && (narrow.Always == nil || *narrow.Always) {
		s.report("breaking-type", path, after, "nothing is allowed any more")
		return
	}
	if !typesInclude(wide.Types, narrow.Types) {
		s.report("breaking-type", path, after, "the type is %s, was %s", typesOf(a), typesOf(b))
		return
	}
	if narrow.Nullable && !wide.Nullable && len(wide.Types) > 0 {
		s.report("breaking-type", path, after, "null is %s", map[bool]string{true: "no longer allowed", false: "possible"}[s.request])
	}
	s.values(path, b, a, after)
	s.limits(path, wide, narrow, b, a, after)
	s.required(path, wide, narrow, after)
	s.properties(path, b, a, after)
	if b.Items != nil || a.Items != nil {
		s.compare(path+"/items", b.Items, a.Items)
	}
	s.alternatives(path, "oneOf", b.OneOf, a.OneOf, after)
	s.alternatives(path, "anyOf", b.AnyOf, a.AnyOf, after)
}

func typesInclude(wide, narrow []string) bool {
	if len(wide) == 0 {
		return true
	}
	if len(narrow) == 0 {
		return false
	}
	return !slices.ContainsFunc(narrow, func(t string) bool {
		return !slices.Contains(wide, t) && (t != "integer" || !slices.Contains(wide, "number"))
	})
}

func typesOf(s *model.Schema) string {
	if len(s.Types) == 0 {
		return "any"
	}
	return strings.Join(s.Types, " or ")
}

// values compares enumerations.
func (s *schemas) values(path string, b, a, after *model.Schema) {
	old, now := enumOf(b), enumOf(a)
	wide, narrow := old, now
	if s.request {
		wide, narrow = now, old
	}
	if wide == nil {
		return
	}
	if narrow == nil {
		if s.request {
			s.report("breaking-values", path, after, "only %s are allowed", strings.Join(now, ", "))
		} else {
			s.report("breaking-values", path, after, "any value is possible, were only %s", strings.Join(old, ", "))
		}
		return
	}
	missing := slices.DeleteFunc(slices.Clone(narrow), func(v string) bool { return slices.Contains(wide, v) })
	switch {
	case len(missing) == 0:
	case s.request:
		s.report("breaking-values", path, after, "values are no longer allowed: %s", strings.Join(missing, ", "))
	default:
		s.report("breaking-values", path, after, "values are new: %s", strings.Join(missing, ", "))
	}
}

// enumOf returns the allowed values as JSON; nil: not restricted.
func enumOf(s *model.Schema) []string {
	nodes := s.Enum
	if s.Const != nil {
		nodes = []*tree.Node{s.Const}
	}
	var values []string
	for _, n := range nodes {
		values = append(values, string(n.JSON(false)))
	}
	return values
}

// bound is a limit of values.
type bound struct {
	name  string
	value func(*model.Schema) *big.Rat
	upper bool
}

var bounds = []bound{
	{"minimum", func(s *model.Schema) *big.Rat { return s.Minimum }, false},
	{"maximum", func(s *model.Schema) *big.Rat { return s.Maximum }, true},
	{"minLength", func(s *model.Schema) *big.Rat { return rat(s.MinLength) }, false},
	{"maxLength", func(s *model.Schema) *big.Rat { return rat(s.MaxLength) }, true},
	{"minItems", func(s *model.Schema) *big.Rat { return rat(s.MinItems) }, false},
	{"maxItems", func(s *model.Schema) *big.Rat { return rat(s.MaxItems) }, true},
	{"minProperties", func(s *model.Schema) *big.Rat { return rat(s.MinProperties) }, false},
	{"maxProperties", func(s *model.Schema) *big.Rat { return rat(s.MaxProperties) }, true},
}

func rat(n *int) *big.Rat {
	if n == nil {
		return nil
	}
	return big.NewRat(int64(*n), 1)
}

// constraint is a keyword of which any change is one: nothing tells which is narrower.
type constraint struct {
	name  string
	value func(*model.Schema) string
}

var constraints = []constraint{
	{"pattern", func(s *model.Schema) string { return s.Pattern }},
	{"format", func(s *model.Schema) string { return s.Format }},
	{"multipleOf", func(s *model.Schema) string { return number(s.MultipleOf) }},
	{"uniqueItems", func(s *model.Schema) string { return flag(s.UniqueItems) }},
	{"exclusiveMinimum", func(s *model.Schema) string { return flag(s.ExclusiveMinimum) }},
	{"exclusiveMaximum", func(s *model.Schema) string { return flag(s.ExclusiveMaximum) }},
}

func flag(set bool) string {
	if set {
		return "true"
	}
	return ""
}

func number(r *big.Rat) string {
	switch {
	case r == nil:
		return ""
	case r.IsInt():
		return r.Num().String()
	}
	f, _ := r.Float64()
	return fmt.Sprint(f)
}

// limits compares what restricts values beyond their type.
func (s *schemas) limits(path string, wide, narrow, b, a, after *model.Schema) {
	for _, l := range bounds {
		w, n := l.value(wide), l.value(narrow)
		if w != nil && (n == nil || n.Cmp(w) != 0 && (n.Cmp(w) > 0) == l.upper) {
			s.report("breaking-limit", path, after, "%s is %s, was %s", l.name, orNone(number(l.value(a))), orNone(number(l.value(b))))
		}
	}
	for _, k := range constraints {
		if w := k.value(wide); w != "" && w != k.value(narrow) {
			s.report("breaking-limit", path, after, "%s is %s, was %s", k.name, orNone(k.value(a)), orNone(k.value(b)))
		}
	}
}

func orNone(text string) string {
	if text == "" {
		return "none"
	}
	return text
}

// required compares the names of properties that must be there.
func (s *schemas) required(path string, wide, narrow, after *model.Schema) {
	for _, name := range wide.Required {
		p := wide.Property(name)
		exempt := p != nil && (s.request && p.Schema.ReadOnly || !s.request && p.Schema.WriteOnly)
		switch {
		case exempt || slices.Contains(narrow.Required, name):
		case s.request:
			s.report("breaking-required", path, after, "property %s is required", name)
		case narrow.Property(name) == nil:
			s.report("breaking-required", path, after, "property %s is removed, was required", name)
		default:
			s.report("breaking-required", path, after, "property %s may be absent, was required", name)
		}
	}
}

// properties compares those that both versions describe, and closed objects.
func (s *schemas) properties(path string, b, a, after *model.Schema) {
	for _, p := range b.Properties {
		at := path + "/" + p.Name
		n := a.Property(p.Name)
		switch {
		case n != nil:
			s.compare(at, p.Schema, n.Schema)
		case s.request && isClosed(a):
			s.report("breaking-property", path, after, "property %s is no longer allowed", p.Name)
		case s.request && a.AdditionalProperties != nil:
			s.compare(at, p.Schema, a.AdditionalProperties)
		case !s.request && !slices.Contains(b.Required, p.Name):
			s.change(diag.Warning, "breaking-property", position(after, s.at), "%s%s: property %s is removed", s.what, within(path), p.Name)
		}
	}
	if s.request && isClosed(a) && !isClosed(b) {
		s.report("breaking-property", path, after, "properties that are not described are no longer allowed")
	}
	if b.AdditionalProperties != nil && a.AdditionalProperties != nil && !isClosed(a) && !isClosed(b) {
		s.compare(path+"/additionalProperties", b.AdditionalProperties, a.AdditionalProperties)
	}
}

func within(path string) string {
	if path == "" {
		return ""
	}
	return " at " + path
}

func position(s *model.Schema, otherwise diag.Position) diag.Position {
	if s != nil && s.Position.IsValid() {
		return s.Position
	}
	return otherwise
}

// isClosed reports whether an object has no properties but those that are described.
func isClosed(s *model.Schema) bool {
	return s.AdditionalProperties != nil && s.AdditionalProperties.Always != nil && !*s.AdditionalProperties.Always
}

// alternatives compares oneOf or anyOf: each of those that must be covered has one of
// the others that covers it.
func (s *schemas) alternatives(path, keyword string, before, after []*model.Schema, at *model.Schema) {
	if s.request && len(after) == 0 || !s.request && len(before) == 0 {
		return
	}
	wide, narrow := before, after
	if s.request {
		wide, narrow = after, before
	}
	if len(narrow) == 0 {
		s.report("breaking-alternative", path, at, "%s is %s, was %s", keyword, orNone(namesOf(after)), orNone(namesOf(before)))
		return
	}
	for _, n := range narrow {
		if slices.ContainsFunc(wide, func(w *model.Schema) bool { return s.covers(w, n) }) {
			continue
		}
		// Of alternatives with one name, the difference says more.
		if i := slices.IndexFunc(wide, func(w *model.Schema) bool { return w.Name != "" && w.Name == n.Name }); i >= 0 {
			if s.request {
				s.compare(path+"/"+n.Name, n, wide[i])
			} else {
				s.compare(path+"/"+n.Name, wide[i], n)
			}
			continue
		}
		words := "is new"
		if s.request {
			words = "is no longer allowed"
		}
		s.report("breaking-alternative", path, at, "alternative %s %s", namesOf([]*model.Schema{n}), words)
	}
}

// covers reports whether all values of one schema are values of another.
func (s *schemas) covers(wide, narrow *model.Schema) bool {
	trial := &schemas{&comparison{}, "", diag.Position{}, s.request, map[[2]*model.Schema]bool{}}
	for pair := range s.seen {
		trial.seen[pair] = true
	}
	if s.request {
		trial.compare("", narrow, wide)
	} else {
		trial.compare("", wide, narrow)
	}
	return len(trial.problems) == 0
}

func namesOf(all []*model.Schema) string {
	var names []string
	for _, s := range all {
		if s.Name != "" {
			names = append(names, s.Name)
		} else {
			names = append(names, typesOf(s))
		}
	}
	return strings.Join(names, ", ")
}
