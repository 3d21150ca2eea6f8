package cloudformation

import (
	"strings"

	"github.com/gatewright/gatewright/internal/intrinsic"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/spec"
)

// addModels adds models as schemas.
func (d *definition) addModels(own []*resource) {
	models := only(own, "AWS::ApiGateway::Model")
	if len(models) == 0 {
		return
	}
	schemas := d.part("components", "schemas")
	for _, m := range models {
		name := m.physicalName(m.node)
		schema := m.property("Schema")
		if schema.Is(tree.String) { // JSON text is taken too
			parsed, problems := tree.Read(m.file, []byte(schema.Text))
			if problems.HasErrors() {
				m.Errorf(schema.Position(), "invalid-template", "%s: the schema is not JSON: %s", m.logicalID, problems[0].Message)
				continue
			}
			schema = parsed
		}
		if schema.Is(tree.Mapping) {
			schemas.Set(name, localSchema(schema, name))
		}
	}
}

// localSchema makes references between models, and those within one, references
// within the definition (API Gateway Developer Guide, "Data models for REST APIs").
func localSchema(n *tree.Node, model string) *tree.Node {
	changed := n.Copy()
	for i, f := range n.Fields {
		if f.Name == "$ref" && f.Value.Is(tree.String) {
			changed.Fields[i].Value = intrinsic.From(f.Value, tree.NewString(localReference(f.Value.Text, model)))
			continue
		}
		if f.Name != "$schema" {
			changed.Fields[i].Value = localSchema(f.Value, model)
		}
	}
	for i, item := range n.Items {
		changed.Items[i] = localSchema(item, model)
	}
	changed.Delete("$schema")
	return changed
}

func localReference(ref, model string) string {
	if _, other, ok := strings.Cut(ref, "/models/"); ok && strings.HasPrefix(ref, "https://apigateway.amazonaws.com/restapis/") {
		return schemaReference(other)
	}
	if inner, ok := strings.CutPrefix(ref, "#"); ok {
		return schemaReference(model) + inner
	}
	return ref
}

func schemaReference(name string) string { return "#/components/schemas/" + name }

// addValidators adds request validators by their IDs, which methods refer to.
func (d *definition) addValidators(own []*resource) {
	for _, v := range only(own, "AWS::ApiGateway::RequestValidator") {
		d.part(spec.ExtRequestValidators).Set(v.id(v.node), tree.NewMapping(
			tree.Field{Name: "validateRequestBody", Value: tree.NewBool(v.text("ValidateRequestBody") == "true")},
			tree.Field{Name: "validateRequestParameters", Value: tree.NewBool(v.text("ValidateRequestParameters") == "true")},
		))
	}
}

// The security schemes of what no authorizer resource describes.
const (
	keyScheme = "api_key"
	iamScheme = "sigv4"
)

// addAuthorizers adds security schemes by the authorizers' names.
func (d *definition) addAuthorizers(own []*resource) {
	d.authorizers = map[string]string{}
	for _, a := range only(own, "AWS::ApiGateway::Authorizer") {
		name := a.physicalName(a.node)
		d.authorizers[a.id(a.node)] = name
		d.part("components", "securitySchemes").Set(name, a.authorizer().SchemeNode())
	}
}

func (r *resource) authorizer() *spec.Authorizer {
	a := &spec.Authorizer{
		Type:                         strings.ToLower(r.text("Type")),
		Header:                       "Unused",
		AuthorizerURI:                r.text("AuthorizerUri"),
		AuthorizerCredentials:        r.text("AuthorizerCredentials"),
		IdentitySource:               r.text("IdentitySource"),
		IdentityValidationExpression: r.text("IdentityValidationExpression"),
		ProviderARNs:                 r.property("ProviderARNs").Strings(),
		JWT:                          r.jwtConfiguration(),
	}
	if header, ok := strings.CutPrefix(a.IdentitySource, "method.request.header."); ok && !strings.Contains(header, ",") {
		a.Header = header
	}
	if r.property("AuthorizerResultTtlInSeconds") != nil {
		ttl := r.integer("AuthorizerResultTtlInSeconds")
		a.ResultTTLInSeconds = &ttl
	}
	return a
}

// findAuthorizers takes the configuration of authorizers that a definition refers to by
// their IDs from their resources.
func (r *reader) findAuthorizers(apis ...*spec.API) {
	for _, api := range apis {
		for _, a := range api.Authorizers {
			if a.Type != spec.JWTAuthorizer || a.JWT != nil || a.ID == "" {
				continue
			}
			for _, found := range r.resources("AWS::ApiGateway::Authorizer") {
				if found.id(found.node) == a.ID {
					a.JWT = found.jwtConfiguration()
				}
			}
		}
	}
}

// jwtConfiguration reads JwtConfiguration of an AWS::ApiGateway::Authorizer.
func (r *resource) jwtConfiguration() *spec.JWTConfiguration {
	n := r.property("JwtConfiguration")
	if n == nil {
		return nil
	}
	c := &spec.JWTConfiguration{Algorithms: n.Get("DefaultAlgorithms").Strings()}
	for _, item := range items(n.Get("Issuers")) {
		issuer := spec.JWTIssuer{Issuer: item.Get("Issuer").Str(), Audiences: item.Get("Audiences").Strings()}
		for _, claim := range items(item.Get("AdditionalClaims")) {
			required := claim.Get("Required")
			issuer.Claims = append(issuer.Claims, spec.JWTClaim{
				Name: claim.Get("ClaimName").Str(), Required: required.True() || required.Str() == "true",
				Values: claim.Get("ExpectedValues").Strings(),
			})
		}
		c.Issuers = append(c.Issuers, issuer)
	}
	return c
}

func (d *definition) addGatewayResponses(own []*resource) {
	for _, g := range only(own, "AWS::ApiGateway::GatewayResponse") {
		response := tree.NewMapping()
		response.Set("statusCode", g.property("StatusCode"))
		response.Set("responseParameters", g.property("ResponseParameters"))
		response.Set("responseTemplates", g.property("ResponseTemplates"))
		d.part(spec.ExtGatewayResponses).Set(g.text("ResponseType"), response)
	}
}
