package sam

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/gatewright/gatewright/internal/intrinsic"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/spec"
)

// The APIs of events that name none, and the stage of the first.
const (
	implicitAPI     = "ServerlessRestApi"
	implicitHTTPAPI = "ServerlessHttpApi"
	implicitStage   = "Prod"
)

// api is an AWS::Serverless::Api.
type api struct {
	*resource
	document *document // nil: it is in a file, and stays as it is
	managed  bool      // it has no definition but the events'
	auth     *tree.Node
	stage    *tree.Node // its name
	policies []pathPolicy
}

// addAPI adds an API with its own definition, or one to which events add their methods.
func (t *transformer) addAPI(id string, r *resource) {
	a := &api{resource: r, auth: r.properties.Get("Auth"), stage: r.properties.Get("StageName")}
	body := r.properties.Get("DefinitionBody")
	if included := body.Get("Fn::Transform"); included != nil && len(body.Fields) == 1 {
		if found := t.options.Include(included); found != nil {
			body = found
		}
	}
	switch {
	case body.Is(tree.Mapping):
		a.document = edit(body)
	case body != nil:
		t.invalid(body, r, "DefinitionBody must be a mapping, found %s", body.Kind)
	case r.properties.Get("DefinitionUri") == nil:
		a.managed, a.document = true, newDocument(r)
	}
	t.apis[id] = a
	t.order = append(t.order, a)
}

// apiOf returns the API of an event; nil: it is another than those of SAM in this template,
// and has its methods itself.
func (t *transformer) apiOf(event *tree.Node, at *tree.Node) *api {
	id := event.Get("RestApiId")
	name := id.Str()
	switch {
	case id == nil:
		name = implicitAPI
		if t.apis[name] == nil {
			t.addAPI(name, t.resource(made(name, kindPrefix+"Api", at)))
			t.apis[name].stage = tree.NewString(implicitStage)
		}
	case id.Get("Ref") != nil:
		name = id.Get("Ref").Str()
	}
	return t.apis[name]
}

// eventMethod is a method that an event adds to an API.
type eventMethod struct {
	id          string     // of the event
	event       *tree.Node // its properties
	at          *tree.Node
	path, name  string
	integration *tree.Node
	responses   *tree.Node
}

// addMethod adds the method of an event to its API.
func (t *transformer) addMethod(r *resource, m *eventMethod) {
	a := t.apiOf(m.event, m.at)
	switch {
	case a == nil || a.document == nil:
		return
	case a.managed || t.isTrue(a.properties.Get("MergeDefinitions")):
		a.addCredentials(m)
		operation := intrinsic.From(m.at, tree.NewObject("responses", m.responses, spec.ExtIntegration, m.integration))
		t.describe(a, m, r, operation)
		t.secure(a, m, r, operation)
		if isNew := a.document.add(m, operation, r.node.Get("Condition")); !isNew && a.managed {
			t.invalid(m.at, r, "%s %s is the method of two events", strings.ToUpper(m.name), m.path)
		}
	case t.isTrue(m.event.Get("Auth", "OverrideApiAuth")):
		for key, operation := range a.document.methods(m.path) {
			if key == methodKey(m.name) {
				t.secure(a, m, r, operation)
			}
		}
	}
}

// parameterPlaces are OpenAPI's names of the parts of a request that have parameters.
var parameterPlaces = map[string]string{"path": "path", "querystring": "query", "header": "header"}

