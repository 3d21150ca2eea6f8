package mockdata

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model"
)

// Response is a response as a server sends it.
type Response struct {
	Status   string   // as the model writes it: "200", "4XX" or "default"
	Headers  []Header // in the order of the model
	Body     *Body    // nil: none
	Problems diag.List
}

// Header is a header of a response.
type Header struct{ Name, Value string }

// Response makes a response: its headers, and a body in the first JSON media
// type, or in the first of all where there is none. A media type whose schema
// has no value is skipped as long as there is another one. The error is a
// diag.Diagnostic, as that of Value.
func (g *Generator) Response(r *model.Response) (Response, error) {
	out := Response{Status: r.Status}
	var err error
	for _, m := range jsonFirst(r.Content) {
		var b Body
		if b, err = g.Body(m); err == nil {
			out.Body = &b
			out.Problems.Add(b.Problems...)
			break
		}
	}
	if err != nil && out.Body == nil {
		return Response{}, err
	}
	for _, h := range r.Headers {
		value, ok, err := g.header(h, &out.Problems)
		if err != nil {
			return Response{}, err
		}
		if ok {
			out.Headers = append(out.Headers, Header{h.Name, value})
		}
	}
	return out, nil
}

// jsonFirst puts JSON before all else and keeps the order otherwise.
func jsonFirst(content []*model.MediaType) []*model.MediaType {
	return slices.SortedStableFunc(slices.Values(content), func(a, b *model.MediaType) int {
		return cmp.Compare(notJSON(a), notJSON(b))
	})
}

func notJSON(m *model.MediaType) int {
	if kind, _ := kindOf(m.Type); kind == jsonBody {
		return 0
	}
	return 1
}

// header makes the value of a header. Content-Type is left to the body, as
// OpenAPI says ("Response Object", headers).
func (g *Generator) header(h *model.Header, problems *diag.List) (value string, ok bool, err error) {
	if strings.EqualFold(h.Name, "Content-Type") {
		return "", false, nil
	}
	n, err := g.headerValue(h, problems)
	if err != nil {
		return "", false, err
	}
	value = simpleStyle(n)
	if !isFieldValue(value) {
		problems.Warnf(h.Position, "ignored-header-value", "the value made for the header %q cannot stand in a header, so it is left out", h.Name)
		return "", false, nil
	}
	return value, true, nil
}

func (g *Generator) headerValue(h *model.Header, problems *diag.List) (*tree.Node, error) {
	for _, n := range given(h.Example, h.Examples) {
		if h.Schema == nil {
			return n, nil
		}
		p := g.check(conjunction{h.Schema}, n, response)
		if p == nil {
			return n, nil
		}
		warnExample(problems, n, h.Position, p)
	}
	if h.Schema == nil {
		return tree.NewString(word(&source{uint64(path(g.Seed).step(h.Name))})), nil
	}
	return g.named(h.Schema, h.Name)
}

// named makes a value of a header under its name, which tells what it is like.
func (g *Generator) named(s *model.Schema, name string) (*tree.Node, error) {
	g.effort = maxEffort
	out := g.enter(task{goal: conjunction{}.and(s), path: path(g.Seed).step(name), name: name, direction: response})
	if out.problem != nil {
		return nil, out.problem.diagnostic(s)
	}
	return out.node, nil
}

// simpleStyle writes a value in the style "simple" of OpenAPI, which headers
// have: items, or names and values in turn, with commas between.
func simpleStyle(n *tree.Node) string {
	var texts []string
	switch n.Kind {
	case tree.Sequence:
		for _, item := range n.Items {
			texts = append(texts, string(plainText(item)))
		}
	case tree.Mapping:
		for i := range n.Fields {
			texts = append(texts, n.Fields[i].Name, string(plainText(n.Fields[i].Value)))
		}
	default:
		return string(plainText(n))
	}
	return strings.Join(texts, ",")
}

// isFieldValue reports whether a text can be the value of a field (RFC 9110,
// section 5.5), in ASCII.
func isFieldValue(s string) bool {
	for i := range len(s) {
		if c := s[i]; c != '\t' && (c < ' ' || c > '~') {
			return false
		}
	}
	return strings.TrimSpace(s) == s
}
