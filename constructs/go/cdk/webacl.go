package cdk

import (
	"cmp"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awswafv2"
	"github.com/aws/jsii-runtime-go"
)

// addWebACL puts a web ACL before the stage.
func (a *api) addWebACL() {
	o := a.settings.webACL
	if o == nil {
		o = &WebAclOptions{}
	}
	stage := a.DeploymentStage()
	if o.Disable || stage == nil {
		return
	}
	arn := o.WebAclArn
	if arn == nil {
		a.webACL = awswafv2.NewCfnWebACL(a.Construct, jsii.String("WebAcl"), &awswafv2.CfnWebACLProps{
			DefaultAction:    &awswafv2.CfnWebACL_DefaultActionProperty{Allow: &awswafv2.CfnWebACL_AllowActionProperty{}},
			Scope:            jsii.String("REGIONAL"),
			Rules:            a.webACLRules(o),
			VisibilityConfig: a.visibility("WebAcl"),
		})
		arn = a.webACL.AttrArn()
	}
	awswafv2.NewCfnWebACLAssociation(a.Construct, jsii.String("WebAclAssociation"), &awswafv2.CfnWebACLAssociationProps{
		ResourceArn: stage.StageArn(),
		WebAclArn:   arn,
	})
}

func (a *api) webACLRules(o *WebAclOptions) []*awswafv2.CfnWebACL_RuleProperty {
	rules := []*awswafv2.CfnWebACL_RuleProperty{}
	if list := o.CidrAllowList; list != nil {
		set := awswafv2.NewCfnIPSet(a.Construct, jsii.String("AllowedAddresses"), &awswafv2.CfnIPSetProps{
			Addresses:        jsii.Strings(list.CidrRanges...),
			IpAddressVersion: jsii.String(list.CidrType),
			Scope:            jsii.String("REGIONAL"),
		})
		rules = append(rules, &awswafv2.CfnWebACL_RuleProperty{
			Name:     jsii.String("AllowedAddresses"),
			Priority: jsii.Number(0),
			Action:   &awswafv2.CfnWebACL_RuleActionProperty{Block: &awswafv2.CfnWebACL_BlockActionProperty{}},
			Statement: &awswafv2.CfnWebACL_StatementProperty{NotStatement: &awswafv2.CfnWebACL_NotStatementProperty{
				Statement: &awswafv2.CfnWebACL_StatementProperty{
					IpSetReferenceStatement: map[string]any{"arn": set.AttrArn()},
				},
			}},
			VisibilityConfig: a.visibility("AllowedAddresses"),
		})
	}
	managed := o.ManagedRules
	if managed == nil {
		managed = []ManagedRule{{VendorName: "AWS", Name: "AWSManagedRulesCommonRuleSet"}}
	}
	for i, m := range managed {
		group := m.group()
		name := *group.VendorName + "-" + m.Name
		rules = append(rules, &awswafv2.CfnWebACL_RuleProperty{
			Name:             jsii.String(name),
			Priority:         jsii.Number(i + 1),
			OverrideAction:   &awswafv2.CfnWebACL_OverrideActionProperty{None: map[string]any{}},
			Statement:        &awswafv2.CfnWebACL_StatementProperty{ManagedRuleGroupStatement: group},
			VisibilityConfig: a.visibility(name),
		})
	}
	return append(rules, o.Rules...)
}

func (m ManagedRule) group() *awswafv2.CfnWebACL_ManagedRuleGroupStatementProperty {
	group := &awswafv2.CfnWebACL_ManagedRuleGroupStatementProperty{
		VendorName: jsii.String(cmp.Or(m.VendorName, "AWS")),
		Name:       jsii.String(m.Name),
		Version:    m.Version,
	}
	if m.ScopeDownStatement != nil { // a nil pointer in an interface is not nil
		group.ScopeDownStatement = m.ScopeDownStatement
	}
	if len(m.RuleActionOverrides) > 0 {
		group.RuleActionOverrides = m.RuleActionOverrides
	}
	if len(m.ExcludedRules) > 0 {
		group.ExcludedRules = m.ExcludedRules
	}
	return group
}

func (a *api) visibility(name string) *awswafv2.CfnWebACL_VisibilityConfigProperty {
	return &awswafv2.CfnWebACL_VisibilityConfigProperty{
		CloudWatchMetricsEnabled: jsii.Bool(true),
		MetricName:               jsii.String(*awscdk.Names_UniqueId(a.Construct) + "-" + name),
		SampledRequestsEnabled:   jsii.Bool(true),
	}
}
