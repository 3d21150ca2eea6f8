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

// exact returns a field by its name with its casing.
func (f fields) exact(name string) (string, bool) {
	for i := range f {
		if f[i].name == name {
			return f[i].value, true
		}
	}
	return "", false
}

// escapePath writes a value so that it can be in a path. Slashes stay, since
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

// splitURI cuts a URI at its query, and makes the path one that net/url sends as
// it is: what may not be in a path is escaped, escapes stay.
func splitURI(uri string) (path, query string) {
	path, query, _ = strings.Cut(uri, "?")
	for i := range len(path) {
		if !isPathByte(path[i]) && !isEscape(path[i:]) {
			return fixPath(path), query
		}
	}
	return path, query
}

func isEscape(text string) bool {
	return len(text) > 2 && text[0] == '%' && isHex(text[1]) && isHex(text[2])
}

func fixPath(path string) string {
	const digits = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(path) {
		if c := path[i]; isPathByte(c) || isEscape(path[i:]) {
			b.WriteByte(c)
		} else {
			b.Write([]byte{'%', digits[c>>4], digits[c&15]})
		}
	}
	return b.String()
}

// setPath returns a URL a path that is sent as it is written.
func setPath(u *url.URL, raw string) error {
	path, err := url.PathUnescape(raw)
	if err != nil {
		return err
	}
	u.Path, u.RawPath = path, raw
	return nil
}

// joinQuery adds mapped parameters to a query after those that are written in
// the URI.
func joinQuery(written string, query fields) string {
	if len(query) == 0 {
		return written
	}
	b := []byte(written)
	for _, f := range query {
		if len(b) > 0 {
			b = append(b, '&')
		}
		b = append(b, escapeQuery(f.name)...)
		b = append(b, '=')
		b = append(b, escapeQuery(f.value)...)
	}
	return string(b)
}

// escapeQuery is url.QueryEscape with %20 for a space, which every server reads.
func escapeQuery(text string) string {
	return strings.ReplaceAll(url.QueryEscape(text), "+", "%20")
}
