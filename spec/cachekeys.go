package spec

import (
	"regexp"
	"slices"
	"strings"
)

// requestPlaces are the places of method request parameters, as mappings, cache keys
// and $input.params name them, by those of OpenAPI.
var requestPlaces = []struct{ in, place string }{
	{"path", "path"}, {"query", "querystring"}, {"header", "header"},
}

// CacheKeys returns the parameters of the request on which the response of the integration
// may depend, in the words of cacheKeyParameters: those that it maps or names in a
// template, and for a proxy, which passes everything on, all that the operation declares.
// An integration that sees who calls depends on what the authorizer tells callers apart by.
// A response that has templates of several content types depends on Accept.
func (o *Operation) CacheKeys() []string {
	if o.Integration == nil {
		return nil
	}
	k := &cacheKeys{operation: o}
	k.integration(o.Integration)
	return k.names
}

// cacheKeys collects parameters, each once.
type cacheKeys struct {
	operation *Operation
	names     []string
}

func (k *cacheKeys) add(place, name string) {
	if key := "method.request." + place + "." + name; !slices.Contains(k.names, key) {
		k.names = append(k.names, key)
	}
}

func (k *cacheKeys) integration(i *Integration) {
	if i.IsProxy() {
		k.all("")
		k.caller()
	}
	for _, m := range i.RequestParameters {
		k.mapping(m.Source)
	}
	for _, t := range i.RequestTemplates {
		k.template(t.Text)
	}
	for _, r := range i.Responses {
		for _, m := range r.ResponseParameters {
			k.mapping(m.Source)
		}
		for _, t := range r.ResponseTemplates {
			k.template(t.Text)
		}
		if len(r.ResponseTemplates) > 1 {
			k.add("header", "Accept")
		}
	}
}

// all adds what the operation declares in one place, or in all for "".
func (k *cacheKeys) all(place string) {
	if place == "" || place == "path" {
		for _, name := range pathVariables(k.operation.Path) {
			k.add("path", name)
		}
	}
	for _, p := range k.operation.Parameters {
		for _, known := range requestPlaces {
			if p.In == known.in && (place == "" || place == known.place) {
				k.add(known.place, p.Name)
			}
		}
		if p.In == "cookie" && (place == "" || place == "header") {
			k.add("header", "Cookie")
		}
	}
}

// caller adds what the authorizer tells callers apart by.
func (k *cacheKeys) caller() {
	a := k.operation.Authorization.Authorizer
	switch {
	case a == nil:
	case a.Type == "request":
		for source := range strings.SplitSeq(a.IdentitySource, ",") {
			k.mapping(strings.TrimSpace(source))
		}
	case a.Header != "":
		k.add("header", a.Header)
	}
}

func (k *cacheKeys) mapping(source string) {
	switch {
	case strings.HasPrefix(source, "method.request."):
		place, name, _ := strings.Cut(strings.TrimPrefix(source, "method.request."), ".")
		if place = strings.TrimPrefix(place, "multivalue"); place != "body" && name != "" {
			k.add(place, name)
		}
	case seesCaller(source):
		k.caller()
	}
}

func seesCaller(text string) bool { return strings.Contains(text, "context.authorizer") }

// paramsCall finds calls of $input.params with their argument, and what follows a call
// without one: .querystring, .querystring.name or .querystring.get("name").
var paramsCall = regexp.MustCompile(`input\.params\(\s*([^()]*?)\s*\)(?:\.(path|querystring|header)\b(?:\.get\(\s*["']([^"']+)["']\s*\)|\.([A-Za-z][\w-]*)(\()?)?)?`)

func (k *cacheKeys) template(text string) {
	if seesCaller(text) {
		k.caller()
	}
	for _, m := range paramsCall.FindAllStringSubmatch(text, -1) {
		argument, place, name := m[1], m[2], m[3]
		if m[5] == "" && name == "" {
			name = m[4] // a method such as keySet() is not a name
		}
		switch {
		case len(argument) > 2 && strings.ContainsAny(argument[:1], `"'`) && argument[0] == argument[len(argument)-1]:
			k.named(argument[1 : len(argument)-1])
		case place != "" && name != "":
			k.add(place, name)
		default:
			k.all(place)
		}
	}
}

// named adds a parameter that is looked for in the path, the query string and the headers,
// in this order; one that is not declared may come in both of the latter.
func (k *cacheKeys) named(name string) {
	if slices.Contains(pathVariables(k.operation.Path), name) {
		k.add("path", name)
		return
	}
	for _, known := range requestPlaces[1:] {
		for _, p := range k.operation.Parameters {
			if p.In == known.in && (p.Name == name || p.In == "header" && strings.EqualFold(p.Name, name)) {
				k.add(known.place, p.Name)
				return
			}
		}
	}
	k.add("querystring", name)
	k.add("header", name)
}

// pathVariables returns the names in the braces of a path.
func pathVariables(path string) []string {
	var names []string
	for segment := range strings.SplitSeq(path, "/") {
		if name, ok := strings.CutPrefix(segment, "{"); ok {
			names = append(names, strings.TrimSuffix(strings.TrimSuffix(name, "}"), "+"))
		}
	}
	return names
}
