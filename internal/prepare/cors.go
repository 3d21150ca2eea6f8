package prepare

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gatewright/gatewright/authorizer"
	"github.com/gatewright/gatewright/integration"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model"
	"github.com/gatewright/gatewright/spec"
)

// sdkHeaders are those that browsers' AWS SDKs send to API Gateway.
var sdkHeaders = []string{"Content-Type", "X-Amz-Date", "Authorization", "X-Api-Key", "X-Amz-Security-Token", "X-Amz-User-Agent"}

var anyMethods = []string{"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"}

const (
	allowOrigin    = "Access-Control-Allow-Origin"
	overrideOrigin = "$context.responseOverride.header." + allowOrigin
)

// cors is how the API answers browsers, worked out.
type cors struct {
	origins     []string
	methods     []string // empty: those of the path
	headers     string
	credentials bool
	expose      string
	maxAge      *time.Duration
	binary      bool // all content types count as binary
}

func (p *preparation) newCORS() *cors {
	c := p.in.CORS
	return &cors{
		origins:     c.AllowOrigins,
		methods:     c.AllowMethods,
		headers:     strings.Join(p.allowedHeaders(), ","),
		credentials: c.AllowCredentials,
		expose:      strings.Join(c.ExposeHeaders, ","),
		maxAge:      c.MaxAge,
		binary:      p.binary.has(everything),
	}
}

// allowedHeaders are the user's or those of SDKs, and all that the model and the
// authorizers ask callers for.
func (p *preparation) allowedHeaders() []string {
	var all []string
	seen := map[string]bool{}
	add := func(names ...string) {
		for _, name := range names {
			if key := strings.ToLower(name); !seen[key] {
				seen[key] = true
				all = append(all, name)
			}
		}
	}
	if p.in.CORS.AllowHeaders == nil {
		add(sdkHeaders...)
	}
	add(p.in.CORS.AllowHeaders...)
	if seen["*"] {
		return []string{"*"}
	}
	for _, o := range p.api.Operations {
		for _, q := range o.Parameters {
			if q.In == "header" {
				add(q.Name)
			}
		}
	}
	for _, a := range p.authorizers {
		add(a.RequestHeaders()...)
	}
	if p.in.APIKeys != nil {
		add(authorizer.APIKeyHeader)
	}
	return all
}

// several reports whether the response depends on who asks.
func (c *cors) several() bool { return c != nil && len(c.origins) > 1 }

// parameters are the headers of a response that do not depend on the request.
func (c *cors) parameters(prefix string) []spec.Mapping {
	var mappings []spec.Mapping
	set := func(name, value string) {
		mappings = append(mappings, spec.Mapping{Target: prefix + name, Source: "'" + value + "'"})
	}
	if c.several() {
		set("Vary", "Origin")
	} else {
		set(allowOrigin, c.origins[0])
	}
	if c.credentials {
		set("Access-Control-Allow-Credentials", "true")
	}
	return mappings
}

func (c *cors) responseParameters(prefix string) []spec.Mapping {
	mappings := c.parameters(prefix)
	if c.expose != "" {
		mappings = append(mappings, spec.Mapping{Target: prefix + "Access-Control-Expose-Headers", Source: "'" + c.expose + "'"})
	}
	return mappings
}

// template answers an allowed origin with itself. It prints nothing.
func (c *cors) template() string {
	conditions := make([]string, len(c.origins))
	for i, origin := range c.origins {
		conditions[i] = "$origin == '" + origin + "'"
	}
	return `#set($origin = $input.params().header.get("Origin"))` +
		`#if($origin == "")#set($origin = $input.params().header.get("origin"))#end` + // browsers over HTTP/2
		`#if(` + strings.Join(conditions, " || ") + `)#set(` + overrideOrigin + ` = $origin)#end`
}

