package openapi

import (
	"fmt"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/tree"
)

// place is a reference as its file states it.
type place struct {
	from *file
	ref  string
}

// target is what a reference leads to. Its node is nil when it leads nowhere,
// which is reported then.
type target struct {
	file    *file
	node    *tree.Node
	pointer string // JSON pointer (RFC 6901), not percent-encoded
}

// isReference reports whether a value is a Reference Object.
func isReference(n *tree.Node) bool {
	return n.Kind == tree.Mapping && len(n.Fields) > 0 && n.Get("$ref").Is(tree.String)
}

// isAlias reports whether a reference says nothing of its own.
func (b *bundler) isAlias(n *tree.Node, k kind) bool {
	if len(n.Fields) == 1 {
		return true
	}
	if k == schemaKind {
		return !b.refSiblings
	}
	return shapes[k].section != ""
}

// resolve returns what a reference leads to in the end.
func (b *bundler) resolve(n *tree.Node, k kind) target {
	seen := []*tree.Node{n}
	for {
		t := b.locate(seen[len(seen)-1].Get("$ref"))
		if t.node == nil || !isReference(t.node) || !b.isAlias(t.node, k) {
			return b.converted(t, k)
		}
		if at := slices.Index(seen, t.node); at >= 0 {
			b.cycle(seen[at:])
			return target{}
		}
		if seen = append(seen, t.node); len(seen) > maxChain {
			b.errorf(n.Get("$ref").Position(), "circular-reference", "the reference %q leads through more than %d others", n.Get("$ref").Text, maxChain)
			return target{}
		}
	}
}

// cycle reports references that only lead to one another, once at the first of
// them in the sources.
func (b *bundler) cycle(refs []*tree.Node) {
	positions := make([]diag.Position, len(refs))
	for i, r := range refs {
		positions[i] = r.Get("$ref").Position()
	}
	first := 0
	for i, p := range positions {
		if p.Compare(positions[first]) < 0 {
			first = i
		}
	}
	d := b.errorf(positions[first], "circular-reference", "the reference %q refers to itself", refs[first].Get("$ref").Text)
	for i := 1; i < len(refs); i++ {
		at := (first + i) % len(refs)
		d.Notes = append(d.Notes, diag.Note{Position: positions[at], Message: "by way of this reference"})
	}
}

// locate returns what one reference leads to, which may be a reference again.
func (b *bundler) locate(ref *tree.Node) target {
	at := place{b.files.bySource[ref.Source], ref.Text}
	if known, ok := b.located[at]; ok {
		return known
	}
	if b.locating[at] || len(b.locating) > maxChain {
		b.errorf(ref.Position(), "circular-reference", "the reference %q leads through itself", ref.Text)
		return target{}
	}
	b.locating[at] = true
	defer delete(b.locating, at)

	parsed, fault := parseReference(ref.Text)
	if fault != "" {
		b.errorf(ref.Position(), "invalid-reference", "the reference %q %s", ref.Text, fault)
		return target{}
	}
	in := b.fileOf(at, parsed, ref)
	if in == nil {
		return target{}
	}
	if b.files.swagger != nil && in == b.root {
		parsed.tokens = b.files.swagger.Tokens(parsed.tokens)
	}
	t := b.point(target{file: in, node: in.node}, parsed.tokens, ref)
	if t.node != nil {
		b.located[at] = t
	}
	return t
}

// fileOf returns the file that a reference names, or nil after reporting why not.
func (b *bundler) fileOf(at place, r reference, ref *tree.Node) *file {
	if r.file == "" {
		return at.from
	}
	name := beside(at.from.name, r.file)
	if strings.HasPrefix(name, "../") || name == ".." {
		b.errorf(ref.Position(), "unsupported-reference", "the reference %q leads out of the model's directory", ref.Text).
			Help = "keep all files of the model in the directory of its main file or below"
		return nil
	}
	in := b.files.get(name)
	if in.fault != "" {
		rule := "unreadable-file"
		if in.fault == errOutside.Error() {
			rule = "unsupported-reference"
		}
		d := b.errorf(ref.Position(), rule, "the reference %q cannot be followed: %s", ref.Text, in.fault)
		if in.missing {
			b.suggestFile(d, r.file, name)
		}
		return nil
	}
	if in.node == nil {
		return nil // what is wrong with its text is reported
	}
	return in
}

