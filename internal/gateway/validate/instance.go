package validate

import (
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/gatewright/gatewright/internal/gateway/jsonvalue"
)

// maxInPlace is how many schemas may apply to one value inside each other.
const maxInPlace = 200

var errLoop = errors.New("the model refers to itself without end")

// validate checks a value. As in the java-json-schema-validator the keywords are
// taken in the order of the alphabet, the format last, all of them, and the
// values inside only when nothing was wrong up to then.
func (s *schema) validate(v jsonvalue.Value, r *report, inPlace int) {
	if inPlace > maxInPlace {
		r.err = errLoop
	}
	if r.done() {
		return
	}
	if s.ref != nil {
		s.ref.validate(v, r, inPlace+1)
		return
	}
	if !r.recall(s, v) {
		s.keywords(v, r, inPlace)
		r.remember(s, v)
	}
}

// keywords checks a value against a schema that is not a reference.
func (s *schema) keywords(v jsonvalue.Value, r *report, inPlace int) {
	if r.spend(1); r.err != nil {
		return
	}
	outer := r.schema
	r.schema = s
	if s.unsupported != "" {
		r.warn(`format attribute "` + s.unsupported + `" not supported`)
	}
	switch v := v.(type) {
	case *jsonvalue.Map:
		s.object(v, r, inPlace)
	case *jsonvalue.List:
		s.array(v, r, inPlace)
	default:
		s.scalar(v, r, inPlace)
	}
	r.schema = outer
}

func (s *schema) object(m *jsonvalue.Map, r *report, inPlace int) {
	s.checkAdditionalProperties(m, r)
	s.checkAllOf(m, r, inPlace)
	s.checkAnyOf(m, r, inPlace)
	s.checkDependencies(m, r, inPlace)
	s.checkEnum(m, r)
	if n := m.Len(); s.maxProperties >= 0 && n > s.maxProperties {
		r.fail("maxProperties", "object has too many properties (found %d but schema requires at most %d)", values(n, s.maxProperties))
	}
	if n := m.Len(); n < s.minProperties {
		r.fail("minProperties", "object has too few properties (found %d but schema requires at least %d)", values(n, s.minProperties))
	}
	s.checkNot(m, r, inPlace)
	s.checkOneOf(m, r, inPlace)
	s.checkRequired(m, r)
	s.checkType(m, r)
	if !r.failed && r.err == nil {
		s.children(m, r)
	}
}

func (s *schema) array(l *jsonvalue.List, r *report, inPlace int) {
	n := l.Len()
	if s.closedTuple && n > len(s.tuple) {
		r.fail("additionalItems", "schema only allows %d elements in array but instance has %d elements", values(len(s.tuple), n))
	}
	s.checkAllOf(l, r, inPlace)
	s.checkAnyOf(l, r, inPlace)
	s.checkEnum(l, r)
	if s.maxItems >= 0 && n > s.maxItems {
		r.fail("maxItems", "array is too long: must have at most %d elements but instance has %d elements", values(s.maxItems, n))
	}
	if n < s.minItems {
		r.fail("minItems", "array is too short: must have at least %d elements but instance has %d elements", values(s.minItems, n))
	}
	s.checkNot(l, r, inPlace)
	s.checkOneOf(l, r, inPlace)
	s.checkType(l, r)
	if s.uniqueItems {
		isUnique, size := unique(l.Items)
		r.spendText(size)
		if !isUnique {
			r.fail("uniqueItems", "array must not contain duplicate elements", values())
		}
	}
	if !r.failed && r.err == nil {
		s.elements(l, r)
	}
}

func (s *schema) scalar(v jsonvalue.Value, r *report, inPlace int) {
	s.checkAllOf(v, r, inPlace)
	s.checkAnyOf(v, r, inPlace)
	s.checkEnum(v, r)
	switch text, ok := v.(string); {
	case ok:
		s.checkText(text, r)
	case jsonvalue.IsNumber(v):
		s.checkNumber(v, r)
	}
	s.checkNot(v, r, inPlace)
	s.checkOneOf(v, r, inPlace)
	s.checkType(v, r)
	s.checkFormat(v, r)
}

