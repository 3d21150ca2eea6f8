package openapi_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model"
)

// dumpOperations writes what golden files show of a model's operations.
func dumpOperations(api *model.API) string {
	d := &dumper{seen: map[*model.Schema]bool{}}
	d.linef(0, "%s %s (OpenAPI %s), files: %s", api.Title, api.Version, api.OpenAPI, strings.Join(api.Files, " "))
	d.security(0, api.Security)
	for _, s := range api.SecuritySchemes {
		d.linef(0, "security scheme %s: %s %s %s @ %s", s.Name, s.Type, s.In, s.KeyName, s.Position)
	}
	for _, o := range api.Operations {
		d.operation(o)
	}
	return d.String()
}

// dumpSchemas writes the named schemas.
func dumpSchemas(api *model.API) string {
	d := &dumper{seen: map[*model.Schema]bool{}}
	for _, s := range api.Schemas {
		d.linef(0, "%s @ %s", s.Name, s.Position)
		d.body(1, s)
	}
	return d.String()
}

func dumpDocument(t *testing.T, api *model.API) string {
	text, err := api.Document.YAML()
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

type dumper struct {
	strings.Builder
	seen map[*model.Schema]bool
}

func (d *dumper) linef(depth int, format string, args ...any) {
	line := strings.TrimRight(fmt.Sprintf(format, args...), " ")
	d.WriteString(strings.Repeat("  ", depth) + line + "\n")
}

func flags(set map[string]bool, order ...string) string {
	var all string
	for _, name := range order {
		if set[name] {
			all += " " + name
		}
	}
	return all
}

func (d *dumper) operation(o *model.Operation) {
	d.linef(0, "%s: %s %s%s @ %s", o.ID, o.Method, o.Path, flags(map[string]bool{"deprecated": o.Deprecated}, "deprecated"), o.Position)
	if len(o.Tags) > 0 {
		d.linef(1, "tags: %s", strings.Join(o.Tags, " "))
	}
	d.security(1, o.Security)
	for _, p := range o.Parameters {
		d.linef(1, "%s %s%s @ %s", p.In, p.Name, flags(map[string]bool{"required": p.Required, "deprecated": p.Deprecated}, "required", "deprecated"), p.Position)
		d.schema(2, p.Schema)
		d.content(2, p.Content)
		d.examples(2, p.Example, p.Examples)
	}
	if o.RequestBody != nil {
		d.linef(1, "body%s @ %s", flags(map[string]bool{"required": o.RequestBody.Required}, "required"), o.RequestBody.Position)
		d.content(2, o.RequestBody.Content)
	}
	for _, r := range o.Responses {
		d.linef(1, "%s %q @ %s", r.Status, r.Description, r.Position)
		for _, h := range r.Headers {
			d.linef(2, "header %s%s @ %s", h.Name, flags(map[string]bool{"required": h.Required}, "required"), h.Position)
			d.schema(3, h.Schema)
		}
		d.content(2, r.Content)
	}
}

func (d *dumper) security(depth int, requirements []model.SecurityRequirement) {
	if requirements != nil && len(requirements) == 0 {
		d.linef(depth, "security: none")
	}
	for _, r := range requirements {
		var names []string
		for _, s := range r {
			names = append(names, strings.TrimSpace(s.Scheme+" "+strings.Join(s.Scopes, ",")))
		}
		d.linef(depth, "security: %s", strings.Join(names, " and "))
	}
}

func (d *dumper) content(depth int, types []*model.MediaType) {
	for _, m := range types {
		d.linef(depth, "%s", m.Type)
		d.schema(depth+1, m.Schema)
		d.examples(depth+1, m.Example, m.Examples)
	}
}

func (d *dumper) examples(depth int, one *tree.Node, named []*model.Example) {
	if one != nil {
		d.linef(depth, "example %s", one.JSON(false))
	}
	for _, e := range named {
		d.linef(depth, "example %s: %s", e.Name, e.Value.JSON(false))
	}
}

// schema writes a named schema by its name and others in full.
func (d *dumper) schema(depth int, s *model.Schema) {
	switch {
	case s == nil:
	case s.Name != "":
		d.linef(depth, "%s", s.Name)
	default:
		d.body(depth, s)
	}
}

func (d *dumper) body(depth int, s *model.Schema) {
	if d.seen[s] {
		d.linef(depth, "(again)")
		return
	}
	d.seen[s] = true
	d.linef(depth, "%s", summary(s))
	d.part(depth, "items", s.Items)
	d.parts(depth, "prefixItems", s.PrefixItems)
	d.part(depth, "contains", s.Contains)
	for _, p := range s.Properties {
		d.linef(depth, ".%s%s", p.Name, flags(map[string]bool{"required": p.Required}, "required"))
		d.schema(depth+1, p.Schema)
	}
	for _, p := range s.PatternProperties {
		d.linef(depth, "./%s/", p.Pattern)
		d.schema(depth+1, p.Schema)
	}
	d.part(depth, "propertyNames", s.PropertyNames)
	d.part(depth, "additionalProperties", s.AdditionalProperties)
	d.parts(depth, "allOf", s.AllOf)
	d.parts(depth, "oneOf", s.OneOf)
	d.parts(depth, "anyOf", s.AnyOf)
	d.part(depth, "not", s.Not)
	if s.Discriminator != nil {
		d.linef(depth, "discriminator %s", s.Discriminator.PropertyName)
		for _, m := range s.Discriminator.Mapping {
			d.linef(depth+1, "%s: %s", m.Value, m.Schema.Name)
		}
	}
}

func (d *dumper) part(depth int, name string, s *model.Schema) {
	if s != nil {
		d.linef(depth, "%s", name)
		d.schema(depth+1, s)
	}
}

func (d *dumper) parts(depth int, name string, list []*model.Schema) {
	for _, s := range list {
		d.part(depth, name, s)
	}
}

// summary returns what a schema says by itself.
func summary(s *model.Schema) string {
	parts := []string{strings.Join(s.Types, "|")}
	if len(s.Types) == 0 {
		parts[0] = "any"
	}
	add := func(present bool, format string, args ...any) {
		if present {
			parts = append(parts, fmt.Sprintf(format, args...))
		}
	}
	if s.Always != nil {
		return fmt.Sprint("always ", *s.Always)
	}
	add(s.Nullable, "nullable")
	add(s.Format != "", "format=%s", s.Format)
	add(s.Title != "", "title=%q", s.Title)
	add(s.Description != "", "description=%q", s.Description)
	add(s.Enum != nil, "enum=%s", tree.NewSequence(s.Enum...).JSON(false))
	add(s.Const != nil, "const=%s", json(s.Const))
	add(s.Default != nil, "default=%s", json(s.Default))
	add(s.Example != nil, "example=%s", json(s.Example))
	add(s.Examples != nil, "examples=%s", tree.NewSequence(s.Examples...).JSON(false))
	add(s.Minimum != nil, "minimum=%v exclusive=%v", s.Minimum, s.ExclusiveMinimum)
	add(s.Maximum != nil, "maximum=%v exclusive=%v", s.Maximum, s.ExclusiveMaximum)
	add(s.MultipleOf != nil, "multipleOf=%v", s.MultipleOf)
	for _, c := range []struct {
		name  string
		value *int
	}{
		{"minLength", s.MinLength}, {"maxLength", s.MaxLength}, {"minItems", s.MinItems}, {"maxItems", s.MaxItems},
		{"minContains", s.MinContains}, {"maxContains", s.MaxContains},
		{"minProperties", s.MinProperties}, {"maxProperties", s.MaxProperties},
	} {
		if c.value != nil {
			add(true, "%s=%d", c.name, *c.value)
		}
	}
	add(s.Pattern != "", "pattern=%s", s.Pattern)
	add(s.UniqueItems, "uniqueItems")
	add(s.Required != nil, "required=%v", s.Required)
	add(s.DependentRequired != nil, "dependentRequired=%v", s.DependentRequired)
	add(s.ReadOnly, "readOnly")
	add(s.WriteOnly, "writeOnly")
	add(s.Deprecated, "deprecated")
	return strings.Join(parts, " ")
}

func json(n *tree.Node) string {
	if n == nil {
		return ""
	}
	return string(n.JSON(false))
}
