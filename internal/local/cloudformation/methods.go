package cloudformation

import (
	"strings"

	"github.com/gatewright/gatewright/internal/intrinsic"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/spec"
)

// maxPathParts is how deep resources may be in resources.
const maxPathParts = 200

// addMethods adds the methods that are resources of their own.
func (d *definition) addMethods(own []*resource) {
	methods := only(own, "AWS::ApiGateway::Method")
	if len(methods) == 0 {
		return
	}
	places := map[string]*resource{}
	for _, place := range only(own, "AWS::ApiGateway::Resource") {
		places[place.id(place.node)] = place
	}
	paths := d.part("paths")
	for _, m := range methods {
		path, ok := d.pathOf(m, places)
		if !ok {
			continue
		}
		item := paths.Get(path)
		if item == nil {
			item = tree.NewMapping()
		} else {
			item = item.Copy()
		}
		method := strings.ToLower(m.text("HttpMethod"))
		if method == "any" {
			method = spec.ExtAnyMethod
		}
		item.Fields = append(item.Fields, tree.Field{
			Name: method, Value: d.operation(m), Line: int32(m.position.Line), Column: int32(m.position.Column),
		})
		if item.Source == nil {
			intrinsic.From(m.node, item)
		}
		paths.Set(path, item)
	}
}

// pathOf puts a method's path together from the resources above it.
func (d *definition) pathOf(m *resource, places map[string]*resource) (string, bool) {
	root := d.api.fill(d.api.node, identities[restAPIType].attributes["RootResourceId"])
	path := ""
	id := m.text("ResourceId")
	for range maxPathParts {
		if id == root {
			if path == "" {
				path = "/"
			}
			return path, true
		}
		place := places[id]
		if place == nil {
			m.Errorf(m.position, "invalid-template", "%s: the resource %q of the method is not one of its API", m.logicalID, id)
			return "", false
		}
		path = "/" + place.text("PathPart") + path
		id = place.text("ParentId")
	}
	m.Errorf(m.position, "invalid-template", "%s: the path of the method does not end at the API's root", m.logicalID)
	return "", false
}

// operation describes a method as an operation.
func (d *definition) operation(m *resource) *tree.Node {
	o := intrinsic.From(m.node, tree.NewMapping())
	o.Set("operationId", m.property("OperationName"))
	if parameters := m.parametersOf(); len(parameters.Items) > 0 {
		o.Set("parameters", parameters)
	}
	o.Set("requestBody", m.bodyOf())
	o.Set("responses", m.responsesOf())
	if validator := m.text("RequestValidatorId"); validator != "" {
		o.Set(spec.ExtRequestValidator, tree.NewString(validator))
	}
	o.Set("security", d.securityOf(m))
	o.Set(spec.ExtIntegration, integrationOf(m.property("Integration")))
	return o
}

var parameterPlaces = map[string]string{"path": "path", "querystring": "query", "header": "header"}

// parametersOf turns {"method.request.querystring.q": true} into parameters.
func (r *resource) parametersOf() *tree.Node {
	parameters := tree.NewSequence()
	n := r.property("RequestParameters")
	if !n.Is(tree.Mapping) {
		return parameters
	}
	for _, f := range n.Fields {
		place, name, _ := strings.Cut(strings.TrimPrefix(f.Name, "method.request."), ".")
		in, ok := parameterPlaces[place]
		if !ok || name == "" {
			r.Errorf(n.FieldPosition(f.Name), "invalid-template", "%s: %q is not a parameter of a request", r.logicalID, f.Name)
			continue
		}
		required, _ := intrinsic.Scalar(f.Value)
		parameters.Items = append(parameters.Items, tree.NewMapping(
			tree.Field{Name: "name", Value: tree.NewString(name)},
			tree.Field{Name: "in", Value: tree.NewString(in)},
			tree.Field{Name: "required", Value: tree.NewBool(required == "true" || in == "path")},
			tree.Field{Name: "schema", Value: typeSchema("string")},
		))
	}
	return parameters
}

func typeSchema(name string) *tree.Node {
	return tree.NewMapping(tree.Field{Name: "type", Value: tree.NewString(name)})
}

// bodyOf returns the request body by the models of its content types.
func (r *resource) bodyOf() *tree.Node {
	models := r.property("RequestModels")
	if !models.Is(tree.Mapping) || len(models.Fields) == 0 {
		return nil
	}
	return tree.NewMapping(tree.Field{Name: "content", Value: contentOf(models)})
}

func contentOf(models *tree.Node) *tree.Node {
	content := tree.NewMapping()
	for _, f := range models.Fields {
		content.Set(f.Name, tree.NewMapping(tree.Field{Name: "schema", Value: modelSchema(f.Value.Str())}))
	}
	return content
}

// modelSchema refers to a model. Every API has the models Empty and Error.
func modelSchema(name string) *tree.Node {
	switch name {
	case "Empty":
		return typeSchema("object")
	case "Error":
		schema := typeSchema("object")
		schema.Set("properties", tree.NewMapping(tree.Field{Name: "message", Value: typeSchema("string")}))
		return schema
	}
	return tree.NewMapping(tree.Field{Name: "$ref", Value: tree.NewString(schemaReference(name))})
}

