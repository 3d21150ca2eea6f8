package gateway

import (
	"net/url"
	"strings"
)

// expand replaces ${stageVariables.name}; one that is not there becomes empty.
func (g *Gateway) expand(text string) string {
	const open = "${stageVariables."
	var b strings.Builder
	for {
		before, after, ok := strings.Cut(text, open)
		name, rest, closed := strings.Cut(after, "}")
		if !ok || !closed {
			b.WriteString(text)
			return b.String()
		}
		b.WriteString(before)
		b.WriteString(g.options.StageVariables[name])
		text = rest
	}
}

// uriTemplate is a text in which {name} stands for a parameter of
// integration.request.path.
type uriTemplate []uriPart

type uriPart struct {
	text string
	name string // of the parameter; empty: the part is text
}

func cutURI(text string) uriTemplate {
	var t uriTemplate
	for text != "" {
		before, after, ok := strings.Cut(text, "{")
		name, rest, closed := strings.Cut(after, "}")
		if !ok || !closed {
			return append(t, uriPart{text: text})
		}
		t = append(t, uriPart{text: before}, uriPart{text: "{" + name + "}", name: strings.TrimSuffix(name, "+")})
		text = rest
	}
	return t
}

// fill puts parameters in; a name without a parameter stays as it is written.
func (t uriTemplate) fill(parameters fields) string {
	if len(t) == 1 && t[0].name == "" {
		return t[0].text
	}
	var b strings.Builder
	for _, p := range t {
		value, ok := p.text, p.name == ""
		if !ok {
			if value, ok = parameters.exact(p.name); !ok {
				value = p.text
			}
		}
		b.WriteString(value)
	}
	return b.String()
}

// exact gives a field by its name with its casing.
func (f fields) exact(name string) (string, bool) {
	for i := range f {
		if f[i].name == name {
			return f[i].value, true
		}
	}
	return "", false
}

// escapePath writes a value so that it can stand in a path. Slashes stay, since
// a value may be several segments.
func escapePath(value string) string {
	for i := range len(value) {
		if !isPathByte(value[i]) {
			return strings.ReplaceAll(url.PathEscape(value), "%2F", "/")
		}
	}
	return value
}

func isPathByte(c byte) bool {
	return isAlphanumeric(c) || strings.IndexByte("-._~!$&'()*+,;=:@/", c) >= 0
}

// appendQuery adds the mapped parameters to a URI after those that are written
// in it.
func appendQuery(uri string, query fields) string {
	if len(query) == 0 {
		return uri
	}
	var b strings.Builder
	b.WriteString(uri)
	separator := byte('?')
	if strings.IndexByte(uri, '?') >= 0 {
		separator = '&'
	}
	for _, f := range query {
		b.WriteByte(separator)
		b.WriteString(escapeQuery(f.name))
		b.WriteByte('=')
		b.WriteString(escapeQuery(f.value))
		separator = '&'
	}
	return b.String()
}

// escapeQuery is url.QueryEscape with %20 for a space, which every server reads.
func escapeQuery(text string) string {
	return strings.ReplaceAll(url.QueryEscape(text), "+", "%20")
}