// describe adds the parameters and the model of an event to its operation.
func (t *transformer) describe(a *api, m *eventMethod, r *resource, operation *tree.Node) {
	parameters := tree.NewSequence()
	for _, item := range items(m.event.Get("RequestParameters")) {
		name, settings := item.Text, (*tree.Node)(nil)
		if item.Is(tree.Mapping) && len(item.Fields) == 1 {
			name, settings = item.Fields[0].Name, item.Fields[0].Value
		}
		place, parameter, _ := strings.Cut(strings.TrimPrefix(name, "method.request."), ".")
		if place = parameterPlaces[place]; place == "" || parameter == "" {
			t.invalid(item, r, "%q is not a parameter of a request; write method.request.querystring.NAME, or header or path", name)
			continue
		}
		described := tree.NewObject("name", tree.NewString(parameter), "in", tree.NewString(place),
			"required", tree.NewBool(t.isTrue(settings.Get("Required")) || place == "path"))
		a.document.setType(described, "string")
		parameters.Items = append(parameters.Items, described)
		if t.isTrue(settings.Get("Caching")) {
			keys := operation.Get(spec.ExtIntegration, "cacheKeyParameters")
			if keys == nil {
				keys = tree.NewSequence()
				operation.Get(spec.ExtIntegration).Set("cacheKeyParameters", keys)
			}
			keys.Items = append(keys.Items, tree.NewString(name))
		}
	}
	if model := m.event.Get("RequestModel"); model.Get("Model") != nil {
		t.addModel(a, model, operation, parameters)
	}
	if len(parameters.Items) > 0 {
		operation.Set("parameters", parameters)
	}
}

// addModel sets the model of a request's body, and what is validated.
func (t *transformer) addModel(a *api, model, operation, parameters *tree.Node) {
	name := strings.ToLower(t.text(model.Get("Model")))
	schema := tree.NewObject("$ref", tree.NewString(a.document.schemaReference(name)))
	if a.document.isSwagger {
		parameters.Items = append(parameters.Items, tree.NewObject(
			"in", tree.NewString("body"), "name", tree.NewString(name), "schema", schema, "required", model.Get("Required")))
	} else {
		operation.Set("requestBody", tree.NewObject(
			"content", tree.NewObject("application/json", tree.NewObject("schema", schema)), "required", model.Get("Required")))
	}
	body, parameter := model.Get("ValidateBody"), model.Get("ValidateParameters")
	if body == nil && parameter == nil {
		return
	}
	validator := map[[2]bool]string{
		{true, true}: "body-and-params", {true, false}: "body-only", {false, true}: "params-only", {false, false}: "no-validation",
	}[[2]bool{t.isTrue(body), t.isTrue(parameter)}]
	a.document.part(spec.ExtRequestValidators).Set(validator, tree.NewObject(
		"validateRequestBody", tree.NewBool(t.isTrue(body)), "validateRequestParameters", tree.NewBool(t.isTrue(parameter))))
	operation.Set(spec.ExtRequestValidator, tree.NewString(validator))
}

// notRestAPI are properties of a SAM API that are none of AWS::ApiGateway::RestApi.
var notRestAPI = []string{
	"AccessLogSetting", "AlwaysDeploy", "Auth", "CacheClusterEnabled", "CacheClusterSize", "CanarySetting", "Cors", "DefinitionBody",
	"DefinitionUri", "Domain", "GatewayResponses", "MergeDefinitions", "MethodSettings", "Models", "OpenApiVersion", "PropagateTags",
	"StageName", "Tags", "TracingEnabled", "Variables", "EndpointConfiguration",
}

// finishAPI adds what takes the place of an API, once all methods are known.
func (t *transformer) finishAPI(a *api) {
	properties := a.properties.Copy()
	properties.Delete(notRestAPI...)
	properties.Set("EndpointConfiguration", endpointConfiguration(a.properties.Get("EndpointConfiguration")))
	if a.document == nil {
		properties.Set("BodyS3Location", location("Bucket", "Key")(a.properties.Get("DefinitionUri")))
	} else {
		t.addModels(a)
		a.addEventPolicies()
		t.addCORS(a)
		t.addAuth(a)
		a.addPolicy()
		t.addGatewayResponses(a)
		if types := a.properties.Get("BinaryMediaTypes"); types != nil {
			a.document.root.Set(spec.ExtBinaryMediaTypes, mediaTypes(types))
		}
		a.document.wrap()
		properties.Set("Body", a.document.root)
	}
	t.add(a.resource, a.id, "AWS::ApiGateway::RestApi", properties)
	deployment := a.id + "Deployment"
	t.add(a.resource, deployment, "AWS::ApiGateway::Deployment", tree.NewObject("RestApiId", ref(a.id)))
	stage := picked(a.properties, "CacheClusterEnabled", "CacheClusterSize", "Variables", "MethodSettings", "AccessLogSetting", "CanarySetting", "TracingEnabled")
	stage.Set("RestApiId", ref(a.id))
	stage.Set("DeploymentId", ref(deployment))
	stage.Set("StageName", a.stage)
	t.add(a.resource, a.stageID(t), "AWS::ApiGateway::Stage", stage)
	t.renamed[a.id+".Stage"], t.renamed[a.id+".Deployment"] = a.stageID(t), deployment
	t.addUsagePlan(a)
}

