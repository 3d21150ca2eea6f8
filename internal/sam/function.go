package sam

import (
	"strings"

	"github.com/gatewright/gatewright/internal/tree"
)

// notLambda are properties of a SAM function that are none of AWS::Lambda::Function.
var notLambda = []string{
	"Events", "Policies", "InlineCode", "ImageUri", "AutoPublishAlias", "AutoPublishCodeSha256", "AutoPublishAliasAllProperties",
	"DeploymentPreference", "FunctionUrlConfig", "EventInvokeConfig", "DeadLetterQueue", "ProvisionedConcurrencyConfig",
	"PropagateTags", "AssumeRolePolicyDocument", "PermissionsBoundary", "RolePath",
}

// addFunction adds a function, its alias, and the methods of its events.
func (t *transformer) addFunction(r *resource) {
	properties := moved(r.properties, "CodeUri", "Code", location("S3Bucket", "S3Key"))
	if inline := r.properties.Get("InlineCode"); inline != nil {
		properties.Set("Code", tree.NewObject("ZipFile", inline))
	}
	if image := r.properties.Get("ImageUri"); image != nil {
		properties.Set("Code", tree.NewObject("ImageUri", image))
	}
	if properties.Get("Code") == nil {
		properties.Set("Code", tree.NewString(".")) // as the command line of SAM does
	}
	properties.Delete(notLambda...)
	t.add(r, r.id, "AWS::Lambda::Function", properties)
	t.addRole(r)
	invoked := "${" + r.id + ".Arn}"
	if name := r.properties.Get("AutoPublishAlias"); name != nil {
		invoked = "${" + t.addAlias(r, name) + "}"
	}
	t.addEvents(r, func(m *eventMethod) { m.integration = lambdaIntegration(m.event, invoked) })
}

// addRole adds the role that SAM makes for a resource without one, since templates refer
// to it.
func (t *transformer) addRole(r *resource) {
	if r.properties.Get("Role") == nil {
		t.add(r, r.id+"Role", "AWS::IAM::Role", tree.NewMapping())
	}
}

// addAlias adds a version of a function with an alias, and returns its logical ID.
func (t *transformer) addAlias(r *resource, name *tree.Node) string {
	version, alias := r.id+"Version", r.id+"Alias"+alphanumeric(t.text(name))
	function := ref(r.id)
	t.add(r, version, "AWS::Lambda::Version", tree.NewObject("FunctionName", function))
	t.add(r, alias, "AWS::Lambda::Alias", tree.NewObject("Name", name, "FunctionName", function,
		"FunctionVersion", tree.NewObject("Fn::GetAtt", tree.NewStrings([]string{version, "Version"}))))
	t.renamed[r.id+".Version"], t.renamed[r.id+".Alias"] = version, alias
	return alias
}

// lambdaIntegration returns the integration of a method with a function, as a variable of
// Fn::Sub names it.
func lambdaIntegration(event *tree.Node, function string) *tree.Node {
	invocation := "2015-03-31/functions/" + function + "/invocations"
	i := tree.NewObject("type", tree.NewString("aws_proxy"), "httpMethod", tree.NewString("POST"))
	isStream := event.Get("ResponseTransferMode").Str() == "RESPONSE_STREAM"
	if isStream {
		invocation = "2021-11-15/functions/" + function + "/response-streaming-invocations"
	}
	i.Set("uri", sub("arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/"+invocation))
	if isStream {
		i.Set("responseTransferMode", tree.NewString("STREAM"))
	}
	i.Set("timeoutInMillis", event.Get("TimeoutInMillis"))
	return i
}

// addStateMachine adds a state machine, and the methods of its events.
func (t *transformer) addStateMachine(r *resource) {
	properties := moved(moved(r.properties, "Name", "StateMachineName", same), "Type", "StateMachineType", same)
	properties.Delete("Events", "Policies", "DefinitionUri", "Definition", "PropagateTags")
	t.add(r, r.id, "AWS::StepFunctions::StateMachine", properties)
	t.addRole(r)
	t.addEvents(r, func(m *eventMethod) {
		input := `$util.escapeJavaScript($input.json('$'))`
		if t.isTrue(m.event.Get("UnescapeMappingTemplate")) {
			input += `.replaceAll("\\'","'")`
		}
		role := r.id + m.id + "Role"
		t.add(r, role, "AWS::IAM::Role", tree.NewMapping())
		m.integration = tree.NewObject(
			"type", tree.NewString("aws"),
			"httpMethod", tree.NewString("POST"),
			"uri", sub("arn:${AWS::Partition}:apigateway:${AWS::Region}:states:action/StartExecution"),
			"credentials", tree.NewObject("Fn::GetAtt", tree.NewStrings([]string{role, "Arn"})),
			"requestTemplates", tree.NewObject("application/json", sub(`{"input": "`+input+`", "stateMachineArn": "${`+r.id+`}"}`)),
			"responses", tree.NewObject("200", tree.NewObject("statusCode", tree.NewString("200")), "400", tree.NewObject("statusCode", tree.NewString("400"))),
		)
		m.responses = tree.NewObject(
			"200", tree.NewObject("description", tree.NewString("OK")), "400", tree.NewObject("description", tree.NewString("Bad Request")))
	})
}

// addEvents adds what calls a function or a state machine: methods of REST APIs. Of HTTP
// APIs there is a resource, which is not served; nothing here sends the other events.
func (t *transformer) addEvents(r *resource, integrate func(*eventMethod)) {
	for _, f := range fields(r.properties.Get("Events")) {
		switch f.Value.Get("Type").Str() {
		case "Api":
			event := f.Value.Get("Properties")
			path, method := t.text(event.Get("Path")), strings.ToLower(t.text(event.Get("Method")))
			if path == "" || method == "" {
				t.invalid(f.Value, r, "the event %s needs a Path and a Method", f.Name)
				continue
			}
			m := &eventMethod{id: f.Name, event: event, at: f.Value, path: path, name: method, responses: tree.NewMapping()}
			integrate(m)
			t.addMethod(r, m)
		case "HttpApi":
			if f.Value.Get("Properties", "ApiId") == nil {
				t.set(made(implicitHTTPAPI, "AWS::ApiGatewayV2::Api", f.Value))
			}
		}
	}
}

func ref(id string) *tree.Node   { return tree.NewObject("Ref", tree.NewString(id)) }
func sub(text string) *tree.Node { return tree.NewObject("Fn::Sub", tree.NewString(text)) }
