// Package terraform converts the CloudFormation template of a project to a configuration
// of Terraform, in its JSON syntax: the same resources, which are decided once, with
// variables for the parameters (Terraform, "JSON Configuration Syntax"; the documentation
// of the provider hashicorp/aws).
package terraform

import (
	"slices"
	"strings"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model/naming"
)

// New returns the configuration of a template that the package template has written for
// Terraform.
func New(template *tree.Node) (*tree.Node, diag.List) {
	w := &writer{
		template: template, resources: map[string]*resource{},
		byKind: tree.NewMapping(), data: tree.NewMapping(), locals: tree.NewMapping(),
	}
	w.findResources()
	for _, f := range fields(template.Get("Resources")) {
		w.add(w.resources[f.Name])
	}
	outputs := tree.NewMapping()
	for _, f := range fields(template.Get("Outputs")) {
		outputs.Set(naming.Snake(f.Name), tree.NewObject("value", w.value(f.Value.Get("Value"))))
	}
	w.addConditions()
	return w.configuration(outputs), w.problems
}

// writer is the state of one configuration.
type writer struct {
	template  *tree.Node
	resources map[string]*resource // by logical ID

	byKind     *tree.Node // resources by type and name
	data       *tree.Node
	locals     *tree.Node
	conditions []string // that are used, in this order
	problems   diag.List
}

// resource is a resource of the template.
type resource struct {
	id         string
	properties *tree.Node
	kind       string // that Terraform has for it: "aws_iam_role"
	name       string // in Terraform
	node       *tree.Node
}

// kinds are the types of Terraform by those of CloudFormation.
var kinds = map[string]string{
	"AWS::ApiGateway::RestApi":    "aws_api_gateway_rest_api",
	"AWS::ApiGateway::Deployment": "aws_api_gateway_deployment",
	"AWS::ApiGateway::Stage":      "aws_api_gateway_stage",
	"AWS::ApiGateway::Account":    "aws_api_gateway_account",
	"AWS::Logs::LogGroup":         "aws_cloudwatch_log_group",
	"AWS::IAM::Role":              "aws_iam_role",
	"AWS::Lambda::Permission":     "aws_lambda_permission",
}

// findResources names the resources, before any refers to another.
func (w *writer) findResources() {
	for _, f := range fields(w.template.Get("Resources")) {
		r := &resource{id: f.Name, node: f.Value, properties: f.Value.Get("Properties"), kind: kinds[f.Value.Get("Type").Str()]}
		r.name = strings.TrimSuffix(naming.Snake(f.Name), "_permission")
		if r.kind == "aws_api_gateway_deployment" {
			r.name = "api" // Terraform replaces the one that there is
		}
		w.resources[f.Name] = r
	}
}

// add adds the resource that Terraform has for one of the template.
func (w *writer) add(r *resource) {
	p := r.properties
	switch r.kind {
	case "aws_api_gateway_rest_api":
		w.locals.Set("definition", w.value(p.Get("Body")))
		w.set(r, tree.NewObject("name", w.value(p.Get("Name")), "body", tree.NewString("${jsonencode(local.definition)}")))
	case "aws_api_gateway_deployment":
		w.set(&resource{kind: r.kind, name: r.name, node: tree.NewMapping()}, tree.NewObject(
			"rest_api_id", w.value(p.Get("RestApiId")),
			"triggers", tree.NewObject("definition", tree.NewString("${sha1(jsonencode(local.definition))}")),
			"lifecycle", tree.NewObject("create_before_destroy", tree.NewBool(true)),
		))
	case "aws_api_gateway_stage":
		w.addStage(r)
	case "aws_api_gateway_account":
		w.set(r, tree.NewObject("cloudwatch_role_arn", w.value(p.Get("CloudWatchRoleArn"))))
	case "aws_cloudwatch_log_group":
		arguments := tree.NewObject("retention_in_days", p.Get("RetentionInDays"))
		if r.node.Get("DeletionPolicy").Str() == "Retain" {
			arguments.Set("skip_destroy", tree.NewBool(true))
		}
		w.set(r, arguments)
	case "aws_iam_role":
		w.addRole(r)
	case "aws_lambda_permission":
		w.set(r, tree.NewObject(
			"action", w.value(p.Get("Action")), "function_name", w.value(p.Get("FunctionName")),
			"principal", w.value(p.Get("Principal")), "source_arn", w.value(p.Get("SourceArn"))))
	default:
		w.problems.Errorf(r.node.Position(), "unsupported-template", "%s has no counterpart in the Terraform configuration", r.node.Get("Type").Str())
	}
}

func (w *writer) addStage(r *resource) {
	p := r.properties
	arguments := tree.NewObject(
		"rest_api_id", w.value(p.Get("RestApiId")),
		"deployment_id", tree.NewString("${aws_api_gateway_deployment.api.id}"),
		"stage_name", w.value(p.Get("StageName")),
		"xray_tracing_enabled", p.Get("TracingEnabled"),
		"access_log_settings", tree.NewObject(
			"destination_arn", w.value(p.Get("AccessLogSetting", "DestinationArn")), "format", w.value(p.Get("AccessLogSetting", "Format"))),
	)
	if variables := p.Get("Variables"); variables != nil {
		arguments.Set("variables", w.value(variables))
	}
	if account := w.resources[r.node.Get("DependsOn").Str()]; account != nil {
		arguments.Set("depends_on", tree.NewStrings([]string{account.kind + "." + account.name}))
	}
	w.set(r, arguments)
	for _, settings := range items(p.Get("MethodSettings")) {
		w.set(&resource{kind: "aws_api_gateway_method_settings", name: r.name, node: r.node}, tree.NewObject(
			"rest_api_id", w.value(p.Get("RestApiId")),
			"stage_name", tree.NewString("${aws_api_gateway_stage."+r.name+".stage_name}"),
			"method_path", tree.NewString(strings.TrimPrefix(settings.Get("ResourcePath").Str(), "/")+"/"+settings.Get("HttpMethod").Str()),
			"settings", tree.NewObject("logging_level", settings.Get("LoggingLevel"), "data_trace_enabled", settings.Get("DataTraceEnabled")),
		))
	}
}