// stageID returns the logical ID of the stage.
func (a *api) stageID(t *transformer) string {
	name := t.text(a.stage)
	if name == alphanumeric(name) {
		return a.id + name + "Stage"
	}
	sum := sha256.Sum256([]byte(name))
	return a.id + "Stage" + hex.EncodeToString(sum[:])[:10]
}

// endpointConfiguration takes a type, or {Type, VPCEndpointIds}.
func endpointConfiguration(n *tree.Node) *tree.Node {
	kind := n.Get("Type")
	if n.Is(tree.String) {
		kind = n
	}
	if kind == nil {
		return n
	}
	return intrinsic.From(n, tree.NewObject("Types", tree.NewSequence(kind), "VpcEndpointIds", n.Get("VPCEndpointIds")))
}

// mediaTypes writes a slash for ~1, which SAM takes for it.
func mediaTypes(n *tree.Node) *tree.Node {
	out := n.Copy()
	for i, item := range out.Items {
		if item.Is(tree.String) {
			out.Items[i] = intrinsic.From(item, tree.NewString(strings.ReplaceAll(item.Text, "~1", "/")))
		}
	}
	return out
}

func (t *transformer) addModels(a *api) {
	for _, f := range fields(a.properties.Get("Models")) {
		a.document.schemas().Set(strings.ToLower(f.Name), f.Value)
	}
}

func (t *transformer) addGatewayResponses(a *api) {
	for _, f := range fields(a.properties.Get("GatewayResponses")) {
		parameters := tree.NewMapping()
		for _, place := range []struct{ property, prefix string }{{"Headers", "header."}, {"Paths", "path."}, {"QueryStrings", "querystring."}} {
			for _, p := range fields(f.Value.Get("ResponseParameters", place.property)) {
				parameters.Set("gatewayresponse."+place.prefix+p.Name, p.Value)
			}
		}
		response := tree.NewObject("responseParameters", parameters, "responseTemplates", f.Value.Get("ResponseTemplates"))
		if status := f.Value.Get("StatusCode"); status != nil {
			response.Set("statusCode", tree.NewString(t.text(status)))
		}
		a.document.part(spec.ExtGatewayResponses).Set(f.Name, response)
	}
}

// addUsagePlan adds the usage plan of an API, with its key. That of APIs which share one is
// added when all are known.
func (t *transformer) addUsagePlan(a *api) {
	switch t.text(a.auth.Get("UsagePlan", "CreateUsagePlan")) {
	case "PER_API":
		t.addPlan(a.id, a)
	case "SHARED":
		t.shared = append(t.shared, a)
	}
}

// addPlan adds the usage plan of some APIs. The last of them describes it.
func (t *transformer) addPlan(prefix string, apis ...*api) {
	stages := tree.NewSequence()
	for _, a := range apis {
		stages.Items = append(stages.Items, tree.NewObject("ApiId", ref(a.id), "Stage", ref(a.stageID(t))))
	}
	last := apis[len(apis)-1]
	properties := picked(last.auth.Get("UsagePlan"), "Description", "Quota", "Throttle", "UsagePlanName")
	properties.Set("ApiStages", stages)
	t.add(last.resource, prefix+"UsagePlan", "AWS::ApiGateway::UsagePlan", properties)
	t.add(last.resource, prefix+"ApiKey", "AWS::ApiGateway::ApiKey", tree.NewObject("Enabled", tree.NewBool(true)))
	t.add(last.resource, prefix+"UsagePlanKey", "AWS::ApiGateway::UsagePlanKey", tree.NewObject(
		"KeyId", ref(prefix+"ApiKey"), "KeyType", tree.NewString("API_KEY"), "UsagePlanId", ref(prefix+"UsagePlan")))
}
