package shape

import (
	"slices"

	"github.com/gatewright/gatewright/model"
)

// unionOf returns the alternatives of a schema, if there are any that differ in shape.
func unionOf(s *model.Schema) *UnionForm {
	for _, u := range []*UnionForm{{OneOf: true, Alternatives: s.OneOf}, {Alternatives: s.AnyOf}} {
		u.Alternatives = WithoutNull(u.Alternatives)
		if len(u.Alternatives) > 1 && isUnion(u.Alternatives) {
			u.Discriminator = s.Discriminator
			return u
		}
	}
	return nil
}

// unionIn returns the union that part, one of the [Parts] of s, contributes to s.
//
// A base often lists the schemas that extend it: Pet is one of Cat and Dog, each allOf Pet. A Cat satisfies that union by
// being a Cat, so the union is not a part of Cat. Without this rule, and without [terminating], a value would have to be
// read as a Cat to be read as a Cat.
func unionIn(s, part *model.Schema) *UnionForm {
	u := unionOf(part)
	if u == nil || part != s && satisfies(s, u) {
		return nil
	}
	u.Alternatives = terminating(s, u.Alternatives)
	if len(u.Alternatives) == 0 {
		return nil
	}
	return u
}

// satisfies reports whether every value of s is, by what s includes, a value of an alternative of u, or of an alternative
// of such an alternative.
func satisfies(s *model.Schema, u *UnionForm) bool {
	included := map[*model.Schema]bool{}
	for _, part := range Parts(s) {
		included[part] = true
	}
	seen := map[*model.Schema]bool{}
	var visit func(*model.Schema) bool
	visit = func(alternative *model.Schema) bool {
		if included[alternative] {
			return true
		}
		if seen[alternative] {
			return false
		}
		seen[alternative] = true
		return slices.ContainsFunc(Parts(alternative), func(part *model.Schema) bool {
			nested := unionOf(part)
			return nested != nil && slices.ContainsFunc(nested.Alternatives, visit)
		})
	}
	return slices.ContainsFunc(u.Alternatives, visit)
}

// terminating returns the alternatives of s without those that lead back to s for the same value. Such an alternative is
// replaced by its own alternatives if it is nothing but a union, and left out otherwise.
func terminating(s *model.Schema, alternatives []*model.Schema) []*model.Schema {
	var kept []*model.Schema
	seen := map[*model.Schema]bool{target(s): true}
	var add func(*model.Schema)
	add = func(a *model.Schema) {
		resolved := target(a)
		if seen[resolved] {
			return
		}
		seen[resolved] = true
		if !leadsTo(resolved, target(s)) {
			kept = append(kept, a)
			return
		}
		if u := onlyUnion(resolved); u != nil {
			for _, nested := range u.Alternatives {
				add(nested)
			}
		}
	}
	for _, a := range alternatives {
		add(a)
	}
	return kept
}

// target returns the schema that s is another name of, or s itself.
func target(s *model.Schema) *model.Schema {
	const far = 20
	for range far {
		same := extended(s)
		if same == nil {
			return s
		}
		s = same
	}
	return s
}

// leadsTo reports whether an alternative of s, or one of its alternatives in turn, is goal.
func leadsTo(s, goal *model.Schema) bool {
	seen := map[*model.Schema]bool{}
	var visit func(*model.Schema) bool
	visit = func(s *model.Schema) bool {
		if s == goal {
			return true
		}
		if seen[s] {
			return false
		}
		seen[s] = true
		return slices.ContainsFunc(Parts(s), func(part *model.Schema) bool {
			u := unionOf(part)
			return u != nil && (part == s || !satisfies(s, u)) &&
				slices.ContainsFunc(u.Alternatives, func(a *model.Schema) bool { return visit(target(a)) })
		})
	}
	return visit(s)
}

// onlyUnion returns the union that is all that s says about shape, or nil.
func onlyUnion(s *model.Schema) *UnionForm {
	var only *UnionForm
	for _, part := range Parts(s) {
		u := unionOf(part)
		switch {
		case IsObject(part), u != nil && only != nil:
			return nil
		case u != nil:
			only = u
		}
	}
	return only
}

// includes reports whether s is one of the [Parts] of each alternative: then the alternatives say all that s says.
func (u *UnionForm) includes(s *model.Schema) bool {
	return !slices.ContainsFunc(u.Alternatives, func(a *model.Schema) bool { return !slices.Contains(Parts(a), s) })
}

// unionForm returns the form of a value that is one of the alternatives, of which there is at least one.
func unionForm(u *UnionForm) Form {
	if len(u.Alternatives) == 1 {
		return Form{Kind: Same, Same: u.Alternatives[0]}
	}
	return Form{Kind: Union, Union: u}
}

// uniform returns the form of alternatives that are all the same scalar: they differ in
// what they restrict.
func uniform(u *UnionForm) (Form, bool) {
	var first Form
	for i, a := range u.Alternatives {
		f := Form{Kind: Union}
		if a.Name == "" && len(a.AllOf)+len(a.OneOf)+len(a.AnyOf) == 0 {
			f = Of(a)
		}
		switch f.Kind {
		case Bool, Int, Float, Big, String, Bytes, Time, Date:
		case Raw:
			return Form{}, true // one that accepts anything
		default:
			return Form{}, false
		}
		if i > 0 && (f.Kind != first.Kind || f.Basic != first.Basic) {
			return Form{}, false
		}
		first = f
	}
	return first, true
}
