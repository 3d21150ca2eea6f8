package sam

import (
	"slices"
	"strings"

	"github.com/gatewright/gatewright/internal/intrinsic"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/spec"
)

const allMethods = "DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT"

// addCORS adds an OPTIONS method to each path without one, as Cors of an API asks for: an
// origin, or a mapping. Its values are in single quotes, as API Gateway takes constants.
func (t *transformer) addCORS(a *api) {
	cors := a.properties.Get("Cors")
	if cors == nil {
		return
	}
	if _, _, isCall := intrinsic.Function(cors); isCall || !cors.Is(tree.Mapping) {
		cors = tree.NewObject("AllowOrigin", cors)
	}
	origin := cors.Get("AllowOrigin")
	if origin == nil {
		origin = tree.NewString("'*'")
	}
	credentials := t.isTrue(cors.Get("AllowCredentials"))
	if credentials && t.text(origin) == "'*'" {
		t.invalid(cors, a.resource, "AllowCredentials needs an AllowOrigin other than '*'")
	}
	known := map[string]string{} // paths without a slash at the end, which API Gateway takes for the same
	for path, item := range a.document.items() {
		if other, isKnown := known[strings.TrimSuffix(path, "/")]; isKnown && other != path || item.Get("options") != nil {
			continue
		}
		known[strings.TrimSuffix(path, "/")] = path
		allowed := cors.Get("AllowMethods")
		if allowed == nil {
			allowed = tree.NewString("'" + methodsOf(item) + "'")
		}
		headers := []tree.Field{{Name: "Allow-Origin", Value: origin}}
		for _, h := range []tree.Field{
			{Name: "Allow-Headers", Value: cors.Get("AllowHeaders")}, {Name: "Allow-Methods", Value: allowed}, {Name: "Max-Age", Value: cors.Get("MaxAge")},
		} {
			if h.Value != nil {
				headers = append(headers, h)
			}
		}
		if credentials {
			headers = append(headers, tree.Field{Name: "Allow-Credentials", Value: tree.NewString("'true'")})
		}
		preflight := intrinsic.From(a.node, a.document.preflight(headers))
		if a.managed {
			preflight = a.document.whenever(item, preflight)
		}
		item.Set("options", preflight)
	}
}

// methodsOf returns the methods of a path, and OPTIONS.
func methodsOf(item *tree.Node) string {
	if item.Get(spec.ExtAnyMethod) != nil {
		return allMethods
	}
	names := []string{"OPTIONS"}
	for name := range operations(item) {
		names = append(names, strings.ToUpper(name))
	}
	slices.Sort(names)
	return strings.Join(slices.Compact(names), ",")
}

// preflight returns the operation that responds to browsers with Access-Control headers.
func (d *document) preflight(headers []tree.Field) *tree.Node {
	parameters, described := tree.NewMapping(), tree.NewMapping()
	for _, h := range headers {
		name := "Access-Control-" + h.Name
		parameters.Set("method.response.header."+name, h.Value)
		header := tree.NewMapping()
		d.setType(header, "string")
		described.Set(name, header)
	}
	return tree.NewObject(
		"summary", tree.NewString("CORS support"),
		"responses", tree.NewObject("200", tree.NewObject("description", tree.NewString("Default response for CORS method"), "headers", described)),
		spec.ExtIntegration, tree.NewObject(
			"type", tree.NewString("mock"),
			"requestTemplates", tree.NewObject("application/json", tree.NewString("{\n  \"statusCode\" : 200\n}\n")),
			"responses", tree.NewObject("default", tree.NewObject(
				"statusCode", tree.NewString("200"),
				"responseParameters", parameters,
				"responseTemplates", tree.NewObject("application/json", tree.NewString("{}\n")),
			)),
		),
	)
}
