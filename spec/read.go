package spec

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/swagger"
	"github.com/gatewright/gatewright/internal/tree"
)

// Read takes from a definition what API Gateway takes from it. The list holds
// what is wrong; what could be read is given all the same.
func Read(d *Document) (*API, diag.List) {
	r := &reader{root: d.Root}
	if !r.expect(d.Root, tree.Mapping, "the definition") {
		return &API{Root: d.Root}, r.List
	}
	if swagger.Is(r.root) {
		r.root = swagger.New(r.root, nil).Document()
	}
	r.validators()
	r.securitySchemes()
	api := &API{
		Title:            r.root.Get("info", "title").Str(),
		APIKeySource:     "HEADER",
		BinaryMediaTypes: r.optionalTexts(ExtBinaryMediaTypes),
		GatewayResponses: r.gatewayResponses(),
		Authorizers:      r.authorizers,
		Policy:           policyOf(r.root),
		Root:             r.root,
	}
	if n := r.root.Get(ExtAPIKeySource); n != nil {
		api.APIKeySource = strings.ToUpper(r.text(n, ExtAPIKeySource))
		r.oneOf(n, ExtAPIKeySource, api.APIKeySource, "HEADER", "AUTHORIZER")
	}
	if n := r.root.Get(ExtMinimumCompressionSize); n != nil {
		size := r.integer(n, ExtMinimumCompressionSize)
		api.MinimumCompressionSize = &size
	}
	api.Operations = r.operations()
	return api, r.List
}

// reader reads a definition and collects what is wrong with it.
type reader struct {
	root        *tree.Node
	validatorOf map[string]Validator
	schemes     map[string]scheme
	authorizers []*Authorizer
	diag.List
}

// scheme is a security scheme as API Gateway understands it.
type scheme struct {
	authorization Authorization
	apiKey        bool
}

func (r *reader) expect(n *tree.Node, k tree.Kind, what string) bool {
	if n.Is(k) {
		return true
	}
	found := "nothing"
	if n != nil {
		found = n.Kind.String()
	}
	r.Errorf(n.Position(), "invalid-definition", "%s must be %s, found %s", what, k, found)
	return false
}

// text returns a scalar's text; numbers and booleans are taken as API Gateway's
// import takes them.
func (r *reader) text(n *tree.Node, what string) string {
	switch n.Kind {
	case tree.String, tree.Number, tree.Bool:
		return n.Text
	default:
		r.expect(n, tree.String, what)
		return ""
	}
}

func (r *reader) texts(n *tree.Node, what string) []string {
	if !r.expect(n, tree.Sequence, what) {
		return nil
	}
	return n.Strings()
}

func (r *reader) optionalTexts(name string) []string {
	if n := r.root.Get(name); n != nil {
		return r.texts(n, name)
	}
	return nil
}

func (r *reader) integer(n *tree.Node, what string) int {
	if i, err := strconv.Atoi(n.Text); err == nil {
		return i
	}
	r.Errorf(n.Position(), "invalid-definition", "%s must be an integer, found %q", what, n.Text)
	return 0
}

func (r *reader) oneOf(n *tree.Node, what, value string, allowed ...string) {
	if value != "" && !slices.Contains(allowed, value) {
		d := r.Errorf(n.Position(), "invalid-definition", "%s must be one of %s, found %q", what, strings.Join(allowed, ", "), n.Text)
		if near := diag.Nearest(value, allowed); near != "" {
			d.Help = "did you mean " + near + "?"
		}
	}
}

func (r *reader) validators() {
	r.validatorOf = map[string]Validator{}
	n := r.root.Get(ExtRequestValidators)
	if n == nil || !r.expect(n, tree.Mapping, ExtRequestValidators) {
		return
	}
	for _, f := range n.Fields {
		r.validatorOf[f.Name] = Validator{
			Body:       f.Value.Get("validateRequestBody").True(),
			Parameters: f.Value.Get("validateRequestParameters").True(),
		}
	}
}

func (r *reader) validator(operation *tree.Node) Validator {
	n := operation.Get(ExtRequestValidator)
	if n == nil {
		n = r.root.Get(ExtRequestValidator)
	}
	if n == nil {
		return Validator{}
	}
	name := r.text(n, ExtRequestValidator)
	v, ok := r.validatorOf[name]
	if !ok {
		r.Errorf(n.Position(), "unknown-validator", "no request validator is named %q", name)
	}
	return v
}

func (r *reader) gatewayResponses() []*GatewayResponse {
	n := r.root.Get(ExtGatewayResponses)
	if n == nil || !r.expect(n, tree.Mapping, ExtGatewayResponses) {
		return nil
	}
	responses := make([]*GatewayResponse, 0, len(n.Fields))
	for _, f := range n.Fields {
		g := &GatewayResponse{Type: f.Name, Position: n.FieldPosition(f.Name)}
		for _, h := range f.Value.Fields {
			switch h.Name {
			case "statusCode":
				g.StatusCode = r.text(h.Value, h.Name)
			case "responseParameters":
				g.Parameters = r.mappings(h.Value, h.Name)
			case "responseTemplates":
				g.Templates = r.templates(h.Value, h.Name)
			}
		}
		responses = append(responses, g)
	}
	return responses
}

