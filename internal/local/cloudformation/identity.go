package cloudformation

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/gatewright/gatewright/internal/intrinsic"
	"github.com/gatewright/gatewright/internal/tree"
)

// identity reports how resources of a type are named and referred to. In its
// patterns {name}, {id}, {arn}, {region}, {account}, {partition} and
// {suffix} stand for what their names say (AWS CloudFormation Template Reference, "Return
// values" of each resource type).
type identity struct {
	property   string // that gives the name; empty: resources of the type have none
	ref        string // what Ref gives; default {name}
	arn        string
	attributes map[string]string
}

// Patterns that several types share.
const (
	hashed   = "{id}" // an ID that the service makes
	byARN    = "{arn}"
	longName = "{name}"
)

var identities = map[string]identity{
	"AWS::Lambda::Alias":        {property: "Name"},
	"AWS::Lambda::Function":     {property: "FunctionName", arn: "arn:{partition}:lambda:{region}:{account}:function:{name}"},
	"AWS::Lambda::LayerVersion": {property: "LayerName", ref: "arn:{partition}:lambda:{region}:{account}:layer:{name}:1"},
	"AWS::S3::Bucket": {property: "BucketName", arn: "arn:{partition}:s3:::{name}", attributes: map[string]string{
		"DomainName":          "{name}.s3.{suffix}",
		"RegionalDomainName":  "{name}.s3.{region}.{suffix}",
		"DualStackDomainName": "{name}.s3.dualstack.{region}.{suffix}",
		"WebsiteURL":          "http://{name}.s3-website-{region}.{suffix}",
	}},
	"AWS::SQS::Queue": {
		property: "QueueName", ref: "https://sqs.{region}.{suffix}/{account}/{name}",
		arn: "arn:{partition}:sqs:{region}:{account}:{name}",
		attributes: map[string]string{
			"QueueName": longName, "QueueUrl": "https://sqs.{region}.{suffix}/{account}/{name}",
		},
	},
	"AWS::SNS::Topic": {
		property: "TopicName", ref: byARN, arn: "arn:{partition}:sns:{region}:{account}:{name}",
		attributes: map[string]string{"TopicArn": byARN, "TopicName": longName},
	},
	"AWS::DynamoDB::Table":       {property: "TableName", arn: "arn:{partition}:dynamodb:{region}:{account}:table/{name}"},
	"AWS::DynamoDB::GlobalTable": {property: "TableName", arn: "arn:{partition}:dynamodb:{region}:{account}:table/{name}"},
	"AWS::Kinesis::Stream":       {property: "Name", arn: "arn:{partition}:kinesis:{region}:{account}:stream/{name}"},
	"AWS::KinesisFirehose::DeliveryStream": {
		property: "DeliveryStreamName", arn: "arn:{partition}:firehose:{region}:{account}:deliverystream/{name}",
	},
	"AWS::Events::EventBus": {
		property: "Name", arn: "arn:{partition}:events:{region}:{account}:event-bus/{name}",
		attributes: map[string]string{"Name": longName},
	},
	"AWS::StepFunctions::StateMachine": {
		property: "StateMachineName", ref: byARN, arn: "arn:{partition}:states:{region}:{account}:stateMachine:{name}",
		attributes: map[string]string{"Name": longName},
	},
	"AWS::IAM::Role": {
		property: "RoleName", arn: "arn:{partition}:iam::{account}:role/{name}", attributes: map[string]string{"RoleId": hashed},
	},
	"AWS::Cognito::UserPool": {
		ref: "{region}_{id}", arn: "arn:{partition}:cognito-idp:{region}:{account}:userpool/{region}_{id}",
		attributes: map[string]string{
			"UserPoolId":   "{region}_{id}",
			"ProviderName": "cognito-idp.{region}.{suffix}/{region}_{id}",
			"ProviderURL":  "https://cognito-idp.{region}.{suffix}/{region}_{id}",
		},
	},
	"AWS::Cognito::UserPoolClient": {ref: hashed, attributes: map[string]string{"ClientId": hashed}},
	"AWS::Logs::LogGroup":          {property: "LogGroupName", arn: "arn:{partition}:logs:{region}:{account}:log-group:{name}:*"},
	"AWS::KMS::Key": {
		ref: hashed, arn: "arn:{partition}:kms:{region}:{account}:key/{id}", attributes: map[string]string{"KeyId": hashed},
	},
	"AWS::SecretsManager::Secret": {
		property: "Name", ref: byARN, arn: "arn:{partition}:secretsmanager:{region}:{account}:secret:{name}",
		attributes: map[string]string{"Id": byARN},
	},
	"AWS::SSM::Parameter":        {property: "Name"},
	"AWS::CloudFormation::Stack": {ref: "arn:{partition}:cloudformation:{region}:{account}:stack/{name}/{id}"},

	"AWS::ApiGateway::RestApi": {ref: hashed, attributes: map[string]string{
		"RestApiId": hashed, "RootResourceId": "{id}-root",
	}},
	"AWS::ApiGateway::Resource":         {ref: hashed, attributes: map[string]string{"ResourceId": hashed}},
	"AWS::ApiGateway::Stage":            {property: "StageName"},
	"AWS::ApiGateway::Deployment":       {ref: hashed, attributes: map[string]string{"DeploymentId": hashed}},
	"AWS::ApiGateway::Model":            {property: "Name"},
	"AWS::ApiGateway::RequestValidator": {ref: hashed, attributes: map[string]string{"RequestValidatorId": hashed}},
	"AWS::ApiGateway::Authorizer":       {property: "Name", ref: hashed, attributes: map[string]string{"AuthorizerId": hashed}},
	"AWS::ApiGateway::VpcLink":          {ref: hashed, attributes: map[string]string{"VpcLinkId": hashed}},
	"AWS::ApiGateway::ApiKey":           {ref: hashed, attributes: map[string]string{"APIKeyId": hashed}},
	"AWS::ApiGateway::UsagePlan":        {ref: hashed, attributes: map[string]string{"Id": hashed}},
}

