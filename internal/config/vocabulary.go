package config

import (
	"slices"
	"strings"

	"github.com/gatewright/gatewright/internal/vocabulary"
)

// options returns the keys of the options of groups. An option of several groups is one
// key.
func options(groups ...*vocabulary.Group) []key {
	var keys []key
	for _, g := range groups {
		for _, o := range g.All() {
			if !slices.ContainsFunc(keys, func(k key) bool { return k.name == o.Name }) {
				keys = append(keys, key{name: o.Name, shape: shapeOf(o), required: o.Required})
			}
		}
	}
	return keys
}

// with replaces keys by others of the same name, and adds the rest.
func with(keys []key, others ...key) []key {
	for _, other := range others {
		if i := slices.IndexFunc(keys, func(k key) bool { return k.name == other.name }); i >= 0 {
			keys[i] = other
		} else {
			keys = append(keys, other)
		}
	}
	return keys
}

// optionally returns keys of which some need not be there.
func optionally(keys []key, names ...string) []key {
	for i, k := range keys {
		if slices.Contains(names, k.name) {
			keys[i].required = false
		}
	}
	return keys
}

// shapeOf describes the value of an option.
func shapeOf(o vocabulary.Option) *shape {
	s := shapeOfType(o.Type)
	s.doc = strings.TrimSpace(o.Doc + " " + o.Type.Note)
	switch literal, ok := o.Literal(); {
	case ok:
		s.fallback = literal
	case o.Default != "":
		s.doc += " Default: " + o.Default + "."
	}
	return s
}

func shapeOfType(t vocabulary.Type) *shape {
	switch t.Kind {
	case vocabulary.Texts:
		if t.Values != nil {
			return list("", oneOf("", t.Values...))
		}
		return texts("")
	case vocabulary.Mapping:
		return named("", text(""))
	case vocabulary.Boolean:
		return boolean("")
	case vocabulary.Integer:
		return integer("", t.Min, t.Max)
	case vocabulary.Duration:
		return duration("", t.Between[0], t.Between[1])
	case vocabulary.Enum:
		return oneOf("", t.Values...)
	case vocabulary.Responses:
		return responseSetFormat()
	case vocabulary.List:
		return list("", object(t.Of.Doc, options(t.Of)...))
	default:
		return text("")
	}
}

// renamed are keys that had other names.
var renamed = map[string]string{
	"cors":                   "corsOptions",
	"apiKeys":                "apiKeyOptions",
	"minimumCompressionSize": "minCompressionSize",
	"queryParameters":        "queryStringRequestParameters",
	"headers":                "headerRequestParameters",
	"responses":              "integrationResponseSet",
	"passthrough":            "defaultPassthrough",
	"s3JsonErrors":           "s3JsonErrorMessage",
	"allow":                  "resource",
	"scopes":                 "authorizationScopes",
	"userPoolArns":           "userPools",
	"identitySources":        "identitySource",
	"ttl":                    "resultsCacheTtl",
	"validation":             "identityValidationExpression",
}

// authorizerType is a type of authorizers.
type authorizerType struct {
	name    string
	options []vocabulary.Option // besides the name and the type
}

var authorizerTypes = []authorizerType{
	{"cognito", without(vocabulary.Cognito, "authorizerId")},
	{"jwt", optionalIn(vocabulary.JWT, "authorizerId")},
	{"token", without(vocabulary.Custom, "authorizerId", "type")},
	{"request", without(vocabulary.Custom, "authorizerId", "type", "identityValidationExpression")},
}

func without(g *vocabulary.Group, names ...string) []vocabulary.Option {
	return slices.DeleteFunc(slices.Clone(g.All()), func(o vocabulary.Option) bool { return slices.Contains(names, o.Name) })
}

// optionalIn returns the options of a group, of which one need not be there.
func optionalIn(g *vocabulary.Group, name string) []vocabulary.Option {
	options := slices.Clone(g.All())
	for i := range options {
		options[i].Required = options[i].Required && options[i].Name != name
	}
	return options
}

// authorizerKeys returns the keys of all types of authorizers, each with the types that
// have it.
func authorizerKeys() []key {
	types := make([]string, len(authorizerTypes))
	for i, t := range authorizerTypes {
		types[i] = t.name
	}
	keys := []key{required("type", oneOf("Who decides: a Cognito user pool, issuers of JSON Web Tokens, or a Lambda function that gets a token or the request.", types...))}
	for _, t := range authorizerTypes {
		for _, o := range t.options {
			if !slices.ContainsFunc(keys, func(k key) bool { return k.name == o.Name }) {
				s := shapeOf(o)
				s.doc += " (" + strings.Join(typesWith(o.Name), ", ") + ")"
				keys = append(keys, optional(o.Name, s))
			}
		}
	}
	return keys
}

// typesWith returns the types of authorizers that have an option.
func typesWith(name string) []string {
	var types []string
	for _, t := range authorizerTypes {
		if t.has(name) {
			types = append(types, t.name)
		}
	}
	return types
}

func (t authorizerType) has(name string) bool {
	return slices.ContainsFunc(t.options, func(o vocabulary.Option) bool { return o.Name == name })
}

// typeOf returns the type of authorizers of a name, which is one of those that there are.
func typeOf(name string) authorizerType {
	i := slices.IndexFunc(authorizerTypes, func(t authorizerType) bool { return t.name == name })
	if i < 0 {
		return authorizerType{}
	}
	return authorizerTypes[i]
}
