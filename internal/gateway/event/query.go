package event

import "strings"

// ParseQuery reads a query string ("a=1&b=2&a=3", without the question mark) as
// API Gateway does: names and values are decoded, "+" is a space, an escape that
// is none stays as it is, and a name without "=" has an empty value. A semicolon
// splits as "&" does ("Amazon API Gateway important notes"). Names are in the
// order in which they first come.
func ParseQuery(raw string) []Field {
	if raw == "" {
		return nil
	}
	n := strings.Count(raw, "&") + strings.Count(raw, ";") + 1
	fields := make([]Field, 0, n)
	values := make([]string, n)
	find := finder(n)
	for i := 0; raw != ""; i++ {
		pair := raw
		if end := strings.IndexAny(raw, "&;"); end >= 0 {
			pair, raw = raw[:end], raw[end+1:]
		} else {
			raw = ""
		}
		if pair == "" {
			continue
		}
		name, value, _ := strings.Cut(pair, "=")
		name, value = decode(name), decode(value)
		if k := find(fields, name); k < len(fields) {
			fields[k].Values = append(fields[k].Values, value)
			continue
		}
		values[i] = value
		fields = append(fields, Field{Name: name, Values: values[i : i+1 : i+1]})
	}
	return fields
}

// few is the number of parameters up to which comparing beats hashing.
const few = 16

// finder returns a function that finds a field, or the place where to append one.
func finder(n int) func(fields []Field, name string) int {
	if n <= few {
		return search
	}
	index := make(map[string]int, n)
	return func(fields []Field, name string) int {
		k, ok := index[name]
		if !ok {
			k = len(fields)
			index[name] = k
		}
		return k
	}
}

func search(fields []Field, name string) int {
	for i := range fields {
		if fields[i].Name == name {
			return i
		}
	}
	return len(fields)
}

func decode(s string) string {
	if strings.IndexByte(s, '%') < 0 && strings.IndexByte(s, '+') < 0 {
		return s
	}
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '+':
			b = append(b, ' ')
		case s[i] == '%' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]):
			b = append(b, unhex(s[i+1])<<4|unhex(s[i+2]))
			i += 2
		default:
			b = append(b, s[i])
		}
	}
	return string(b)
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'f'
}

func unhex(c byte) byte {
	if c <= '9' {
		return c - '0'
	}
	return c | 0x20 - 'a' + 10
}
