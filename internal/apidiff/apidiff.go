// Package apidiff finds what breaks when one version of an API takes the place of
// another: for clients, which send requests and read responses as the old one describes
// them.
package apidiff

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/model"
)

// Changes are the differences between two versions.
type Changes struct {
	// Problems are errors, which break clients that follow the old version, and
	// warnings, which break those that expect no more than it has had so far.
	Problems diag.List
	Added    []string // operations that only the new version has: "GET /pets"
}

// Compare compares two versions of a model.
func Compare(before, after *model.API) Changes {
	c := &comparison{before: before, after: after}
	found := map[string]*model.Operation{}
	for _, o := range after.Operations {
		found[key(o)] = o
	}
	for _, o := range before.Operations {
		n := found[key(o)]
		delete(found, key(o))
		if n == nil {
			c.operation = name(o)
			c.change(diag.Error, "breaking-operation", after.Position, "the operation is removed")
			c.problems[len(c.problems)-1].Notes = []diag.Note{{Position: o.Position, Message: "the operation was here"}}
			continue
		}
		c.operations(o, n)
	}
	var added []string
	for _, o := range after.Operations {
		if found[key(o)] != nil {
			added = append(added, name(o))
		}
	}
	return Changes{Problems: c.problems, Added: added}
}

func name(o *model.Operation) string { return o.Method + " " + o.Path }

// key tells operations apart as requests do: by method, and path without the names of
// its parameters.
func key(o *model.Operation) string {
	var b strings.Builder
	b.WriteString(o.Method)
	for segment := range strings.SplitSeq(o.Path, "/") {
		switch {
		case strings.HasPrefix(segment, "{") && strings.HasSuffix(segment, "+}"):
			segment = "{+}"
		case strings.HasPrefix(segment, "{"):
			segment = "{}"
		}
		b.WriteString("/" + segment)
	}
	return b.String()
}

// comparison is one run.
type comparison struct {
	before, after *model.API
	operation     string // that is compared
	problems      diag.List
}

func (c *comparison) change(severity diag.Severity, rule string, at diag.Position, format string, args ...any) {
	c.problems.Add(diag.Diagnostic{Severity: severity, Rule: rule, Position: at, Message: c.operation + ": " + fmt.Sprintf(format, args...)})
}

// operations compares two versions of an operation.
func (c *comparison) operations(before, after *model.Operation) {
	c.operation = name(after)
	if before.ID != after.ID {
		c.change(diag.Warning, "breaking-name", after.Position, "the operationId is %s, was %s: generated code has other names", after.ID, before.ID)
	}
	c.security(before, after)
	c.parameters(before, after)
	c.requestBody(before, after)
	c.responses(before, after)
}

// parameters compares those that clients send.
func (c *comparison) parameters(before, after *model.Operation) {
	old := parametersOf(before)
	for _, n := range keyed(after) {
		o := old[n.key]
		delete(old, n.key)
		what := n.In + " parameter " + n.Name
		switch {
		case o == nil && n.Required:
			c.change(diag.Error, "breaking-parameter", n.Position, "%s is new and required", what)
		case o == nil:
		case !o.Required && n.Required:
			c.change(diag.Error, "breaking-parameter", n.Position, "%s is required, was optional", what)
		}
		if o == nil {
			continue
		}
		if styleOf(o) != styleOf(n.Parameter) {
			c.change(diag.Error, "breaking-parameter", n.Position, "%s is written in another way: %s, was %s", what, styleOf(n.Parameter), styleOf(o))
		}
		c.request(what, n.Position).compare("", o.Schema, n.Schema)
		for _, m := range n.Content {
			c.request(what, m.Position).compare("", schemaOf(o.Content, m.Type), m.Schema)
		}
	}
	for _, o := range keyed(before) {
		if old[o.key] != nil {
			c.change(diag.Warning, "breaking-parameter", after.Position, "%s parameter %s is removed: what clients send is ignored", o.In, o.Name)
		}
	}
}

// keyedParameter is a parameter with what it is found by: names in paths may change.
type keyedParameter struct {
	*model.Parameter
	key string
}

func keyed(o *model.Operation) []keyedParameter {
	path := o.PathParameters()
	var all []keyedParameter
	for _, p := range o.Parameters {
		key := p.In + " " + p.Name
		switch p.In {
		case "path":
			key = fmt.Sprint("path ", slices.Index(path, p.Name))
		case "header":
			key = strings.ToLower(key)
		}
		all = append(all, keyedParameter{p, key})
	}
	return all
}

func parametersOf(o *model.Operation) map[string]*model.Parameter {
	found := map[string]*model.Parameter{}
	for _, p := range keyed(o) {
		found[p.key] = p.Parameter
	}
	return found
}