// addTo adds the headers to all responses of an integration that set none themselves.
// With several origins the backend chooses the one of a binary response.
func (c *cors) addTo(i *spec.Integration, o *model.Operation, isBinary func(spec.IntegrationResponse) bool) {
	responses := slices.Clone(i.Responses)
	for k := range responses {
		r := &responses[k]
		if setsHeader(*r, allowOrigin) {
			continue
		}
		r.ResponseParameters = slices.Clone(r.ResponseParameters)
		for _, m := range c.responseParameters(responseHeader) {
			if !setsHeader(*r, strings.TrimPrefix(m.Target, responseHeader)) {
				r.ResponseParameters = append(r.ResponseParameters, m)
			}
		}
		switch {
		case c.several() && isBinary(*r):
			r.ResponseParameters = append(r.ResponseParameters, backendOrigin)
			c.sendOrigin(i, o)
		case c.several():
			r.ResponseTemplates = c.override(r, o)
		}
	}
	i.Responses = responses
}

// backendOrigin returns the origin that the backend allows.
var backendOrigin = spec.Mapping{Target: responseHeader + allowOrigin, Source: "integration.response.header." + allowOrigin}

// lowerCaseOrigin is a template that sends the origin of a client over HTTP/2 to the
// backend. It prints nothing.
const lowerCaseOrigin = `#set($origin = $input.params().header.get("origin"))#if($origin == "")#else` +
	`#set($context.requestOverride.header.Origin = $origin)#end`

// sendOrigin has an integration send the origin of a request to its backend. A mapping
// reads a header by its exact name, and browsers over HTTP/2 write it in lower case: a
// template reads that one. Where requests have bodies but no template, there is only the
// mapping, because a template would have to reproduce the body.
func (c *cors) sendOrigin(i *spec.Integration, o *model.Operation) {
	const target = "integration.request.header.Origin"
	if slices.ContainsFunc(i.RequestParameters, func(m spec.Mapping) bool { return strings.EqualFold(m.Target, target) }) {
		return
	}
	i.RequestParameters = append(slices.Clip(i.RequestParameters), spec.Mapping{Target: target, Source: "method.request.header.Origin"})
	templates := slices.Clone(i.RequestTemplates)
	if len(templates) == 0 && o.RequestBody == nil {
		templates = []spec.Template{{ContentType: "application/json"}}
	}
	if i.RequestTemplates = prefixed(lowerCaseOrigin, templates); c.binary && len(templates) > 0 && i.ContentHandling == "" {
		i.ContentHandling = spec.ConvertToText
	}
}

// prefixed puts a template before each of several.
func prefixed(prefix string, templates []spec.Template) []spec.Template {
	for i := range templates {
		templates[i].Text = join(prefix, templates[i].Text)
		templates[i].Node = nil
	}
	return templates
}

func setsHeader(r spec.IntegrationResponse, name string) bool {
	return slices.ContainsFunc(r.ResponseParameters, func(m spec.Mapping) bool {
		return strings.EqualFold(m.Target, responseHeader+name)
	})
}

// override puts the template for the origin before each of a response's own. A
// response without any gets one for each of its content types, which prints the
// backend's body.
func (c *cors) override(r *spec.IntegrationResponse, o *model.Operation) []spec.Template {
	templates := slices.Clone(r.ResponseTemplates)
	if len(templates) == 0 {
		text := ""
		if hasBody(o, r.StatusCode) {
			text = "$input.body"
		}
		for _, t := range contentTypes(o, r.StatusCode) {
			templates = append(templates, spec.Template{ContentType: t, Text: text})
		}
	}
	return prefixed(c.template(), templates)
}

// join returns two templates as one: "#end" followed by a letter would be a directive of
// another name.
func join(first, second string) string {
	if second != "" && isWordByte(second[0]) {
		return first + "#**#" + second
	}
	return first + second
}

func isWordByte(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '_' || b == '-'
}

