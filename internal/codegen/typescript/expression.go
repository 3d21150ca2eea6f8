package typescript

import "strings"

// expression is a value of JavaScript: the source of one, an object or a list.
type expression interface {
	// write writes the value, over several lines when it is too long for what is left of one.
	write(b *strings.Builder, indent string, left int)
	// inline returns the value on one line.
	inline() string
}

// raw is the source of a value.
type raw string

func (r raw) write(b *strings.Builder, _ string, _ int) { b.WriteString(string(r)) }
func (r raw) inline() string                            { return string(r) }

// object is an object, whose properties are in order.
type object []property

type property struct {
	key   string
	value expression
}

func (o *object) add(key string, value expression) { *o = append(*o, property{entryKey(key), value}) }

func (o object) inline() string {
	if len(o) == 0 {
		return "{}"
	}
	parts := make([]string, len(o))
	for i, p := range o {
		parts[i] = p.key + ": " + p.value.inline()
	}
	return "{ " + strings.Join(parts, ", ") + " }"
}

func (o object) write(b *strings.Builder, indent string, left int) {
	if line := o.inline(); len(line) <= left {
		b.WriteString(line)
		return
	}
	b.WriteString("{\n")
	inner := indent + "  "
	for _, p := range o {
		b.WriteString(inner + p.key + ": ")
		p.value.write(b, inner, codeWidth-len(inner)-len(p.key)-3)
		b.WriteString(",\n")
	}
	b.WriteString(indent + "}")
}

// list is an array.
type list []expression

func (l list) inline() string {
	parts := make([]string, len(l))
	for i, v := range l {
		parts[i] = v.inline()
	}
	return "[" + strings.Join(parts, ", ") + "]"
}

func (l list) write(b *strings.Builder, indent string, left int) {
	if line := l.inline(); len(line) <= left {
		b.WriteString(line)
		return
	}
	b.WriteString("[\n")
	inner := indent + "  "
	for _, v := range l {
		b.WriteString(inner)
		v.write(b, inner, codeWidth-len(inner)-1)
		b.WriteString(",\n")
	}
	b.WriteString(indent + "]")
}

// codeWidth is that of a line of code.
const codeWidth = 140

// strings of a list.
func quotedList(texts []string) list {
	all := make(list, len(texts))
	for i, text := range texts {
		all[i] = raw(quote(text))
	}
	return all
}

// constant writes the declaration of a constant.
func constant(name string, value expression) string {
	var b strings.Builder
	b.WriteString("const " + name + " = ")
	value.write(&b, "", codeWidth-len(name)-10)
	b.WriteString(";")
	return b.String()
}