// styleOf returns how the values of a parameter are written, defaults included.
func styleOf(p *model.Parameter) string {
	style := p.Style
	if style == "" {
		style = "simple"
		if p.In == "query" || p.In == "cookie" {
			style = "form"
		}
	}
	explode := style == "form"
	if p.Explode != nil {
		explode = *p.Explode
	}
	if explode {
		return style + ", exploded"
	}
	return style
}

func (c *comparison) requestBody(before, after *model.Operation) {
	o, n := before.RequestBody, after.RequestBody
	switch {
	case n == nil && o != nil:
		c.change(diag.Warning, "breaking-body", after.Position, "the request body is removed: what clients send is ignored")
	case n == nil:
	case o == nil && n.Required:
		c.change(diag.Error, "breaking-body", n.Position, "a request body is new and required")
	case o == nil:
	default:
		if n.Required && !o.Required {
			c.change(diag.Error, "breaking-body", n.Position, "the request body is required, was optional")
		}
		c.content("the request body", n.Position, o.Content, n.Content, true)
	}
}

// content compares bodies by content type.
func (c *comparison) content(what string, at diag.Position, before, after []*model.MediaType, request bool) {
	for _, o := range before {
		i := slices.IndexFunc(after, func(n *model.MediaType) bool { return strings.EqualFold(n.Type, o.Type) })
		if i < 0 {
			c.change(diag.Error, "breaking-body", at, "%s is no longer described as %s", what, o.Type)
			continue
		}
		s := c.response(what, after[i].Position)
		if request {
			s = c.request(what, after[i].Position)
		}
		s.compare("", o.Schema, after[i].Schema)
	}
}

func schemaOf(content []*model.MediaType, mediaType string) *model.Schema {
	for _, m := range content {
		if strings.EqualFold(m.Type, mediaType) {
			return m.Schema
		}
	}
	return nil
}

func (c *comparison) responses(before, after *model.Operation) {
	for _, o := range before.Responses {
		what := "response " + o.Status
		n := after.Response(o.Status)
		switch {
		case n != nil:
			c.headers(what, o, n)
			c.content(what, n.Position, o.Content, n.Content, false)
		case strings.HasPrefix(o.Status, "2"):
			c.change(diag.Error, "breaking-response", after.Position, "%s is removed", what)
		default:
			c.change(diag.Warning, "breaking-response", after.Position, "%s is removed", what)
		}
	}
}

func (c *comparison) headers(what string, before, after *model.Response) {
	for _, o := range before.Headers {
		i := slices.IndexFunc(after.Headers, func(n *model.Header) bool { return strings.EqualFold(n.Name, o.Name) })
		switch {
		case i < 0:
			severity := diag.Warning
			if o.Required {
				severity = diag.Error
			}
			c.change(severity, "breaking-header", after.Position, "%s: header %s is removed", what, o.Name)
		case o.Required && !after.Headers[i].Required:
			c.change(diag.Error, "breaking-header", after.Headers[i].Position, "%s: header %s may be absent, was required", what, o.Name)
		default:
			c.response(what+": header "+o.Name, after.Headers[i].Position).compare("", o.Schema, after.Headers[i].Schema)
		}
	}
}

// security reports ways to authenticate that clients have and that no longer suffice.
func (c *comparison) security(before, after *model.Operation) {
	old, now := alternatives(c.before, before), alternatives(c.after, after)
	for _, o := range old {
		if !slices.ContainsFunc(now, func(n model.SecurityRequirement) bool { return satisfies(o, n) }) {
			c.change(diag.Error, "breaking-security", after.Position, "callers with %s are refused: it takes %s", requirement(o), requirements(now))
		}
	}
}

// alternatives returns what callers may have; an empty one lets everybody in.
func alternatives(api *model.API, o *model.Operation) []model.SecurityRequirement {
	all := o.Security
	if all == nil {
		all = api.Security
	}
	if len(all) == 0 {
		return []model.SecurityRequirement{{}}
	}
	return all
}

// satisfies reports whether who has what one alternative asks for is let in by another.
func satisfies(has, asked model.SecurityRequirement) bool {
	return !slices.ContainsFunc(asked, func(a model.SchemeScopes) bool {
		return !slices.ContainsFunc(has, func(h model.SchemeScopes) bool {
			return h.Scheme == a.Scheme && !slices.ContainsFunc(a.Scopes, func(scope string) bool { return !slices.Contains(h.Scopes, scope) })
		})
	})
}

func requirements(all []model.SecurityRequirement) string {
	var words []string
	for _, r := range all {
		words = append(words, requirement(r))
	}
	return strings.Join(words, " or ")
}

func requirement(r model.SecurityRequirement) string {
	if len(r) == 0 {
		return "no credentials"
	}
	var words []string
	for _, s := range r {
		word := s.Scheme
		if len(s.Scopes) > 0 {
			word += " (" + strings.Join(s.Scopes, ", ") + ")"
		}
		words = append(words, word)
	}
	return strings.Join(words, " and ")
}
