// Package template writes the CloudFormation template of a project: its API, and what
// the plan deploys with the definition.
package template

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/config"
	"github.com/gatewright/gatewright/internal/deploy"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model/naming"
)

// maxResources is how many resources a template may have (AWS CloudFormation User
// Guide, "Understand CloudFormation quotas").
const maxResources = 500

// of returns the template of one variant of a project.
func of(p *config.Project, forTerraform bool) (*tree.Node, diag.List) {
	if p.Full == nil {
		var problems diag.List
		problems.Errorf(diag.Position{File: p.File}, "unsupported-template", "a finished definition does not say what else to deploy").Help =
			"name it under Body or BodyS3Location of an AWS::ApiGateway::RestApi in a template of your own, or write gatewright.yaml"
		return nil, problems
	}
	plan, problems := p.Plan(nil)
	body, found := deploy.Body(p.Definition.Root, p.File)
	problems = append(problems, found...)
	w := &writer{project: p, plan: plan, forTerraform: forTerraform, resources: tree.NewMapping(), parameters: tree.NewMapping()}
	w.api(w.value(body))
	w.role()
	w.permissions()
	if n := len(w.resources.Fields); n > maxResources && !forTerraform {
		problems.Errorf(diag.Position{File: p.File}, "too-many-stack-resources", "the template has %d resources, and CloudFormation takes %d", n, maxResources).Help =
			"let fewer functions respond to more operations, deploy with the constructs of the CDK, which nest stacks, or make two models of it"
	}
	return w.template(), append(problems, w.problems...)
}

// writer is the state of one template.
type writer struct {
	project    *config.Project
	plan       *deploy.Plan
	resources  *tree.Node
	parameters *tree.Node
	problems   diag.List

	forTerraform bool // keeps references of Terraform
}

// IDs of the resources.
const (
	apiID            = "Api"
	stageID          = "Stage"
	logsID           = "AccessLogs"
	roleID           = "Role"
	cloudWatchRoleID = "CloudWatchRole"
	accountID        = "Account"
)

var ids = []string{apiID, stageID, logsID, roleID, cloudWatchRoleID, accountID}

func (w *writer) template() *tree.Node {
	t := tree.NewObject(
		"AWSTemplateFormatVersion", tree.NewString("2010-09-09"),
		"Description", tree.NewString(w.plan.Title),
	)
	if len(w.parameters.Fields) > 0 {
		t.Set("Parameters", w.parameters)
	}
	t.Set("Resources", w.resources)
	t.Set("Outputs", tree.NewObject(
		"ApiId", tree.NewObject("Value", ref(apiID)),
		"Url", tree.NewObject("Value", sub("https://${"+apiID+"}.execute-api.${AWS::Region}.${AWS::URLSuffix}/"+w.project.Stage+"/")),
	))
	return t
}

// api adds the API, its deployment and its stage.
func (w *writer) api(body *tree.Node) {
	w.add(apiID, "AWS::ApiGateway::RestApi", tree.NewObject("Name", tree.NewString(w.plan.Title), "Body", body))
	// A deployment is a snapshot: with another definition it must be another resource.
	sum := sha256.Sum256(body.JSON(false))
	deployment := "Deployment" + hex.EncodeToString(sum[:])[:12]
	w.add(deployment, "AWS::ApiGateway::Deployment", tree.NewObject("RestApiId", ref(apiID)))
	w.logs()
	w.stage(deployment)
}

// logs adds the log group of requests, and the role that API Gateway needs to write logs.
func (w *writer) logs() {
	w.retained(w.add(logsID, "AWS::Logs::LogGroup", tree.NewObject("RetentionInDays", tree.NewInt(deploy.LogRetentionDays))))
	w.retained(w.add(cloudWatchRoleID, "AWS::IAM::Role", tree.NewObject(
		"AssumeRolePolicyDocument", assumedByAPIGateway(),
		"ManagedPolicyArns", tree.NewSequence(sub("arn:${AWS::Partition}:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs")),
	)))
	w.retained(w.add(accountID, "AWS::ApiGateway::Account", tree.NewObject("CloudWatchRoleArn", attribute(cloudWatchRoleID, "Arn"))))
}