func (r *resource) responsesOf() *tree.Node {
	responses := tree.NewMapping()
	list := r.property("MethodResponses")
	if !list.Is(tree.Sequence) {
		return responses
	}
	for _, item := range list.Items {
		status, ok := intrinsic.Scalar(item.Get("StatusCode"))
		if !ok {
			r.Errorf(item.Position(), "invalid-template", "%s: a method response has no StatusCode", r.logicalID)
			continue
		}
		response := tree.NewMapping(tree.Field{Name: "description", Value: tree.NewString("")})
		if parameters := item.Get("ResponseParameters"); parameters.Is(tree.Mapping) {
			headers := tree.NewMapping()
			for _, f := range parameters.Fields {
				headers.Set(strings.TrimPrefix(f.Name, "method.response.header."), tree.NewMapping(tree.Field{Name: "schema", Value: typeSchema("string")}))
			}
			response.Set("headers", headers)
		}
		if models := item.Get("ResponseModels"); models.Is(tree.Mapping) {
			response.Set("content", contentOf(models))
		}
		responses.Set(status, response)
	}
	return responses
}

// securityOf returns the requirements of a method; an empty list opens it.
func (d *definition) securityOf(m *resource) *tree.Node {
	requirement := tree.NewMapping()
	switch kind := m.text("AuthorizationType"); kind {
	case "", spec.AuthNone:
	case spec.AuthIAM:
		d.part("components", "securitySchemes").Set(iamScheme, scheme("Authorization", tree.Field{Name: spec.ExtAuthType, Value: tree.NewString("awsSigv4")}))
		requirement.Set(iamScheme, tree.NewSequence())
	default:
		id := m.text("AuthorizerId")
		name, ok := d.authorizers[id]
		if !ok {
			m.Errorf(m.position, "invalid-template", "%s: the authorizer %q of the method is not one of its API", m.logicalID, id)
		}
		scopes := m.property("AuthorizationScopes")
		if scopes == nil {
			scopes = tree.NewSequence()
		}
		requirement.Set(name, scopes)
	}
	if m.text("ApiKeyRequired") == "true" {
		d.part("components", "securitySchemes").Set(keyScheme, scheme("x-api-key"))
		requirement.Set(keyScheme, tree.NewSequence())
	}
	if len(requirement.Fields) == 0 {
		return tree.NewSequence()
	}
	return tree.NewSequence(requirement)
}

func scheme(header string, more ...tree.Field) *tree.Node {
	return tree.NewMapping(append([]tree.Field{
		{Name: "type", Value: tree.NewString("apiKey")},
		{Name: "name", Value: tree.NewString(header)},
		{Name: "in", Value: tree.NewString("header")},
	}, more...)...)
}

// integrationNames are the properties of a method's integration and the keys of
// x-amazon-apigateway-integration that say the same.
var integrationNames = map[string]string{
	"Type": "type", "IntegrationHttpMethod": "httpMethod", "Uri": "uri", "Credentials": "credentials",
	"ConnectionType": "connectionType", "ConnectionId": "connectionId", "IntegrationTarget": "integrationTarget",
	"PassthroughBehavior": "passthroughBehavior",
	"ContentHandling":     "contentHandling", "ResponseTransferMode": "responseTransferMode",
	"TimeoutInMillis": "timeoutInMillis", "CacheNamespace": "cacheNamespace",
	"CacheKeyParameters": "cacheKeyParameters", "RequestParameters": "requestParameters",
	"RequestTemplates": "requestTemplates",
}

func integrationOf(n *tree.Node) *tree.Node {
	if !n.Is(tree.Mapping) {
		return nil
	}
	integration := intrinsic.From(n, tree.NewMapping())
	for _, f := range n.Fields {
		if name := integrationNames[f.Name]; name != "" {
			integration.Set(name, f.Value)
		}
	}
	if tls := n.Get("TlsConfig", "InsecureSkipVerification"); tls != nil {
		integration.Set("tlsConfig", tree.NewMapping(tree.Field{Name: "insecureSkipVerification", Value: tls}))
	}
	integration.Set("responses", integrationResponses(n.Get("IntegrationResponses")))
	return integration
}

func integrationResponses(list *tree.Node) *tree.Node {
	if !list.Is(tree.Sequence) {
		return nil
	}
	responses := tree.NewMapping()
	for _, item := range list.Items {
		pattern := item.Get("SelectionPattern").Str()
		if pattern == "" {
			pattern = spec.DefaultResponse
		}
		response := intrinsic.From(item, tree.NewMapping())
		for _, f := range item.Fields {
			switch f.Name {
			case "StatusCode":
				response.Set("statusCode", f.Value)
			case "ResponseParameters":
				response.Set("responseParameters", f.Value)
			case "ResponseTemplates":
				response.Set("responseTemplates", f.Value)
			case "ContentHandling":
				response.Set("contentHandling", f.Value)
			}
		}
		responses.Fields = append(responses.Fields, tree.Field{Name: pattern, Value: response}) // several may have no pattern
	}
	return responses
}