func (s *schema) checkText(text string, r *report) {
	if s.maxLength >= 0 || s.minLength > 0 {
		n := utf8.RuneCountInString(text)
		if s.maxLength >= 0 && n > s.maxLength {
			r.fail("maxLength", `string "%s" is too long (length: %d, maximum allowed: %d)`, values(text, n, s.maxLength))
		}
		if n < s.minLength {
			r.fail("minLength", `string "%s" is too short (length: %d, required minimum: %d)`, values(text, n, s.minLength))
		}
	}
	if s.pattern == nil {
		return
	}
	r.spendText(len(text))
	switch ok, err := s.pattern.Find(text); {
	case err != nil:
		r.err = err
	case !ok:
		r.fail("pattern", `ECMA 262 regex "%s" does not match input string "%s"`, values(s.pattern.String(), text))
	}
	if r.err == nil {
		r.err = r.ctx.Err() // a match may take long
	}
}

func (s *schema) checkNumber(v jsonvalue.Value, r *report) {
	if l := s.maximum; l != nil {
		switch c := compare(v, l.value); {
		case c > 0:
			r.fail("maximum", "numeric instance is greater than the required maximum (maximum: %s, found: %s)", texts(l.value, v))
		case c == 0 && l.exclusive:
			r.fail("maximum", "numeric instance is not strictly lower than the required maximum %s", texts(l.value))
		}
	}
	if l := s.minimum; l != nil {
		switch c := compare(v, l.value); {
		case c < 0:
			r.fail("minimum", "numeric instance is lower than the required minimum (minimum: %s, found: %s)", texts(l.value, v))
		case c == 0 && l.exclusive:
			r.fail("minimum", "numeric instance is not strictly greater than the required minimum %s", texts(l.value))
		}
	}
	if l := s.multipleOf; l != nil && !isMultiple(v, l.value) {
		r.fail("multipleOf", "remainder of division is not zero (%s / %s)", texts(v, l.value))
	}
}

func (s *schema) checkType(v jsonvalue.Value, r *report) {
	if k := kindOf(v); s.types != 0 && s.types&k == 0 {
		r.fail("type", "instance type (%s) does not match any allowed primitive type (allowed: %s)", func() []any {
			return []any{k.names()[0], list(s.types.names())}
		})
	}
}

func (s *schema) checkEnum(v jsonvalue.Value, r *report) {
	if s.enum == nil {
		return
	}
	if !s.inEnum(v, r) {
		r.fail("enum", "instance value (%s) not found in enum (possible values: %s)", func() []any {
			return []any{jsonvalue.JSON(v), s.enumText}
		})
	}
}

func (s *schema) inEnum(v jsonvalue.Value, r *report) bool {
	if s.enumTypes&kindOf(v) == 0 {
		return false
	}
	var buffer [64]byte
	text := canonical(buffer[:0], v)
	r.spendText(len(text))
	return s.enum[string(text)]
}

func (s *schema) checkFormat(v jsonvalue.Value, r *report) {
	if text, ok := v.(string); ok && s.format != nil && !s.format.valid(text) {
		r.fail("format", s.format.message, values(text))
	}
}

func (s *schema) checkAllOf(v jsonvalue.Value, r *report, inPlace int) {
	if n := matches(s.allOf, v, r, inPlace); n < len(s.allOf) {
		r.fail("allOf", "instance failed to match all required schemas (matched only %d out of %d)", values(n, len(s.allOf)))
	}
}

func (s *schema) checkAnyOf(v jsonvalue.Value, r *report, inPlace int) {
	if s.anyOf != nil && matches(s.anyOf, v, r, inPlace) == 0 {
		r.fail("anyOf", "instance failed to match at least one required schema among %d", values(len(s.anyOf)))
		r.explain(s.anyOf, v, inPlace)
	}
}

func (s *schema) checkOneOf(v jsonvalue.Value, r *report, inPlace int) {
	if s.oneOf == nil {
		return
	}
	if n := matches(s.oneOf, v, r, inPlace); n != 1 {
		r.fail("oneOf", "instance failed to match exactly one schema (matched %d out of %d)", values(n, len(s.oneOf)))
	}
}