func (r *reader) securitySchemes() {
	r.schemes = map[string]scheme{}
	n := r.root.Get("components", "securitySchemes")
	if n == nil || !r.expect(n, tree.Mapping, "components.securitySchemes") {
		return
	}
	for _, f := range n.Fields {
		r.schemes[f.Name] = r.scheme(f.Name, r.resolve(f.Value), n.FieldPosition(f.Name))
	}
}

func (r *reader) scheme(name string, n *tree.Node, position diag.Position) scheme {
	switch authorizer := n.Get(ExtAuthorizer); {
	case authorizer != nil:
		a := r.authorizer(name, n, authorizer, position)
		r.authorizers = append(r.authorizers, a)
		switch a.Type {
		case CognitoAuthorizer:
			return scheme{authorization: Authorization{Type: AuthCognito, Authorizer: a}}
		case JWTAuthorizer:
			return scheme{authorization: Authorization{Type: AuthJWT, Authorizer: a}}
		}
		return scheme{authorization: Authorization{Type: AuthCustom, Authorizer: a}}
	case strings.EqualFold(n.Get(ExtAuthType).Str(), "awsSigv4"):
		return scheme{authorization: Authorization{Type: AuthIAM}}
	case n.Get("type").Str() == "apiKey" && strings.EqualFold(n.Get("name").Str(), "x-api-key"):
		return scheme{apiKey: true}
	default: // API Gateway's import skips schemes that it does not know.
		return scheme{}
	}
}

func (r *reader) authorizer(name string, scheme, n *tree.Node, position diag.Position) *Authorizer {
	a := &Authorizer{Name: name, Header: scheme.Get("name").Str(), Position: position}
	if !r.expect(n, tree.Mapping, ExtAuthorizer) {
		return a
	}
	for _, f := range n.Fields {
		switch f.Name {
		case "type":
			a.Type = strings.ToLower(r.text(f.Value, f.Name))
		case "authorizerUri":
			a.AuthorizerURI = r.text(f.Value, f.Name)
		case "authorizerCredentials":
			a.AuthorizerCredentials = r.text(f.Value, f.Name)
		case "identitySource":
			a.IdentitySource = r.text(f.Value, f.Name)
		case "identityValidationExpression":
			a.IdentityValidationExpression = r.text(f.Value, f.Name)
		case "authorizerResultTtlInSeconds":
			ttl := r.integer(f.Value, f.Name)
			a.ResultTTLInSeconds = &ttl
		case "providerARNs":
			a.ProviderARNs = r.texts(f.Value, f.Name)
		case "authorizerId":
			a.ID = r.text(f.Value, f.Name)
		case "jwtConfiguration":
			a.JWT = r.jwtConfiguration(f.Value)
		}
	}
	return a
}

// Methods are the keys of a path item that API Gateway takes as operations, next to
// ExtAnyMethod.
var Methods = []string{"get", "put", "post", "delete", "options", "head", "patch"}

func (r *reader) operations() []*Operation {
	paths := r.root.Get("paths")
	if paths == nil {
		return nil
	}
	if !r.expect(paths, tree.Mapping, "paths") {
		return nil
	}
	var operations []*Operation
	for _, p := range paths.Fields {
		item := r.resolve(p.Value)
		if strings.HasPrefix(p.Name, "x-") || !r.expect(item, tree.Mapping, "the path "+p.Name) {
			continue
		}
		for _, f := range item.Fields {
			switch {
			case slices.Contains(Methods, f.Name):
				operations = append(operations, r.operation(p.Name, strings.ToUpper(f.Name), item, f))
			case f.Name == ExtAnyMethod:
				operations = append(operations, r.operation(p.Name, AnyMethod, item, f))
			}
		}
	}
	return operations
}

func (r *reader) operation(path, method string, item *tree.Node, f tree.Field) *Operation {
	n := r.resolve(f.Value)
	o := &Operation{Path: path, Method: method, Position: item.FieldPosition(f.Name)}
	if n == nil || !r.expect(n, tree.Mapping, method+" "+path) {
		return o
	}
	o.ID = n.Get("operationId").Str()
	o.Parameters = r.parameters(path, item.Get("parameters"), n.Get("parameters"))
	o.Bodies = r.bodies(n.Get("requestBody"))
	o.Responses = r.methodResponses(n.Get("responses"))
	o.Validator = r.validator(n)
	o.Authorization, o.APIKeyRequired = r.security(n)
	if integration := n.Get(ExtIntegration); integration != nil {
		o.Integration = r.integration(integration)
		if !o.Integration.Position.IsValid() {
			o.Integration.Position = o.Position
		}
	}
	return o
}

