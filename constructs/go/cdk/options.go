// Code generated from the options that gatewright declares. DO NOT EDIT.

package cdk

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapigateway"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awswafv2"
)

// ApiKeyOptions is how API keys are sent, and who needs one.
type ApiKeyOptions struct {
	// Source sets where the key comes from: the x-api-key header, or what an authorizer returns. The default is header.
	Source string
	// RequiredByDefault sets whether operations that do not say otherwise need a key. The default is false.
	RequiredByDefault bool
}

// Validation is what API Gateway validates before it calls an integration.
type Validation struct {
	// Body sets whether request bodies are validated against the model's schemas. The default is true.
	Body *bool
	// Parameters sets whether required parameters must be present. The default is true.
	Parameters *bool
}

// AccessLogOptions is the log of requests.
type AccessLogOptions struct {
	// Disable sets whether access logs are disabled. The default is false.
	Disable bool
	// LogGroup sets the log group that holds it. The default is one of its own.
	LogGroup awslogs.ILogGroup
	// Retention sets the time for which the log group of its own keeps entries. The default is a month.
	Retention awslogs.RetentionDays
	// RemovalPolicy sets what happens to the log group of its own when the API is deleted. The default is to keep it.
	RemovalPolicy awscdk.RemovalPolicy
	// Format sets the format of an entry. The default is JSON with the standard fields.
	Format awsapigateway.AccessLogFormat
}

// ManagedRule is a group of rules that its vendor maintains.
type ManagedRule struct {
	// Name sets the name of the group, such as AWSManagedRulesCommonRuleSet.
	Name string
	// VendorName sets the vendor, as CloudFormation names it. The default is AWS.
	VendorName string
	// RuleActionOverrides sets actions of single rules to take in place of theirs, such as count for
	// SizeRestrictions_BODY, which blocks bodies of more than 8 KB.
	RuleActionOverrides []*awswafv2.CfnWebACL_RuleActionOverrideProperty
	// ExcludedRules sets rules that only count what they match.
	ExcludedRules []*awswafv2.CfnWebACL_ExcludedRuleProperty
	// ScopeDownStatement sets the requests that the group inspects. The default is all.
	ScopeDownStatement *awswafv2.CfnWebACL_StatementProperty
	// Version sets the version of the group, such as Version_1.3. The default is the vendor's.
	Version *string
}

// CidrAllowList is the addresses whose requests are let through.
type CidrAllowList struct {
	// CidrType sets the version of IP: IPV4 or IPV6.
	CidrType string
	// CidrRanges sets the ranges, such as 192.0.2.0/24.
	CidrRanges []string
}

// WebAclOptions is the web ACL of AWS WAF in front of an API.
type WebAclOptions struct {
	// Disable sets whether the web ACL is disabled. The default is false.
	Disable bool
	// ManagedRules sets groups of rules that vendors maintain. The default is AWSManagedRulesCommonRuleSet of AWS.
	ManagedRules []ManagedRule
	// CidrAllowList sets the addresses from which callers are let through. The default is all.
	CidrAllowList *CidrAllowList
	// Rules sets more rules, which come after the others. Their priorities must be 100 or more.
	Rules []*awswafv2.CfnWebACL_RuleProperty
	// WebAclArn sets the ARN of an existing web ACL to use in place of a new one.
	WebAclArn *string
}