func (b *bundler) suggestFile(d *diag.Diagnostic, ref, name string) {
	if strings.Contains(ref, `\`) {
		d.Help = "separate directories with / on every system"
		return
	}
	directory, _ := path.Split(ref)
	if near := diag.Nearest(path.Base(name), b.files.siblings(path.Dir(name))); near != "" {
		d.Help = `did you mean "` + directory + near + `"?`
	}
}

// point goes down from a value by the tokens of a JSON pointer. Where it meets a
// reference on the way, it goes on in what that leads to.
func (b *bundler) point(t target, tokens []string, ref *tree.Node) target {
	for i, token := range tokens {
		child := b.lookup.child(t.node, token)
		if child == nil && isReference(t.node) {
			if t = b.resolve(t.node, anything); t.node == nil {
				return target{}
			}
			child = b.lookup.child(t.node, token)
		}
		if child == nil {
			b.pointsNowhere(t, tokens[:i], token, tokens[i+1:], ref)
			return target{}
		}
		t.node = child
		t.pointer += "/" + escapeToken(token)
	}
	return t
}

func (b *bundler) pointsNowhere(t target, before []string, token string, after []string, ref *tree.Node) {
	where := "the file"
	if len(before) > 0 {
		where = strconv.Quote(before[len(before)-1])
	}
	d := b.errorf(ref.Position(), "unknown-reference", "the reference %q points at nothing: %s has no %q", ref.Text, where, token)
	if b.full(diag.Error) {
		return
	}
	file, _, _ := strings.Cut(ref.Text, "#")
	if file == "" && t.file != b.root && b.lookup.descend(b.root.node, slices.Concat(before, []string{token}, after)...) != nil {
		d.Help = fmt.Sprintf(`"#" means this file; the model's main file has it: write "%s%s"`, relativeFrom(t.file.name, b.root.name), ref.Text)
		return
	}
	var keys []string
	for _, f := range t.node.Fields {
		keys = append(keys, f.Name)
	}
	if near := diag.Nearest(token, keys); near != "" {
		d.Help = `did you mean "` + file + "#" + joinPointer(slices.Concat(before, []string{near}, after)) + `"?`
	}
}

// relativeFrom returns the reference by which one file names another.
func relativeFrom(from, to string) string {
	up := strings.Repeat("../", strings.Count(from, "/"))
	return up + to
}

// reference is the text of a $ref, taken apart.
type reference struct {
	file   string // empty: the same file
	tokens []string
}

var schemeForm = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]+:`)

// parseReference takes a reference apart, or tells what is wrong with it, to stand
// after "the reference …".
func parseReference(ref string) (reference, string) {
	file, fragment, _ := strings.Cut(ref, "#")
	switch {
	case ref == "":
		return reference{}, "is empty"
	case strings.HasPrefix(file, "//"), schemeForm.MatchString(file) && !strings.HasPrefix(strings.ToLower(file), "file:"):
		return reference{}, "leads to another host; the model may only consist of files: save what it refers to next to the model"
	case strings.HasPrefix(file, "/"), strings.HasPrefix(strings.ToLower(file), "file:"):
		return reference{}, "is absolute; write it relative to the file that it stands in"
	}
	r := reference{file: unescapePercent(file)}
	fragment = unescapePercent(fragment)
	if fragment == "" {
		return r, ""
	}
	if !strings.HasPrefix(fragment, "/") {
		return r, `uses an anchor; write a JSON pointer, such as "#/components/schemas/Pet"`
	}
	for token := range strings.SplitSeq(fragment[1:], "/") {
		r.tokens = append(r.tokens, tokenEscapes.Replace(token))
	}
	return r, ""
}

func unescapePercent(s string) string {
	if unescaped, err := url.PathUnescape(s); err == nil {
		return unescaped
	}
	return s // not meant as an escape
}

var (
	tokenEscapes   = strings.NewReplacer("~1", "/", "~0", "~")
	pointerEscapes = strings.NewReplacer("~", "~0", "/", "~1")
)

func escapeToken(token string) string { return pointerEscapes.Replace(token) }

func joinPointer(tokens []string) string {
	var s strings.Builder
	for _, t := range tokens {
		s.WriteString("/" + escapeToken(t))
	}
	return s.String()
}

// fits reports whether a target can be what the place of a reference calls for.
func (b *bundler) fits(n *tree.Node, t target, k kind) bool {
	found := b.misfit(t, k)
	if found == "" {
		b.kinds[t.node] = k
		return true
	}
	b.errorf(n.Get("$ref").Position(), "invalid-reference", "the reference %q leads to %s; %s is needed here", n.Get("$ref").Text, found, shapes[k].name)
	return false
}

// misfit returns what a target is, when it is not what is needed.
func (b *bundler) misfit(t target, k kind) string {
	s := &shapes[k]
	if used, ok := b.kinds[t.node]; ok && used != k && shapes[used].name != s.name {
		return shapes[used].name
	}
	if tokens := strings.Split(t.pointer, "/"); len(tokens) == 4 && tokens[1] == "components" {
		if name := sectionNames[tokens[2]]; name != "" && name != s.name {
			return name
		}
	}
	switch {
	case t.node.Kind == tree.Bool && k == schemaKind:
		return ""
	case (s.node == tree.Mapping || s.node == tree.Sequence) && t.node.Kind != s.node && !isReference(t.node):
		return t.node.Kind.String()
	case t.node.Field("openapi") != nil && t.node.Field("info") != nil:
		return shapes[documentKind].name
	case s.fields != nil && !isReference(t.node) && len(t.node.Fields) > 0 && !hasKnownKey(t.node, s):
		return "a mapping that has no key of " + s.name
	}
	return ""
}

func hasKnownKey(n *tree.Node, s *shape) bool {
	return slices.ContainsFunc(n.Fields, func(f tree.Field) bool {
		_, known := s.fields[f.Name]
		return known || isExtension(f.Name)
	})
}