// parameters joins those of the path with those of the operation, which win, and
// adds what the path's own braces require.
func (r *reader) parameters(path string, lists ...*tree.Node) []Parameter {
	var parameters []Parameter
	put := func(p Parameter) {
		for i := range parameters {
			if parameters[i].Name == p.Name && parameters[i].In == p.In {
				parameters[i] = p
				return
			}
		}
		parameters = append(parameters, p)
	}
	for _, list := range lists {
		if list == nil || !r.expect(list, tree.Sequence, "parameters") {
			continue
		}
		for _, item := range list.Items {
			n := r.resolve(item)
			put(Parameter{Name: n.Get("name").Str(), In: n.Get("in").Str(), Required: n.Get("required").True()})
		}
	}
	for segment := range strings.SplitSeq(path, "/") {
		if name, ok := strings.CutPrefix(segment, "{"); ok && strings.Index(name, "}") == len(name)-1 && !strings.HasSuffix(name, "+}") {
			put(Parameter{Name: strings.TrimSuffix(name, "}"), In: "path", Required: true})
		}
	}
	return parameters
}

func (r *reader) bodies(n *tree.Node) []Body {
	content := r.resolve(n).Get("content")
	if content == nil {
		return nil
	}
	var bodies []Body
	for _, f := range content.Fields {
		if schema := f.Value.Get("schema"); schema != nil {
			bodies = append(bodies, Body{ContentType: f.Name, Schema: schema})
		}
	}
	return bodies
}

func (r *reader) methodResponses(n *tree.Node) []MethodResponse {
	if n == nil || !r.expect(n, tree.Mapping, "responses") {
		return nil
	}
	responses := make([]MethodResponse, 0, len(n.Fields))
	for _, f := range n.Fields {
		if strings.HasPrefix(f.Name, "x-") {
			continue
		}
		response := MethodResponse{Status: f.Name}
		declared := r.resolve(f.Value)
		if headers := declared.Get("headers"); headers != nil {
			for _, h := range headers.Fields {
				response.Headers = append(response.Headers, h.Name)
				if r.resolve(h.Value).Get("required").True() {
					response.Required = append(response.Required, h.Name)
				}
			}
		}
		if content := declared.Get("content"); content != nil {
			for _, c := range content.Fields {
				response.Content = append(response.Content, Body{ContentType: c.Name, Schema: c.Value.Get("schema")})
			}
		}
		responses = append(responses, response)
	}
	return responses
}

// security combines the schemes of an operation's requirements, or of the
// document's when the operation has none of its own.
func (r *reader) security(operation *tree.Node) (Authorization, bool) {
	authorization, apiKey := Authorization{Type: AuthNone}, false
	requirements := operation.Get("security")
	if requirements == nil {
		requirements = r.root.Get("security")
	}
	if requirements != nil {
		for _, requirement := range requirements.Items {
			for _, f := range requirement.Fields {
				s := r.schemes[f.Name]
				apiKey = apiKey || s.apiKey
				if s.authorization.Type != "" {
					authorization = s.authorization
					authorization.Scopes = f.Value.Strings()
				}
			}
		}
	}
	switch strings.ToUpper(operation.Get(ExtAuth, "type").Str()) {
	case "AWS_IAM":
		authorization = Authorization{Type: AuthIAM}
	case "NONE":
		authorization = Authorization{Type: AuthNone}
	case AuthJWT:
		authorization.Type = AuthJWT
	}
	return authorization, apiKey
}

// maxReferences is how long a chain of references may be.
const maxReferences = 32

// resolve follows local references. It returns nil when there is nothing at the
// end, after saying so.
func (r *reader) resolve(n *tree.Node) *tree.Node {
	for range maxReferences {
		ref := n.Get("$ref")
		if !ref.Is(tree.String) {
			return n
		}
		target := Resolve(r.root, ref.Text)
		if target == nil {
			r.Errorf(ref.Position(), "unknown-reference", "nothing is at %q", ref.Text)
			return nil
		}
		n = target
	}
	r.Errorf(n.Position(), "circular-reference", "the reference %q refers to itself", n.Get("$ref").Str())
	return nil
}

var pointerEscapes = strings.NewReplacer("~1", "/", "~0", "~")

// Resolve returns what a local reference ("#/components/schemas/Pet") refers to in
// a document, or nil (RFC 6901, "JavaScript Object Notation (JSON) Pointer").
func Resolve(root *tree.Node, ref string) *tree.Node {
	pointer, ok := strings.CutPrefix(ref, "#")
	if !ok {
		return nil
	}
	if decoded, err := url.PathUnescape(pointer); err == nil {
		pointer = decoded // a fragment of a URI (RFC 6901, section 6)
	}
	n := root
	for token := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		if pointer == "" {
			break
		}
		token = pointerEscapes.Replace(token)
		switch {
		case n.Is(tree.Mapping):
			n = n.Get(token)
		case n.Is(tree.Sequence):
			i, err := strconv.Atoi(token)
			if err != nil || i < 0 || i >= len(n.Items) {
				return nil
			}
			n = n.Items[i]
		default:
			return nil
		}
	}
	return n
}

// policyOf returns the resource policy. An empty string is none, as for the service.
func policyOf(root *tree.Node) *tree.Node {
	policy := root.Get(ExtPolicy)
	if policy.Is(tree.String) && policy.Text == "" {
		return nil
	}
	return policy
}
