package clients

import (
	"slices"
	"strings"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model"
)

// PagesExtension is the key by which a model says that an operation has pages, as in AWS
// PDK: x-paginated: { inputToken: nextToken, outputToken: nextToken, items: pets }.
const PagesExtension = "x-paginated"

// Pages says how the pages of an operation follow each other.
type Pages struct {
	// Input takes the token of the page that is wanted: a query parameter, or nil when it
	// is the property InputProperty of the JSON body.
	Input         *model.Parameter
	InputProperty *model.Property

	Output []*model.Property // the path of the next page's token in the success body
	Items  []*model.Property // the path of the items there; nil: not said
}

// pages reads the extension, and reports what it names in vain.
func (r *reader) pages(o *Operation) *Pages {
	x := o.Extension(PagesExtension)
	if x == nil {
		return nil
	}
	if !x.Is(tree.Mapping) {
		r.problems.Errorf(x.Position(), "invalid-pagination", "%s of %s must be a mapping, found %s", PagesExtension, o.ID, x.Kind).
			Help = "write " + PagesExtension + ": { inputToken: nextToken, outputToken: nextToken, items: items }"
		return nil
	}
	before := len(r.problems)
	for _, f := range x.Fields {
		if !slices.Contains([]string{"inputToken", "outputToken", "items", "pageSize"}, f.Name) {
			r.problems.Errorf(x.FieldPosition(f.Name), "invalid-pagination", "%s of %s has no key %q", PagesExtension, o.ID, f.Name).
				Help = "the keys are inputToken, outputToken, items, pageSize"
		}
	}
	p := &Pages{}
	r.readInput(o, x, p)
	p.Output = r.readOutput(o, x, "outputToken")
	if x.Get("items") != nil {
		p.Items = r.readOutput(o, x, "items")
	}
	if len(r.problems) > before {
		return nil
	}
	return p
}

func (r *reader) readInput(o *Operation, x *tree.Node, p *Pages) {
	name := x.Get("inputToken").Str()
	for _, parameter := range o.Parameters {
		if parameter.Name == name && parameter.In == "query" {
			p.Input = parameter
			return
		}
	}
	if o.RequestBody != nil {
		for _, m := range o.RequestBody.Content {
			if model.IsJSON(m.Type) && m.Schema != nil {
				if p.InputProperty = property(m.Schema, name, map[*model.Schema]bool{}); p.InputProperty != nil {
					return
				}
			}
		}
	}
	r.problems.Errorf(placeOf(x, "inputToken"), "invalid-pagination", "%s has neither a query parameter nor a property of its body called %q, its inputToken", o.ID, name)
}

// readOutput finds the property of the success body that a key names by its path.
func (r *reader) readOutput(o *Operation, x *tree.Node, key string) []*model.Property {
	path := x.Get(key).Str()
	for _, success := range o.Successes {
		for _, m := range success.Content {
			if !model.IsJSON(m.Type) || m.Schema == nil {
				continue
			}
			if found := properties(m.Schema, strings.Split(path, ".")); found != nil {
				return found
			}
		}
	}
	r.problems.Errorf(placeOf(x, key), "invalid-pagination", "the successful response of %s has no property %q, its %s", o.ID, path, key)
	return nil
}

func placeOf(x *tree.Node, key string) diag.Position {
	if n := x.Get(key); n != nil {
		return n.Position()
	}
	return x.Position()
}

func properties(s *model.Schema, path []string) []*model.Property {
	p := property(s, path[0], map[*model.Schema]bool{})
	if p == nil {
		return nil
	}
	if len(path) == 1 {
		return []*model.Property{p}
	}
	rest := properties(p.Schema, path[1:])
	if rest == nil {
		return nil
	}
	return append([]*model.Property{p}, rest...)
}

// property finds a property of a schema, or of one that it is made of.
func property(s *model.Schema, name string, seen map[*model.Schema]bool) *model.Property {
	if s == nil || seen[s] {
		return nil
	}
	seen[s] = true
	if p := s.Property(name); p != nil {
		return p
	}
	for _, part := range s.AllOf {
		if p := property(part, name, seen); p != nil {
			return p
		}
	}
	return nil
}
