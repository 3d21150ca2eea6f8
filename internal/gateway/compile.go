package gateway

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/gateway/validate"
	"github.com/gatewright/gatewright/internal/pattern"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/spec"
)

// defaultTimeout is how long an integration may take unless it says otherwise.
const defaultTimeout = 29 * time.Second

// compiler makes operations ready to serve and collects what is wrong with them.
type compiler struct {
	gateway  *Gateway
	root     *tree.Node
	problems *diag.List
	guards   guards
}

func newCompiler(g *Gateway, root *tree.Node, problems *diag.List) *compiler {
	c := &compiler{gateway: g, root: root, problems: problems}
	c.guards = guards{compiler: c, lambda: map[*spec.Authorizer]*lambdaGuard{}}
	return c
}

// RuleUnservedPath is the rule of the diagnostic that an operation is not served,
// because of its path. What API Gateway refuses of it, limits.Check reports.
const RuleUnservedPath = "unserved-path"

func (c *compiler) add(o *spec.Operation) {
	name := o.Method + " " + o.Path
	defer c.place(len(*c.problems), o)
	op := &operation{
		Operation:   o,
		name:        name,
		resourceID:  idOf(c.gateway.options.APIID+o.Path, 6),
		validator:   c.validator(o),
		responses:   c.responseCheck(o),
		integration: c.integration(o),
		guard:       c.guards.guard(o),
	}
	c.setUp(op)
	if err := c.gateway.routes.Add(o.Method, o.Path, op); err != nil {
		c.gateway.unserved[o] = true
		c.problems.Warnf(o.Position, RuleUnservedPath, "%s is not served: %v", operationName(o), err)
	}
}

// place returns the problems of an operation, from the first on, that are in what was made
// and not written the place of the operation.
func (c *compiler) place(first int, o *spec.Operation) {
	for i := range (*c.problems)[first:] {
		if d := &(*c.problems)[first+i]; !d.Position.IsValid() {
			d.Position = o.Position
		}
	}
}

func (c *compiler) validator(o *spec.Operation) *validate.Validator {
	if !o.Validator.Body && !o.Validator.Parameters {
		return nil
	}
	v, problems := validate.Compile(c.root, o)
	c.problems.Add(problems...)
	return v
}

func (c *compiler) integration(o *spec.Operation) *integration {
	if o.Integration == nil {
		c.problems.Errorf(o.Position, "missing-integration", "%s has no integration", operationName(o))
		return nil
	}
	i := &integration{
		Integration: o.Integration,
		timeout:     defaultTimeout,
		mappings:    compileRequestMappings(o.Integration, c.problems),
		templates:   c.templates(o, o.Integration.RequestTemplates),
	}
	if ms := o.Integration.TimeoutInMillis; ms > 0 {
		i.timeout = time.Duration(ms) * time.Millisecond
	}
	i.illegal = illegalTarget(i.Type, i.mappings)
	c.warnIntegration(o)
	i.backend = c.backend(o)
	if !i.IsProxy() {
		i.responses = c.responses(o)
	}
	return i
}

// warnIntegration returns what of an integration is not as it is written.
func (c *compiler) warnIntegration(o *spec.Operation) {
	i := o.Integration
	if i.Type == spec.AWSProxy && i.HTTPMethod != http.MethodPost {
		c.problems.Warnf(i.Position, "invalid-lambda-method", "%s: API Gateway invokes functions only with POST; requests are answered with 500", operationName(o)).
			Help = "set httpMethod to POST"
	}
	if fault := i.StreamingFault(); fault != "" {
		c.problems.Warnf(i.Position, "unsupported-streaming", "%s: %s", operationName(o), fault)
	}
}

// backend picks the type of integration. A problem with its URI is an error
// here, as it is when API Gateway imports the definition.
func (c *compiler) backend(o *spec.Operation) backend {
	var b backend
	var err error
	switch i := o.Integration; i.Type {
	case spec.Mock:
		b = newMockBackend(o)
	case spec.AWSProxy:
		b, err = newLambdaProxy(c.gateway, i)
	case spec.AWS:
		b, err = newAWSBackend(c.gateway, i)
	case spec.HTTP, spec.HTTPProxy:
		b, err = newHTTPBackend(c.gateway, i)
	default:
		return nil // spec.Read has said so
	}
	if err != nil {
		c.problems.Errorf(o.Integration.Position, "invalid-integration", "%s: %v", operationName(o), err)
	}
	return b
}

func (c *compiler) responses(o *spec.Operation) responses {
	var all responses
	var defaults []*response
	for k := range o.Integration.Responses {
		r := c.response(o, &o.Integration.Responses[k])
		if r.Pattern == spec.DefaultResponse || r.Pattern == "" {
			defaults = append(defaults, r)
		} else {
			all.patterned = append(all.patterned, r)
		}
	}
	if len(defaults) == 0 {
		return all
	}
	all.fallback = defaults[max(0, slices.IndexFunc(defaults, func(r *response) bool { return r.status/100 == 2 }))]
	if len(defaults) > 1 {
		c.problems.Warnf(all.fallback.Position, "conflicting-default-responses", "%s: %d integration responses have no pattern; the one with the status %s counts here, and which one does in API Gateway is not documented",
			operationName(o), len(defaults), all.fallback.StatusCode).Help = "give all but one a pattern"
	}
	return all
}

func (c *compiler) response(o *spec.Operation, r *spec.IntegrationResponse) *response {
	compiled := &response{IntegrationResponse: r, templates: c.templates(o, r.ResponseTemplates)}
	var err error
	if compiled.status, err = strconv.Atoi(r.StatusCode); err != nil || compiled.status < 200 || compiled.status > 599 {
		c.problems.Errorf(r.Position, "invalid-status", "%s: the statusCode of a response must be from 200 to 599, found %q",
			operationName(o), r.StatusCode)
	}
	if isLiteral(r.Pattern) {
		compiled.literal = r.Pattern
	} else if compiled.pattern, err = pattern.CompileJava(r.Pattern); err != nil {
		c.problems.Errorf(r.Position, "invalid-pattern", "%s: the pattern %q is not a regular expression: %v",
			operationName(o), r.Pattern, err)
	}
	method := methodResponse(o, r.StatusCode)
	compiled.declared = method != nil
	for _, m := range r.ResponseParameters {
		if method != nil && !declares(method, m.Target) {
			c.problems.Warnf(m.Position, "undeclared-header",
				"%s: %s is not set, because the response %s does not declare the header", operationName(o), m.Target, r.StatusCode)
			continue
		}
		compiled.mappings = appendResponseMapping(compiled.mappings, m, responseTarget, responseSources, c.problems)
	}
	return compiled
}

const responseTarget = "method.response.header."

func isLiteral(text string) bool { return !strings.ContainsAny(text, `\^$.|?*+()[]{}`) }

func methodResponse(o *spec.Operation, status string) *spec.MethodResponse {
	for i := range o.Responses {
		if o.Responses[i].Status == status {
			return &o.Responses[i]
		}
	}
	return nil
}

func declares(r *spec.MethodResponse, target string) bool {
	name, ok := strings.CutPrefix(target, responseTarget)
	return !ok || contains(r.Headers, name)
}
