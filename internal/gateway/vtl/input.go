package vtl

import (
	"iter"

	"github.com/gatewright/gatewright/internal/gateway/jsonvalue"
)

// Lookup is an ordered, read-only map that may compute its values when they
// are asked for. A value may be a Lookup itself.
type Lookup interface {
	// Get returns the value of a name, and whether it is there.
	Get(name string) (jsonvalue.Value, bool)
	// Names lists the names in order.
	Names() iter.Seq[string]
}

// Input is what a template can see. A nil Lookup is empty.
type Input struct {
	// Body is the payload; an empty one reads {}. It is nil where there is none at all,
	// as in the response of a MOCK integration: $input.body is empty then.
	Body *jsonvalue.Document
	// Path, Querystring and Header are the parameters of $input.params, which
	// are searched in this order.
	Path, Querystring, Header Lookup
	// Context is $context without its overrides.
	Context Lookup
	// StageVariables is $stageVariables.
	StageVariables Lookup
	// Overrides takes what the template writes into $context.requestOverride
	// and $context.responseOverride. Hand the same one to the templates of
	// the request and of its response. When nil the writes are lost.
	Overrides *Overrides
}

// Pair is a name with its value.
type Pair struct {
	Name  string
	Value jsonvalue.Value
}

// Pairs is a Lookup of few names.
type Pairs []Pair

// Get returns the value of the first pair with the name.
func (ps Pairs) Get(name string) (jsonvalue.Value, bool) {
	for i := range ps {
		if ps[i].Name == name {
			return ps[i].Value, true
		}
	}
	return nil, false
}

// Names lists the names in order.
func (ps Pairs) Names() iter.Seq[string] {
	return func(yield func(string) bool) {
		for i := range ps {
			if !yield(ps[i].Name) {
				return
			}
		}
	}
}

// Overrides are the maps behind $context.requestOverride and
// $context.responseOverride ("Use a mapping template to override an API's
// request and response parameters and status codes for REST APIs"). The zero
// value is ready for use. It must not be used by two renderings at a time.
type Overrides struct {
	request, response *jsonvalue.Map
}

const (
	requestOverride  = "requestOverride"
	responseOverride = "responseOverride"
)

// section returns the map that templates see, made when first asked for.
func (o *Overrides) section(name string) *jsonvalue.Map {
	m, parts := &o.request, []string{"header", "path", "querystring"}
	if name == responseOverride {
		m, parts = &o.response, []string{"header"}
	}
	if *m == nil {
		*m = jsonvalue.NewMap(len(parts) + 1)
		for _, part := range parts {
			(*m).Put(part, jsonvalue.NewMap(0))
		}
	}
	return *m
}

// RequestHeader lists what templates wrote into requestOverride.header.
func (o *Overrides) RequestHeader() []Override { return overrides(o.request, "header") }

// RequestPath lists what templates wrote into requestOverride.path.
func (o *Overrides) RequestPath() []Override { return overrides(o.request, "path") }

// RequestQuerystring lists what templates wrote into
// requestOverride.querystring.
func (o *Overrides) RequestQuerystring() []Override { return overrides(o.request, "querystring") }

// ResponseHeader lists what templates wrote into responseOverride.header.
func (o *Overrides) ResponseHeader() []Override { return overrides(o.response, "header") }

// ResponseStatus returns the status written into responseOverride.status. One
// that is not an integer from 100 to 599 does not count.
func (o *Overrides) ResponseStatus() (int, bool) {
	if o.response == nil {
		return 0, false
	}
	v, _ := o.response.Get("status")
	n, ok := jsonvalue.Int(v)
	return int(n), ok && n >= 100 && n <= 599
}

// Override is a parameter with the values that a template gave it: a list has
// one for each item.
type Override struct {
	Name   string
	Values []string
}

func overrides(m *jsonvalue.Map, part string) []Override {
	if m == nil {
		return nil
	}
	v, _ := m.Get(part)
	params, ok := v.(*jsonvalue.Map)
	if !ok {
		return nil
	}
	var out []Override
	for _, e := range params.Entries() {
		out = append(out, Override{e.Key, values(e.Value)})
	}
	return out
}

func values(v jsonvalue.Value) []string {
	switch v := v.(type) {
	case *jsonvalue.List:
		out := make([]string, 0, v.Len())
		for _, item := range v.Items {
			out = append(out, values(item)...)
		}
		return out
	case nil:
		return []string{""}
	}
	return []string{jsonvalue.String(v)}
}