func (s *schema) checkNot(v jsonvalue.Value, r *report, inPlace int) {
	if s.not != nil && matches([]*schema{s.not}, v, r, inPlace) == 1 {
		r.fail("not", "instance matched a schema which it should not have", values())
	}
}

// matches counts the schemas that a value fits.
func matches(schemas []*schema, v jsonvalue.Value, r *report, inPlace int) int {
	n := 0
	for _, s := range schemas {
		if r.err != nil {
			return n
		}
		sub := report{quiet: true, effort: r.effort}
		s.validate(v, &sub, inPlace+1)
		if r.err = sub.err; !sub.failed {
			n++
		}
	}
	return n
}

func (s *schema) checkRequired(m *jsonvalue.Map, r *report) {
	if missing := absent(s.required, m); missing != nil {
		r.fail("required", "object has missing required properties (%s)", values(list(missing)))
	}
}

// absent returns the names that a map lacks.
func absent(names []string, m *jsonvalue.Map) []string {
	var missing []string
	for _, name := range names {
		if _, ok := m.Get(name); !ok {
			missing = append(missing, name)
		}
	}
	return missing
}

func (s *schema) checkDependencies(m *jsonvalue.Map, r *report, inPlace int) {
	for i := range s.dependencies {
		d := &s.dependencies[i]
		if _, ok := m.Get(d.property); !ok {
			continue
		}
		if d.schema != nil {
			d.schema.validate(m, r, inPlace+1)
			continue
		}
		if missing := absent(d.required, m); missing != nil {
			r.fail("dependencies", `property "%s" of object has missing property dependencies (schema requires %s; missing: %s)`,
				values(d.property, list(d.required), list(missing)))
		}
	}
}

func (s *schema) checkAdditionalProperties(m *jsonvalue.Map, r *report) {
	if !s.closed {
		return
	}
	var extra []string
	for _, e := range m.Entries() {
		if _, ok := s.properties[e.Key]; !ok && !s.matchesPattern(e.Key, r) {
			extra = append(extra, e.Key)
		}
	}
	if extra != nil {
		slices.Sort(extra)
		r.fail("additionalProperties", "object instance has properties which are not allowed by the schema: %s", values(list(extra)))
	}
}

func (s *schema) matchesPattern(name string, r *report) bool {
	for _, p := range s.patternProperties {
		if found(p, name, r) {
			return true
		}
	}
	return false
}

func found(p patternProperty, name string, r *report) bool {
	ok, err := p.pattern.Find(name)
	if err != nil {
		r.err = err
	}
	return ok
}

// children checks the values of an object.
func (s *schema) children(m *jsonvalue.Map, r *report) {
	if s.properties == nil && s.patternProperties == nil && s.additionalProperties == nil {
		return
	}
	entries := m.Entries()
	if !r.quiet { // messages come in the order of the names
		entries = slices.Clone(entries)
		slices.SortFunc(entries, func(a, b jsonvalue.Entry) int { return strings.Compare(a.Key, b.Key) })
	}
	for _, e := range entries {
		s.child(e.Key, e.Value, r)
	}
}

func (s *schema) child(name string, v jsonvalue.Value, r *report) {
	r.enter(name)
	known := false
	if p, ok := s.properties[name]; ok {
		known = true
		p.validate(v, r, 0)
	}
	for _, p := range s.patternProperties {
		if found(p, name, r) {
			known = true
			p.schema.validate(v, r, 0)
		}
	}
	if !known && s.additionalProperties != nil {
		s.additionalProperties.validate(v, r, 0)
	}
	r.leave()
}

// elements checks the values of an array.
func (s *schema) elements(l *jsonvalue.List, r *report) {
	for i, v := range l.Items {
		r.enterItem(i)
		switch {
		case s.items != nil:
			s.items.validate(v, r, 0)
		case i < len(s.tuple):
			s.tuple[i].validate(v, r, 0)
		case s.additionalItems != nil:
			s.additionalItems.validate(v, r, 0)
		}
		r.leave()
	}
}