// addRole adds a role, and its policies as resources of their own, as the provider
// recommends it.
func (w *writer) addRole(r *resource) {
	p := r.properties
	arguments := tree.NewMapping()
	if description := p.Get("Description"); description != nil {
		arguments.Set("description", w.value(description))
	}
	arguments.Set("assume_role_policy", w.document(p.Get("AssumeRolePolicyDocument")))
	w.set(r, arguments)
	for _, policy := range items(p.Get("Policies")) {
		w.set(&resource{kind: "aws_iam_role_policy", name: r.name, node: r.node}, tree.NewObject(
			"name", w.value(policy.Get("PolicyName")), "role", tree.NewString("${"+w.attribute(r, "name")+"}"), "policy", w.document(policy.Get("PolicyDocument"))))
	}
	for _, arn := range items(p.Get("ManagedPolicyArns")) {
		w.set(&resource{kind: "aws_iam_role_policy_attachment", name: r.name, node: r.node}, tree.NewObject(
			"role", tree.NewString("${"+w.attribute(r, "name")+"}"), "policy_arn", w.value(arn)))
	}
}

// document returns an argument that holds a document as JSON.
func (w *writer) document(n *tree.Node) *tree.Node {
	return tree.NewString("${jsonencode(" + w.expression(n) + ")}")
}

// set adds a resource of Terraform. One with a condition has a count.
func (w *writer) set(r *resource, arguments *tree.Node) {
	if condition := r.node.Get("Condition").Str(); condition != "" {
		all := tree.NewObject("count", tree.NewString("${"+w.condition(condition)+" ? 1 : 0}"))
		all.Fields = append(all.Fields, arguments.Fields...)
		arguments = all
	}
	resources := w.byKind.Get(r.kind)
	if resources == nil {
		resources = tree.NewMapping()
		w.byKind.Set(r.kind, resources)
	}
	resources.Set(r.name, arguments)
}

// attribute returns the expression for an attribute of a resource.
func (w *writer) attribute(r *resource, name string) string {
	if r.node.Get("Condition") != nil {
		return "one(" + r.kind + "." + r.name + "[*]." + name + ")"
	}
	return r.kind + "." + r.name + "." + name
}

// addConditions adds the conditions that are used as local values.
func (w *writer) addConditions() {
	for i := 0; i < len(w.conditions); i++ { //nolint:intrange // grows
		id := w.conditions[i]
		w.locals.Set(naming.Snake(id), tree.NewString("${"+w.expression(w.template.Get("Conditions", id))+"}"))
	}
}

// condition returns the expression for a condition by its name.
func (w *writer) condition(id string) string {
	if !slices.Contains(w.conditions, id) {
		w.conditions = append(w.conditions, id)
	}
	return "local." + naming.Snake(id)
}

// variables returns those of the template's parameters.
func (w *writer) variables() *tree.Node {
	all := tree.NewMapping()
	for _, f := range fields(w.template.Get("Parameters")) {
		name := naming.Snake(f.Name)
		variable := tree.NewObject("type", tree.NewString("string"), "description", w.value(f.Value.Get("Description")))
		if standard := f.Value.Get("Default"); standard != nil {
			variable.Set("default", w.value(standard))
		}
		if allowed := f.Value.Get("AllowedValues"); allowed != nil {
			variable.Set("validation", tree.NewObject(
				"condition", tree.NewString("${contains("+w.expression(allowed)+", var."+name+")}"),
				"error_message", tree.NewString("The value must be one of "+strings.Join(allowed.Strings(), ", ")+"."),
			))
		}
		all.Set(name, variable)
	}
	return all
}

// configuration puts the blocks together; those without content are left out.
func (w *writer) configuration(outputs *tree.Node) *tree.Node {
	c := tree.NewObject(
		"//", w.template.Get("Description"),
		"terraform", tree.NewObject(
			"required_version", tree.NewString(">= 1.5.0"),
			"required_providers", tree.NewObject("aws", tree.NewObject("source", tree.NewString("hashicorp/aws"), "version", tree.NewString(">= 6.0.0"))),
		),
	)
	for _, block := range []tree.Field{
		{Name: "variable", Value: w.variables()}, {Name: "data", Value: w.data}, {Name: "locals", Value: w.locals},
		{Name: "resource", Value: w.byKind}, {Name: "output", Value: outputs},
	} {
		if len(block.Value.Fields) > 0 {
			c.Fields = append(c.Fields, block)
		}
	}
	return c
}

func fields(n *tree.Node) []tree.Field {
	if n == nil {
		return nil
	}
	return n.Fields
}

func items(n *tree.Node) []*tree.Node {
	if n == nil {
		return nil
	}
	return n.Items
}
