package integration

import (
	"regexp"
	"slices"
	"strings"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/model"
	"github.com/gatewright/gatewright/spec"
)

const jsonType = "application/json"

// variable is {name} or {name+} in a URI, or ${stageVariables.name} and other
// placeholders that are not ours to replace.
var variable = regexp.MustCompile(`\$?\{([^{}]*?)\+?\}`)

var parameterName = regexp.MustCompile(`^[a-zA-Z0-9._$-]+$`)

// isParameterName reports whether API Gateway can map a header or parameter of
// this name.
func isParameterName(name string) bool { return parameterName.MatchString(name) }

// uriParameters are what {name} in a URI may stand for besides the parameters of
// the operation's path.
type uriParameters struct {
	query   []string
	headers []string
}

// fill returns the URI as it is in a definition, where a greedy variable has no
// "+", and the mappings of its variables.
func (u uriParameters) fill(o *model.Operation, option, uri string) (string, []spec.Mapping, error) {
	sources := u.sources(o)
	var mappings []spec.Mapping
	var unknown []string
	filled := variable.ReplaceAllStringFunc(uri, func(text string) string {
		if text[0] == '$' {
			return text
		}
		name := strings.TrimSuffix(text[1:len(text)-1], "+")
		source := sources[name]
		switch target := "integration.request.path." + name; {
		case source == "":
			if !slices.Contains(unknown, name) {
				unknown = append(unknown, name)
			}
		case !slices.ContainsFunc(mappings, func(m spec.Mapping) bool { return m.Target == target }):
			mappings = append(mappings, spec.Mapping{Target: target, Source: source})
		}
		return "{" + name + "}"
	})
	if len(unknown) > 0 {
		return "", nil, u.unknown(o, option, unknown)
	}
	return filled, mappings, nil
}

func (u uriParameters) sources(o *model.Operation) map[string]string {
	sources := map[string]string{}
	for _, name := range u.headers {
		sources[name] = "method.request.header." + name
	}
	for _, name := range u.query {
		sources[name] = "method.request.querystring." + name
	}
	for _, name := range o.PathParameters() {
		sources[name] = "method.request.path." + name
	}
	return sources
}

func (u uriParameters) unknown(o *model.Operation, option string, names []string) error {
	known := slices.Concat(o.PathParameters(), u.query, u.headers)
	e := optionErrorf(option, "{%s} is not a parameter of the path %s", strings.Join(names, "} or {"), o.Path)
	if len(known) == 0 {
		e.Help = "the path has no parameters; list query parameters and headers to use them"
		return e
	}
	e.Help = "known are {" + strings.Join(known, "}, {") + "}"
	if near := diag.Nearest(names[0], known); near != "" {
		e.Help += "; did you mean {" + near + "}?"
	}
	return e
}

// takesBody reports whether requests with a method have a body worth passing on.
func takesBody(method string) bool {
	return method == "PUT" || method == "POST" || method == "PATCH" || method == "ANY"
}
