package vtl

import (
	"iter"

	"github.com/gatewright/gatewright/internal/gateway/jsonpath"
	"github.com/gatewright/gatewright/internal/gateway/jsonvalue"
)

// getter is what has values by name: a map, a view, or $context.
type getter interface {
	Get(name string) (jsonvalue.Value, bool)
}

// view is a Lookup as templates see it: a map that they cannot change.
type view struct{ lookup Lookup }

func (v *view) Get(name string) (jsonvalue.Value, bool) {
	if v.lookup == nil {
		return nil, false
	}
	return v.lookup.Get(name)
}

func (v *view) toMap() *jsonvalue.Map {
	m := jsonvalue.NewMap(0)
	fill(m, v.lookup)
	return m
}

// JavaString prints the view as a map, unless it is one of which only single values
// can be read.
func (v *view) JavaString() string {
	if own, ok := v.lookup.(interface{ JavaString() string }); ok {
		return own.JavaString()
	}
	return jsonvalue.String(v.toMap())
}

func fill(m *jsonvalue.Map, l Lookup) {
	for name := range namesOf(l) {
		v, ok := l.Get(name)
		if ok {
			m.Put(name, keep(wrap(v)))
		}
	}
}

func namesOf(l Lookup) iter.Seq[string] {
	if l == nil {
		return func(func(string) bool) {}
	}
	return l.Names()
}

// wrap makes a Lookup fit to be a template's value.
func wrap(v jsonvalue.Value) any {
	switch v := v.(type) {
	case *jsonvalue.Map, string:
		return v
	case Lookup:
		return &view{v}
	}
	return v
}

// keep makes a value fit to be put into a map or a list.
func keep(v any) any {
	switch v := v.(type) {
	case *view:
		return v.toMap()
	case *contextObject:
		return v.toMap()
	}
	return v
}

// asMap returns the map that a value is.
func asMap(v any) (*jsonvalue.Map, bool) {
	switch v := v.(type) {
	case *jsonvalue.Map:
		return v, true
	case *view:
		return v.toMap(), true
	case *contextObject:
		return v.toMap(), true
	}
	return nil, false
}

// contextObject is $context: what the caller gives, the overrides, and what
// the template puts into it.
type contextObject struct {
	s       *state
	written *jsonvalue.Map
}

func (c *contextObject) Get(name string) (jsonvalue.Value, bool) {
	if c.written != nil {
		if v, ok := c.written.Get(name); ok {
			return v, true
		}
	}
	switch {
	case name == requestOverride || name == responseOverride:
		return c.overrides().section(name), true
	case c.s.in.Context == nil:
		return nil, false
	}
	return c.s.in.Context.Get(name)
}

// hidesMaps reports whether get returns nothing for the maps in v, as API Gateway
// does for those of $context and of its overrides.
func (c *contextObject) hidesMaps(v any) bool {
	if v == any(c) {
		return true
	}
	m, ok := v.(*jsonvalue.Map)
	o := c.overrides()
	return ok && (m == o.request || m == o.response)
}

func (c *contextObject) overrides() *Overrides {
	if c.s.in.Overrides != nil {
		return c.s.in.Overrides
	}
	return &c.s.own
}

func (c *contextObject) writable() *jsonvalue.Map {
	if c.written == nil {
		c.written = jsonvalue.NewMap(1)
	}
	return c.written
}

// contextNames are put into the map first: API Gateway keeps this order where
// their hashes collide.
var contextNames = [...]string{
	"resourceId", "resourcePath", "httpMethod", "extendedRequestId", "requestTime", "path", "accountId",
	"protocol", requestOverride, "stage", "domainPrefix", "requestTimeEpoch", "requestId", "identity",
	"domainName", "deploymentId", responseOverride, "apiId",
}

// toMap lists the names in the order of a java.util.HashMap, which is the one
// that API Gateway shows.
func (c *contextObject) toMap() *jsonvalue.Map {
	m := jsonvalue.NewHashMap()
	for _, name := range contextNames {
		if v, ok := c.Get(name); ok {
			m.Put(name, keep(wrap(v)))
		}
	}
	fill(m, c.s.in.Context)
	if c.written != nil {
		for _, e := range c.written.Entries() {
			m.PutKey(e.KeyOf(), e.Value)
		}
	}
	return m
}

// JavaString prints $context as a map.
func (c *contextObject) JavaString() string { return jsonvalue.String(c.toMap()) }