func hasBody(o *model.Operation, status string) bool {
	if o.Method == http.MethodHead || status == "204" || status == "304" {
		return false
	}
	declared := integration.ResponseFor(o, status)
	return declared == nil || len(declared.Content) > 0
}

func contentTypes(o *model.Operation, status string) []string {
	var types []string
	if declared := integration.ResponseFor(o, status); declared != nil {
		for _, m := range declared.Content {
			t, _, _ := strings.Cut(m.Type, ";")
			if t = strings.TrimSpace(t); !strings.Contains(t, "*") && !slices.Contains(types, t) {
				types = append(types, t)
			}
		}
	}
	if len(types) == 0 {
		types = []string{"application/json"}
	}
	return types
}

// preflight is the OPTIONS operation of a path that has none of its own.
func (c *cors) preflight(path string, present []string, item *tree.Node) *tree.Node {
	response := spec.IntegrationResponse{Pattern: spec.DefaultResponse, StatusCode: "204", ResponseParameters: c.preflightHeaders(present)}
	if c.several() {
		response.ResponseTemplates = []spec.Template{{ContentType: "application/json", Text: c.template()}}
	}
	i := &spec.Integration{
		Type:                spec.Mock,
		PassthroughBehavior: spec.Never,
		RequestTemplates:    []spec.Template{{ContentType: "application/json", Text: `{"statusCode": 204}`}},
	}
	if c.binary { // else the request does not reach the template and the response is 500
		i.ContentHandling, response.ContentHandling = spec.ConvertToText, spec.ConvertToText
	}
	i.Responses = []spec.IntegrationResponse{response}
	n := tree.NewMapping(
		tree.Field{Name: "summary", Value: tree.NewString("Cross-origin preflight")},
	)
	if parameters := preflightParameters(path, item.Get("parameters")); len(parameters.Items) > 0 {
		n.Set("parameters", parameters)
	}
	n.Set("responses", tree.NewMapping(tree.Field{Name: "204", Value: withHeaders(newResponse("204"), answeredHeaders(response))}))
	n.Set("security", tree.NewSequence())
	n.Set(spec.ExtAuth, authNone)
	n.Set(spec.ExtIntegration, i.Node())
	return n
}

var authNone = tree.NewMapping(tree.Field{Name: "type", Value: tree.NewString(spec.AuthNone)})

func (c *cors) preflightHeaders(present []string) []spec.Mapping {
	mappings := c.parameters(responseHeader)
	set := func(name, value string) {
		mappings = append(mappings, spec.Mapping{Target: responseHeader + name, Source: "'" + value + "'"})
	}
	set("Access-Control-Allow-Methods", strings.Join(c.allowedMethods(present), ","))
	set("Access-Control-Allow-Headers", c.headers)
	if c.maxAge != nil {
		set("Access-Control-Max-Age", strconv.Itoa(max(int(c.maxAge.Seconds()), -1)))
	}
	return mappings
}

func (c *cors) allowedMethods(present []string) []string {
	switch {
	case len(c.methods) > 0:
		return c.methods
	case slices.Contains(present, spec.AnyMethod):
		return anyMethods
	}
	return append(slices.Clone(present), "OPTIONS")
}

// preflightParameters declares the variables of the path, as OpenAPI demands, and
// makes those optional that the path demands of all its operations: a preflight
// sends none of them.
func preflightParameters(path string, ofPath *tree.Node) *tree.Node {
	parameters := tree.NewSequence()
	if ofPath == nil {
		ofPath = tree.NewSequence()
	}
	o := model.Operation{Path: path}
	for _, name := range o.PathParameters() {
		if !listsParameter(ofPath, "path", name) {
			parameters.Items = append(parameters.Items, newParameter("path", name, true))
		}
	}
	for _, n := range ofPath.Items {
		if in := n.Get("in").Str(); in != "path" && n.Get("required").True() {
			parameters.Items = append(parameters.Items, newParameter(in, n.Get("name").Str(), false))
		}
	}
	return parameters
}
