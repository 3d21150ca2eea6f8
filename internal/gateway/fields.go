package gateway

import (
	"net/http"
	"slices"
	"strings"
)

// field is one line of a header, one parameter of a query.
type field struct{ name, value string }

// fields holds a few of them in order. Names keep their casing and are compared
// without it.
type fields []field

func (f fields) get(name string) (string, bool) {
	for i := range f {
		if sameName(f[i].name, name) {
			return f[i].value, true
		}
	}
	return "", false
}

// sameName compares names without casing. Those of one header are of the same length.
func sameName(a, b string) bool { return len(a) == len(b) && (a == b || strings.EqualFold(a, b)) }

func (f *fields) add(name, value string) { *f = append(*f, field{name, value}) }

// set replaces all fields of a name by one.
func (f *fields) set(name, value string) {
	f.remove(name)
	f.add(name, value)
}

// setAll replaces all fields of a name by one for each value.
func (f *fields) setAll(name string, values []string) {
	f.remove(name)
	for _, v := range values {
		f.add(name, v)
	}
}

// setDefault adds a field unless there is one of its name.
func (f *fields) setDefault(name, value string) {
	if _, ok := f.get(name); !ok {
		f.add(name, value)
	}
}

func (f *fields) remove(name string) {
	first := slices.IndexFunc(*f, func(g field) bool { return sameName(g.name, name) })
	if first < 0 {
		return
	}
	kept := (*f)[:first]
	for _, g := range (*f)[first:] {
		if !sameName(g.name, name) {
			kept = append(kept, g)
		}
	}
	*f = kept
}

// writeTo puts the fields into a header as net/http holds it, names as they are.
// Lines of one name stay in order, even when their casing differs.
func (f fields) writeTo(h http.Header) {
	values := make([]string, len(f))
	written := f.writtenNames()
	for i := range f {
		values[i] = f[i].value
		if name, taken := written(i); taken {
			h[name] = append(h[name], f[i].value)
			continue
		}
		h[f[i].name] = values[i : i+1 : i+1]
	}
	if _, ok := h["Content-Type"]; !ok {
		h["Content-Type"] = nil // else net/http would not see another casing and guess
	}
}

// http returns the fields as a request's header. Names become canonical, so that
// net/http knows those that are its own.
func (f fields) http() http.Header {
	h := make(http.Header, len(f))
	for i := range f {
		h.Add(f[i].name, f[i].value)
	}
	return h
}

// fewFields are as many as are searched faster than indexed.
const fewFields = 32

// writtenNames returns a function that, called for each line in turn, returns the
// casing under which an earlier line of its name was written.
func (f fields) writtenNames() func(i int) (string, bool) {
	if len(f) <= fewFields {
		return func(i int) (string, bool) {
			for j := range i {
				if sameName(f[j].name, f[i].name) {
					return f[j].name, true
				}
			}
			return "", false
		}
	}
	names := make(map[string]string, len(f))
	return func(i int) (string, bool) {
		key := strings.ToLower(f[i].name)
		name, taken := names[key]
		if !taken {
			names[key] = f[i].name
		}
		return name, taken
	}
}

// validFieldName reports whether a header's name is a token (RFC 9110, section
// 5.6.2).
func validFieldName(name string) bool {
	for i := range len(name) {
		if !isTokenByte[name[i]] {
			return false
		}
	}
	return name != ""
}

// isTokenByte holds the bytes of tokens.
var isTokenByte = func() (all [256]bool) {
	for c := range all {
		all[c] = isAlphanumeric(byte(c)) || strings.IndexByte("!#$%&'*+-.^_`|~", byte(c)) >= 0
	}
	return all
}()

// validFieldValue reports whether a header's value can be sent (RFC 9110,
// section 5.5); line ends above all cannot.
func validFieldValue(value string) bool {
	for i := range len(value) {
		if c := value[i]; c < ' ' && c != '\t' || c == 0x7F {
			return false
		}
	}
	return true
}

func isAlphanumeric(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
}