// The lengths of what resources are called here.
const (
	minName  = 3  // that of a bucket; other services take less
	maxName  = 63 // the same
	idLength = 10 // that of a REST API's ID
)

// id returns what Ref gives.
func (r *resource) id(at *tree.Node) string {
	switch r.kind {
	case "AWS::Lambda::Version":
		return r.functionARN(at) + ":1"
	case "AWS::Lambda::Alias":
		return r.functionARN(at) + ":" + r.physicalName(at)
	}
	pattern := identities[r.kind].ref
	if pattern == "" {
		pattern = longName
	}
	return r.fill(at, pattern)
}

// functionARN returns the ARN of the function that a version or an alias is of.
func (r *resource) functionARN(at *tree.Node) string {
	var name string
	r.once(r.node, at, "the function of "+r.logicalID, func() { name = r.text("FunctionName") })
	if strings.HasPrefix(name, "arn:") {
		return unqualified(name)
	}
	return r.fillNamed(identities[functionType].arn, name)
}

// attributeValue returns what Fn::GetAtt gives. What is not known is left as a
// placeholder.
func (r *resource) attributeValue(at *tree.Node, name string) *tree.Node {
	if value, ok := r.ownAttribute(at, name); ok {
		return value
	}
	of := identities[r.kind]
	if pattern, ok := of.attributes[name]; ok {
		return intrinsic.From(at, tree.NewString(r.fill(at, pattern)))
	}
	if name == "Arn" {
		return intrinsic.From(at, tree.NewString(r.arn(at)))
	}
	return intrinsic.Placeholder(at, r.path()+"."+name)
}

// ownAttribute returns attributes that are made of the resource's properties.
func (r *resource) ownAttribute(at *tree.Node, name string) (*tree.Node, bool) {
	switch r.kind + "." + name {
	case "AWS::SSM::Parameter.Value", "AWS::SSM::Parameter.Type":
	case "AWS::Lambda::Version.Version":
		return intrinsic.From(at, tree.NewString("1")), true
	case "AWS::Lambda::Alias.AliasArn", "AWS::Lambda::Version.FunctionArn":
		return intrinsic.From(at, tree.NewString(r.id(at))), true
	default:
		return nil, false
	}
	var text string
	r.once(r.node, at, r.logicalID+"."+name, func() { text = r.text(name) })
	return intrinsic.From(at, tree.NewString(text)), true
}

func (r *resource) arn(at *tree.Node) string {
	pattern := identities[r.kind].arn
	if pattern == "" {
		pattern = "arn:{partition}:" + serviceOf(r.kind) + ":{region}:{account}:{name}"
	}
	return r.fill(at, pattern)
}

// serviceOf returns "sqs" of "AWS::SQS::Queue".
func serviceOf(kind string) string {
	parts := strings.Split(kind, "::")
	if len(parts) < 2 {
		return strings.ToLower(kind)
	}
	return strings.ToLower(parts[1])
}

func (r *resource) fill(at *tree.Node, pattern string) string {
	pattern = strings.ReplaceAll(pattern, "{arn}", identities[r.kind].arn)
	name := ""
	if strings.Contains(pattern, "{name}") {
		name = r.physicalName(at)
	}
	return r.fillNamed(pattern, name)
}

func (r *resource) fillNamed(pattern, name string) string {
	return strings.NewReplacer(
		"{name}", name, "{id}", r.identifier(),
		"{region}", r.region, "{account}", r.account, "{partition}", r.partition(), "{suffix}", r.suffix(),
	).Replace(pattern)
}

func (r *resource) identifier() string {
	return identifier(r.account+"/"+r.region+"/"+r.stack.name+"/"+r.logicalID, idLength)
}

// identifier makes an ID that is always the same for the same text.
func identifier(text string, length int) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])[:length]
}

// physicalName returns the name that the template gives, or one made of the
// construct's path, so that people know it.
func (r *resource) physicalName(at *tree.Node) string {
	if r.name != "" {
		return r.name
	}
	name := ""
	if property := identities[r.kind].property; property != "" {
		r.once(r, at, "the name of "+r.logicalID, func() { name = r.text(property) })
	}
	if name == "" {
		name = r.madeName()
	}
	r.name = name
	return name
}

// madeName makes a name that no other resource of the type has got.
func (r *resource) madeName() string {
	name := strings.Trim(strings.Map(nameRune, r.path()), "-")
	if r.kind == "AWS::S3::Bucket" {
		name = strings.ToLower(name)
	}
	name = shortened(name)
	taken := r.kind + " " + name
	if r.made[taken] || len(name) < minName {
		name = shortened(name + "-" + r.identifier())
	}
	r.made[taken] = true
	return name
}

// shortened cuts a name that is too long, and keeps it apart from others.
func shortened(name string) string {
	if len(name) <= maxName {
		return name
	}
	return name[:maxName-9] + "-" + identifier(name, 8)
}

func nameRune(c rune) rune {
	if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' {
		return c
	}
	return '-'
}
