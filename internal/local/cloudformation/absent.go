package cloudformation

import (
	"slices"
	"strings"

	"github.com/gatewright/gatewright/internal/intrinsic"
	"github.com/gatewright/gatewright/internal/local/s3"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/spec"
)

// findBuckets makes a local bucket of each of the app's.
func (r *reader) findBuckets() {
	for _, found := range r.resources("AWS::S3::Bucket") {
		name := found.physicalName(found.node)
		if intrinsic.IsPlaceholder(name) {
			if !r.isListed(found) {
				r.addAbsent(found, unknown("its name", name), "")
			}
			continue
		}
		if !slices.ContainsFunc(r.assembly.Buckets, func(b s3.Bucket) bool { return b.Name == name }) {
			r.assembly.Buckets = append(r.assembly.Buckets, s3.Bucket{Name: name, CORS: found.corsRules()})
		}
	}
}

// corsRules returns those of a bucket.
func (r *resource) corsRules() []s3.CORSRule {
	var rules []s3.CORSRule
	if all := r.property("CorsConfiguration", "CorsRules"); all.Is(tree.Sequence) {
		for _, n := range all.Items {
			rules = append(rules, s3.CORSRule{Origins: n.Get("AllowedOrigins").Strings(), Methods: n.Get("AllowedMethods").Strings()})
		}
	}
	return rules
}

// addAbsent reports that a resource cannot run, and returns the ARN of its stand-in.
func (r *reader) addAbsent(of *resource, reason, arn string) string {
	return r.addAbsentARN(Absent{Type: of.kind, Path: of.path(), Reason: reason, ARN: arn, Position: of.position})
}

func (r *reader) addAbsentARN(a Absent) string {
	if a.ARN == "" || !r.standIns[a.ARN] {
		r.standIns[a.ARN] = true
		r.assembly.Absent = append(r.assembly.Absent, a)
	}
	return a.ARN
}

// quiet are the types, or the beginnings of types, of which a laptop needs nothing:
// rights, networks, logs, alarms, and what only deploying needs.
var quiet = []string{
	"AWS::IAM::", "AWS::Logs::", "AWS::CloudWatch::", "AWS::EC2::", "AWS::KMS::", "AWS::CDK::", "AWS::SSM::Parameter",
	"AWS::CloudFormation::Stack", "AWS::CloudFormation::WaitCondition", "AWS::Lambda::Permission", "AWS::Lambda::Version", "AWS::Lambda::Alias",
	"AWS::Lambda::LayerVersion", "AWS::Lambda::EventInvokeConfig", "AWS::S3::BucketPolicy", "AWS::SQS::QueuePolicy",
	"AWS::SNS::TopicPolicy", "AWS::Route53::", "AWS::CertificateManager::", "AWS::ECR::", "AWS::ServiceDiscovery::", "AWS::ApplicationAutoScaling::",
	"AWS::ApiGateway::Account", "AWS::ApiGateway::Authorizer", "AWS::ApiGateway::BasePathMapping", "AWS::ApiGateway::Deployment",
	"AWS::ApiGateway::DocumentationPart", "AWS::ApiGateway::DocumentationVersion",
	"AWS::ApiGateway::GatewayResponse", "AWS::ApiGateway::Method", "AWS::ApiGateway::Model",
	"AWS::ApiGateway::RequestValidator", "AWS::ApiGateway::Resource", "AWS::ApiGateway::RestApi", "AWS::ApiGateway::Stage",
	"AWS::ApiGateway::ApiKey", "AWS::ApiGateway::UsagePlan", "AWS::ApiGateway::UsagePlanKey",
	"AWS::ECS::Cluster", "AWS::ECS::TaskDefinition", "AWS::ElasticLoadBalancingV2::Listener", "AWS::ElasticLoadBalancingV2::TargetGroup",
	"AWS::Cognito::UserPoolClient", "AWS::Cognito::UserPoolDomain", "AWS::Cognito::UserPoolResourceServer",
	"AWS::Serverless::Connector", "AWS::WAFv2::WebACLAssociation", "AWS::ApiGatewayV2::Authorizer", "AWS::ApiGatewayV2::Deployment", "AWS::ApiGatewayV2::Integration",
	"AWS::ApiGatewayV2::Route", "AWS::ApiGatewayV2::Stage", "AWS::S3::Bucket", "Custom::", functionType,
}

// samReason is that of resources in a template that does not name the transform.
const samReason = "the template does not name the transform of AWS SAM; add Transform: AWS::Serverless-2016-10-31"

// reasons say more about some types than that they do not run.
var reasons = map[string]string{
	"AWS::ApiGateway::DomainName": "the API is served at its port",
	"AWS::WAFv2::WebACL":          "it keeps nobody out here",
	"AWS::ApiGatewayV2::Api":      "HTTP and WebSocket APIs are not supported; REST APIs are",
	"AWS::Serverless::HttpApi":    "HTTP APIs are not supported; REST APIs are",
	"AWS::Serverless::Api":        samReason,
	"AWS::Serverless::Function":   samReason,
	"AWS::Events::Rule":           "nothing here calls its targets",
}

// listAbsent adds what no API calls directly and does not run either. Of functions
// that no API calls nothing is said: nothing here would call them.
func (r *reader) listAbsent() {
	for _, s := range r.stacks {
		for _, found := range s.order {
			if isQuiet(found.kind) || !found.exists() || r.isListed(found) {
				continue
			}
			if r.options.Services && reasons[found.kind] == "" && !strings.HasPrefix(found.kind, "AWS::ApiGateway::") {
				continue
			}
			reason := reasons[found.kind]
			if reason == "" {
				reason = "it does not run here"
			}
			r.assembly.Absent = append(r.assembly.Absent, Absent{
				Type: found.kind, Path: found.path(), Reason: reason, Position: found.position,
			})
		}
	}
}

// isQuiet compares whole types, except with beginnings, which end in "::".
func isQuiet(kind string) bool {
	return kind == "" || slices.ContainsFunc(quiet, func(q string) bool {
		return kind == q || strings.HasSuffix(q, "::") && strings.HasPrefix(kind, q)
	})
}

// isListed reports whether a resource was listed when an API needed it, or has
// a local substitute: the tokens of user pools are made here.
func (r *reader) isListed(found *resource) bool {
	if found.kind == userPoolType && r.authorizes(found.arn(found.node)) {
		return true
	}
	if r.options.VPCLinks[found.path()] != "" || r.options.VPCLinks[found.logicalID] != "" {
		return true
	}
	return slices.ContainsFunc(r.assembly.Absent, func(a Absent) bool { return a.Position == found.position })
}

const userPoolType = "AWS::Cognito::UserPool"

// authorizes reports whether an API's authorizer names a user pool.
func (r *reader) authorizes(poolARN string) bool {
	return slices.ContainsFunc(r.assembly.APIs, func(api *API) bool {
		return slices.ContainsFunc(api.Local.Authorizers, func(a *spec.Authorizer) bool {
			return slices.Contains(a.ProviderARNs, poolARN)
		})
	})
}
