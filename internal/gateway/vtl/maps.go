package vtl

import "github.com/gatewright/gatewright/internal/gateway/jsonvalue"

// mapMethod is a method of java.util.Map on the value v, whose content is m. A
// view cannot be changed; what is put into $context stays with it.
func mapMethod(s *state, v any, m *jsonvalue.Map, name string, args []any) (any, error) {
	if c, ok := v.(*contextObject); ok && (name == "put" || name == "putAll") {
		m = c.writable()
	} else if _, ok := v.(*view); ok && isMutator(name) {
		return nil, nil
	}
	if err := s.spend(1); err != nil {
		return nil, err
	}
	switch len(args) {
	case 0:
		return mapQuery(s, m, name)
	case 1:
		out, err := mapWith(s, m, name, args[0])
		if _, isMap := asMap(out); isMap && name == "get" && s.context.hidesMaps(v) {
			return nil, err
		}
		return out, err
	case 2:
		return mapWithTwo(m, name, args[0], args[1]), nil
	}
	return nil, nil
}

func isMutator(name string) bool {
	switch name {
	case "put", "putAll", "putIfAbsent", "remove", "replace", "clear":
		return true
	}
	return false
}

func mapQuery(s *state, m *jsonvalue.Map, name string) (any, error) {
	entries := m.Entries()
	switch name {
	case "size":
		return int32(len(entries)), nil
	case "isEmpty":
		return len(entries) == 0, nil
	case "toString":
		return s.text(m)
	case "clear":
		m.Clear()
		return "", nil
	case "clone":
		out := jsonvalue.NewMap(len(entries))
		putAll(out, m)
		return out, s.spend(len(entries))
	case "keySet":
		return collect(s, m, entries, func(e jsonvalue.Entry) any { return e.KeyOf() })
	case "values":
		return collect(s, m, entries, func(e jsonvalue.Entry) any { return e.Value })
	case "entrySet":
		return collect(s, m, entries, func(e jsonvalue.Entry) any { return &entry{m, e.KeyOf(), e.Value} })
	}
	return nil, nil
}

func collect(s *state, m *jsonvalue.Map, entries []jsonvalue.Entry, pick func(jsonvalue.Entry) any) (any, error) {
	c := &collection{items: make([]any, len(entries)), of: m}
	for i, e := range entries {
		c.items[i] = pick(e)
	}
	return c, s.spend(len(entries))
}

func mapWith(s *state, m *jsonvalue.Map, name string, arg any) (any, error) {
	switch name {
	case "get":
		v, _ := m.GetKey(arg)
		return wrap(v), nil
	case "containsKey":
		_, ok := m.GetKey(arg)
		return ok, nil
	case "containsValue":
		for _, e := range m.Entries() {
			if jsonvalue.Equal(e.Value, arg) {
				return true, nil
			}
		}
		return false, s.spend(m.Len())
	case "remove":
		v, _ := m.Remove(arg)
		return v, s.spend(m.Len())
	case "putAll":
		other, ok := asMap(arg)
		if !ok {
			return nil, nil
		}
		putAll(m, other)
		return "", s.spend(other.Len())
	case "equals":
		other, ok := asMap(arg)
		return ok && jsonvalue.Equal(m, other), nil
	}
	return nil, nil
}

func putAll(dst, src *jsonvalue.Map) {
	for _, e := range src.Entries() {
		dst.PutKey(e.KeyOf(), e.Value)
	}
}

func mapWithTwo(m *jsonvalue.Map, name string, key, v any) any {
	old, has := m.GetKey(key)
	switch name {
	case "put":
		return m.PutKey(key, keep(v))
	case "putIfAbsent":
		if old == nil {
			m.PutKey(key, keep(v))
		}
		return old
	case "getOrDefault":
		if has {
			return wrap(old)
		}
		return v
	case "replace":
		if has {
			m.PutKey(key, keep(v))
		}
		return old
	}
	return nil
}
