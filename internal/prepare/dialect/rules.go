package dialect

import (
	"slices"

	"github.com/gatewright/gatewright/internal/tree"
)

// rule says what becomes of a keyword of a schema. A keyword without a rule has no
// effect on validation and no place in OpenAPI 3.0: it is left out.
type rule struct {
	write func(w *writer, f tree.Field)
	note  bool // the keyword describes, and allows or refuses nothing

	// lost reports whether leaving the keyword out, or writing it as the rule does,
	// accepts more values. Nil: never.
	lost func(t *translation, n, v *tree.Node) bool
}

// rules are the whole dialect: what OpenAPI 3.0's Schema Object and draft 4 of JSON
// Schema both have is kept, and the rest is expressed by it or left out.
var rules map[string]rule

func init() { //nolint:gochecknoinits // the rules refer to what reads them
	rules = map[string]rule{
		"title": {write: keep, note: true}, "description": {write: keep, note: true}, "default": {write: keep, note: true},
		"example": {write: keep, note: true}, "externalDocs": {write: keep, note: true}, "xml": {write: keep, note: true},
		"deprecated": {write: keep, note: true}, "readOnly": {write: keep, note: true}, "writeOnly": {write: keep, note: true},
		"examples":      {write: (*writer).firstExample, note: true},
		"discriminator": {write: (*writer).discriminator, note: true},

		"type":     {write: (*writer).types},
		"nullable": {write: (*writer).nullable},
		"enum":     {write: (*writer).enum, lost: losesValues},
		"const":    {write: (*writer).enum, lost: losesValues},
		"format":   {write: keep},

		"minimum":          {write: (*writer).minimum, lost: losesPrecision},
		"exclusiveMinimum": {write: (*writer).minimum, lost: losesPrecision},
		"maximum":          {write: (*writer).maximum, lost: losesPrecision},
		"exclusiveMaximum": {write: (*writer).maximum, lost: losesPrecision},
		"multipleOf":       {write: (*writer).multipleOf, lost: losesPrecision},

		"minLength": {write: (*writer).count}, "maxLength": {write: (*writer).count},
		"minItems": {write: (*writer).count}, "maxItems": {write: (*writer).count},
		"minProperties": {write: (*writer).count}, "maxProperties": {write: (*writer).count},
		"pattern":     {write: (*writer).pattern, lost: func(_ *translation, _, v *tree.Node) bool { return !isES5(v.Str()) }},
		"uniqueItems": {write: keep},

		"items":       {write: (*writer).items},
		"prefixItems": {write: (*writer).items, lost: hasItems},
		"contains": {lost: func(_ *translation, n, _ *tree.Node) bool {
			return !isZero(n.Get("minContains")) || n.Get("maxContains") != nil
		}},

		"properties":            {write: (*writer).properties},
		"required":              {write: (*writer).required},
		"additionalProperties":  {write: (*writer).additionalProperties},
		"patternProperties":     {write: (*writer).additionalProperties, lost: hasFields},
		"unevaluatedProperties": {write: (*writer).additionalProperties, lost: losesUnevaluated},
		"propertyNames":         {lost: restricts},
		"dependentRequired":     {lost: hasFields},
		"dependentSchemas":      {lost: hasFields},
		"dependencies":          {lost: hasFields},
		"unevaluatedItems":      {lost: restricts},
		"additionalItems": {lost: func(_ *translation, n, v *tree.Node) bool {
			return n.Get("items").Is(tree.Sequence) && restricts(nil, nil, v)
		}},

		"$ref":          {write: (*writer).reference},
		"$dynamicRef":   {lost: always},
		"$recursiveRef": {lost: always},
		"if":            {lost: func(_ *translation, n, _ *tree.Node) bool { return n.Get("then") != nil || n.Get("else") != nil }},
		"not":           {write: (*writer).not},
		"allOf":         {write: (*writer).parts},
		"anyOf":         {write: (*writer).parts},
		"oneOf":         {write: (*writer).oneOf},
	}
}

func keep(w *writer, f tree.Field) { w.put(f) }

func always(*translation, *tree.Node, *tree.Node) bool { return true }

func hasFields(_ *translation, _, v *tree.Node) bool { return len(v.Fields) > 0 }

func hasItems(_ *translation, _, v *tree.Node) bool { return len(v.Items) > 0 }

// restricts reports whether a schema may refuse something.
func restricts(_ *translation, _, v *tree.Node) bool {
	return !v.True() && (v.Is(tree.Bool) || v.Is(tree.Mapping) && len(v.Fields) > 0)
}

func isZero(n *tree.Node) bool {
	i, ok := n.Int()
	return ok && i == 0
}

// losesUnevaluated reports whether unevaluatedProperties is more than
// additionalProperties: it is not where nothing else could evaluate a property.
func losesUnevaluated(t *translation, n, v *tree.Node) bool {
	return restricts(t, n, v) && !isPlainlyClosed(n)
}

func isPlainlyClosed(n *tree.Node) bool {
	return !slices.ContainsFunc([]string{"additionalProperties", "$ref", "allOf", "anyOf", "oneOf", "if", "dependentSchemas", "$dynamicRef"},
		func(name string) bool { return n.Get(name) != nil })
}

// isAlias reports whether a schema is but another name of the one it refers to.
func (t *translation) isAlias(n *tree.Node) bool {
	return n.Get("$ref").Is(tree.String) && (t.refAlone || len(n.Fields) == 1)
}

// types returns the types of a schema's values, and whether it allows null where
// it names a type.
func (t *translation) types(n *tree.Node) (names []string, null bool) {
	null = t.nullable && n.Get("nullable").True()
	switch v := n.Get("type"); {
	case v.Is(tree.String):
		names = []string{v.Text}
	case v.Is(tree.Sequence):
		names = v.Strings()
	}
	if slices.Contains(names, "null") {
		null = true
	}
	both := slices.Contains(names, "number")
	var kept []string
	for _, name := range names {
		if name != "null" && (!both || name != "integer") && !slices.Contains(kept, name) {
			kept = append(kept, name)
		}
	}
	return kept, null
}

// valueKeywords hold for null as for any other value.
var valueKeywords = []string{"enum", "const", "allOf", "anyOf", "oneOf", "not", "$ref"}

func hasValueKeywords(n *tree.Node) bool {
	return slices.ContainsFunc(valueKeywords, func(name string) bool { return n.Get(name) != nil })
}

// guessesNull reports whether null is accepted because the author certainly meant
// it, although a keyword next to nullable refuses it by the letter.
func (t *translation) guessesNull(n *tree.Node) bool {
	if !t.nullable || !n.Get("nullable").True() || !hasValueKeywords(n) {
		return false
	}
	values, _ := t.enumOf(n)
	others := slices.ContainsFunc([]string{"allOf", "anyOf", "oneOf", "not"}, func(name string) bool { return n.Get(name) != nil })
	return others || !slices.ContainsFunc(values, func(v *tree.Node) bool { return v.Is(tree.Null) })
}
