package openapi

import (
	"net/url"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model/naming"
)

// localReference returns the reference to a component.
func localReference(section, name string) string {
	return "#/components/" + section + "/" + escapeFragment(escapeToken(name))
}

// escapeFragment percent-encodes what a URI's fragment cannot hold (RFC 3986,
// section 3.5).
func escapeFragment(s string) string {
	for i := range len(s) {
		if c := s[i]; c <= ' ' || c >= 0x7f || strings.IndexByte("\"#%<>[\\]^`{|}", c) >= 0 {
			return (&url.URL{Fragment: s}).EscapedFragment()
		}
	}
	return s
}

// coreKeywords are those of JSON Schema's core vocabulary that OpenAPI 3.0 does not
// allow in a schema. Files of schemas have them all the same.
var coreKeywords = map[string]bool{"$schema": true, "$id": true, "$comment": true, "$defs": true, "definitions": true}

// isForeign reports whether a key of a schema has no place in the document: what
// such definitions hold becomes components where it is referred to.
func (b *bundler) isForeign(k kind, key string) bool {
	return k == schemaKind && !b.definitions && coreKeywords[key]
}

// isWalked reports whether a place in the root is part of the model, so that a
// reference to it can stay as it is. Extensions and examples are not.
func (b *bundler) isWalked(pointer string) bool {
	k := documentKind
	for _, token := range strings.Split(pointer, "/")[1:] {
		s := &shapes[k]
		if b.isForeign(k, token) {
			return false
		}
		switch {
		case s.node == tree.Sequence, s.free && (s.plain || !isExtension(token)):
			k = s.each
		default:
			k = s.fields[tokenEscapes.Replace(token)]
		}
		if k == anything || k == literal {
			return false
		}
	}
	return k != documentKind
}

func isExtension(key string) bool { return strings.HasPrefix(key, "x-") }

// localize returns the local reference to a target, making it a component when it is
// in another file.
func (b *bundler) localize(t target, k kind) string {
	if known, ok := b.named[t.node]; ok {
		return known
	}
	if t.file == b.root && b.isWalked(t.pointer) {
		return "#" + escapeFragment(t.pointer)
	}
	section := shapes[k].section
	name := b.freeName(section, t)
	b.names(section)[nameKey(name)] = true
	b.named[t.node] = localReference(section, name)
	b.queue = append(b.queue, component{section, name, t.node, k})
	return b.named[t.node]
}

// freeName makes the name of a component: of the last part of the pointer, or of
// the file when the reference is to all of it. When that is taken, the names of
// the file and of its directories come before it, and at last a number behind.
// API Gateway wants letters and digits only (Amazon API Gateway Developer Guide,
// "Important notes for REST APIs").
func (b *bundler) freeName(section string, t target) string {
	parts := nameParts(t)
	used := b.names(section)
	name := ""
	for i := range slices.Backward(parts) {
		name = componentName(parts[i:])
		if name != "" && !used[nameKey(name)] && name[0] > '9' {
			return name
		}
	}
	if name == "" || name[0] <= '9' {
		name = "Component" + name
	}
	numbered := name
	for i := 2; used[nameKey(numbered)]; i++ {
		numbered = name + strconv.Itoa(i)
	}
	return numbered
}

// nameKey is the same for names that become one in generated code.
func nameKey(name string) string { return strings.ToLower(naming.Pascal(name)) }

var alphanumeric = regexp.MustCompile(`^[A-Za-z0-9]+$`)

func componentName(parts []string) string {
	if len(parts) == 1 && alphanumeric.MatchString(parts[0]) {
		return parts[0]
	}
	var b strings.Builder
	for _, p := range parts {
		for _, r := range naming.Pascal(p) {
			if r < 0x80 {
				b.WriteRune(r)
			}
		}
	}
	return b.String()
}

// nameParts returns the names that lead to a target: directories, file, pointer.
func nameParts(t target) []string {
	file := strings.TrimSuffix(t.file.name, path.Ext(t.file.name))
	parts := strings.Split(file, "/")
	if last := len(parts) - 1; last > 0 && strings.Trim(parts[last], "_") == "index" {
		parts = parts[:last]
	}
	if t.pointer != "" {
		tokens := strings.Split(t.pointer[1:], "/")
		for i, token := range tokens {
			tokens[i] = tokenEscapes.Replace(token)
		}
		parts = append(parts, tokens...)
	}
	return parts
}