// methodObject is $method, of which only $method.request has values: the path,
// querystring and header of $input.params().
type methodObject state

// Get implements getter.
func (m *methodObject) Get(name string) (jsonvalue.Value, bool) {
	if name != "request" {
		return nil, false
	}
	in := m.in
	parts := make(Pairs, 0, 3)
	for _, p := range []struct {
		name   string
		lookup Lookup
	}{{"path", in.Path}, {"querystring", in.Querystring}, {"header", in.Header}} {
		if p.lookup != nil {
			parts = append(parts, Pair{p.name, p.lookup})
		}
	}
	return parts, true
}

// JavaString is empty: $method alone has no text.
func (*methodObject) JavaString() string { return "" }

// inputObject is $input.
type inputObject struct{ s *state }

// JavaString is empty: $input alone has no text worth a name.
func (*inputObject) JavaString() string { return "" }

// constant evaluates json or path with a path compiled ahead.
func (in *inputObject) constant(st *step) (any, error) {
	if st.name == "path" {
		return in.path(st.path)
	}
	b, err := in.appendJSON(nil, st.path)
	return string(b), err
}

func (in *inputObject) call(name string, args []any) (any, error) {
	if name == "params" && len(args) == 0 {
		return in.allParams(), nil
	}
	if len(args) != 1 {
		return nil, nil
	}
	arg, ok := args[0].(string)
	if !ok {
		return nil, nil
	}
	switch name {
	case "params":
		return in.param(arg), nil
	case "path", "json":
		p, err := in.s.path(arg)
		if err != nil {
			return nil, err
		}
		return in.constant(&step{name: name, path: p})
	}
	return nil, nil
}

func (in *inputObject) param(name string) any {
	for _, l := range [...]Lookup{in.s.in.Path, in.s.in.Querystring, in.s.in.Header} {
		if l == nil {
			continue
		}
		if v, ok := l.Get(name); ok {
			return v
		}
	}
	return nil
}

func (in *inputObject) allParams() any {
	m := jsonvalue.NewMap(3)
	m.Put("path", (&view{in.s.in.Path}).toMap())
	m.Put("querystring", (&view{in.s.in.Querystring}).toMap())
	m.Put("header", (&view{in.s.in.Header}).toMap())
	return m
}

// find evaluates a path on the payload; nothing is found in one that begins as JSON
// and is not.
func (in *inputObject) find(p *jsonpath.Path) (v jsonvalue.Value, found bool, err error) {
	doc, err := in.s.document()
	if err != nil {
		return nil, false, nil //nolint:nilerr // a payload that is not JSON has no values, which is not a failure
	}
	v, err = p.Eval(doc)
	if isNotFound(err) {
		return nil, false, nil
	}
	if l, ok := v.(*jsonvalue.List); ok {
		err = firstError(err, in.s.spend(len(l.Items)))
	}
	return v, err == nil, err
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func (in *inputObject) path(p *jsonpath.Path) (any, error) {
	v, _, err := in.find(p)
	return v, err
}

// appendJSON appends the JSON text of what the path leads to, or "" for
// nothing.
func (in *inputObject) appendJSON(dst []byte, p *jsonpath.Path) ([]byte, error) {
	v, found, err := in.find(p)
	if err != nil {
		return dst, err
	}
	if !found {
		return append(dst, `""`...), nil
	}
	dst, err = in.s.printer().AppendJSON(dst, v)
	if err != nil {
		return dst, ErrTooLarge
	}
	return dst, nil
}

// collection is a java.util.Set or the values of a map.
type collection struct {
	items []any
	of    *jsonvalue.Map // whose it is, when there is one
}

// JavaString prints the items as a list does.
func (c *collection) JavaString() string {
	return jsonvalue.String(&jsonvalue.List{Items: c.items})
}

// entry is a java.util.Map.Entry.
type entry struct {
	of    *jsonvalue.Map
	key   any
	value any
}

// JavaString prints key=value.
func (e *entry) JavaString() string { return jsonvalue.String(e.key) + "=" + jsonvalue.String(e.value) }

// iterator is a java.util.Iterator.
type iterator struct {
	items []any
	next  int
}

// JavaString is empty, where Java prints an address.
func (*iterator) JavaString() string { return "" }

// JavaString is empty: a loop has no text.
func (*loop) JavaString() string { return "" }