func (w *writer) stage(deployment string) {
	defaults := deploy.DefaultStage()
	properties := tree.NewObject(
		"RestApiId", ref(apiID),
		"DeploymentId", ref(deployment),
		"StageName", tree.NewString(w.project.Stage),
		"TracingEnabled", tree.NewBool(defaults.Tracing),
		"MethodSettings", tree.NewSequence(tree.NewObject(
			"HttpMethod", tree.NewString("*"),
			"ResourcePath", tree.NewString("/*"),
			"LoggingLevel", tree.NewString(defaults.LoggingLevel),
			"DataTraceEnabled", tree.NewBool(false),
		)),
		"AccessLogSetting", tree.NewObject("DestinationArn", attribute(logsID, "Arn"), "Format", tree.NewString(defaults.AccessLogFormat)),
	)
	if variables := w.stageVariables(); len(variables.Fields) > 0 {
		properties.Set("Variables", variables)
	}
	w.add(stageID, "AWS::ApiGateway::Stage", properties).Set("DependsOn", tree.NewString(accountID))
}

// role adds the role that integrations share. Roles that the user names are not changed.
func (w *writer) role() {
	if !w.plan.UsesRole {
		return
	}
	properties := tree.NewObject(
		"Description", tree.NewString(deploy.RoleDescription(w.plan.Title)),
		"AssumeRolePolicyDocument", assumedByAPIGateway(),
	)
	for _, p := range w.plan.Policies() {
		if p.Role == deploy.SharedRole {
			properties.Set("Policies", tree.NewSequence(tree.NewObject("PolicyName", tree.NewString(apiID), "PolicyDocument", w.policy(p.Statements))))
		}
	}
	w.add(roleID, "AWS::IAM::Role", properties)
}

func (w *writer) policy(statements []deploy.Statement) *tree.Node {
	all := tree.NewSequence()
	for _, s := range statements {
		all.Items = append(all.Items, tree.NewObject(
			"Effect", tree.NewString("Allow"), "Action", tree.NewStrings(s.Actions), "Resource", w.value(tree.NewStrings(s.Resources))))
	}
	return policyDocument(all)
}

// permissions adds those to invoke functions.
func (w *writer) permissions() {
	for _, p := range w.plan.Permissions.Operations {
		w.permission(p, w.project.Stage+"/")
	}
	for _, p := range w.plan.Permissions.Authorizers {
		w.permission(p, "")
	}
}

func (w *writer) permission(p deploy.Permission, stage string) {
	w.add(w.unused(alphanumeric(naming.Pascal(p.ID))+"Permission"), "AWS::Lambda::Permission", tree.NewObject(
		"Action", tree.NewString("lambda:InvokeFunction"),
		"FunctionName", w.text(p.Function),
		"Principal", tree.NewString("apigateway.amazonaws.com"),
		"SourceArn", sub("arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${"+apiID+"}/"+stage+p.Source),
	))
}

// add adds a resource, and returns it.
func (w *writer) add(id, kind string, properties *tree.Node) *tree.Node {
	resource := tree.NewObject("Type", tree.NewString(kind), "Properties", properties)
	w.resources.Set(id, resource)
	return resource
}

// retained keeps a resource when the stack no longer has it, as the CDK does.
func (w *writer) retained(resource *tree.Node) {
	resource.Set("DeletionPolicy", tree.NewString("Retain"))
	resource.Set("UpdateReplacePolicy", tree.NewString("Retain"))
}

// unused returns an ID that no resource and no parameter has.
func (w *writer) unused(id string) string {
	unused := id
	for n := 2; w.resources.Get(unused) != nil || w.parameters.Get(unused) != nil; n++ {
		unused = id + strconv.Itoa(n)
	}
	return unused
}

// alphanumeric leaves out what a logical ID may not hold.
func alphanumeric(name string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' {
			return r
		}
		return -1
	}, name)
}

func assumedByAPIGateway() *tree.Node {
	return policyDocument(tree.NewSequence(tree.NewObject(
		"Effect", tree.NewString("Allow"),
		"Principal", tree.NewObject("Service", tree.NewString("apigateway.amazonaws.com")),
		"Action", tree.NewString("sts:AssumeRole"),
	)))
}

func policyDocument(statements *tree.Node) *tree.Node {
	return tree.NewObject("Version", tree.NewString("2012-10-17"), "Statement", statements)
}

func ref(id string) *tree.Node   { return tree.NewObject("Ref", tree.NewString(id)) }
func sub(text string) *tree.Node { return tree.NewObject("Fn::Sub", tree.NewString(text)) }

func attribute(id, name string) *tree.Node {
	return tree.NewObject("Fn::GetAtt", tree.NewStrings([]string{id, name}))
}
