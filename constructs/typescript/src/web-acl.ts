import { Names } from "aws-cdk-lib";
import { CfnIPSet, CfnWebACL, CfnWebACLAssociation } from "aws-cdk-lib/aws-wafv2";
import type { Construct } from "constructs";
import type { CidrAllowList, ManagedRule, TypeSafeApiWebAclOptions } from "./options.js";

/** The parts of a web ACL that were made. */
export interface WebAcl {
  readonly webAcl?: CfnWebACL;
  readonly ipSet?: CfnIPSet;
  readonly webAclAssociation: CfnWebACLAssociation;
}

/** Puts a web ACL before a stage. */
export function addWebAcl(scope: Construct, stageArn: string, options: TypeSafeApiWebAclOptions): WebAcl {
  let webAcl: CfnWebACL | undefined;
  let ipSet: CfnIPSet | undefined;
  if (options.webAclArn === undefined) {
    ipSet = allowedAddresses(scope, options.cidrAllowList);
    webAcl = new CfnWebACL(scope, "WebAcl", {
      defaultAction: { allow: {} },
      scope: "REGIONAL",
      rules: [...(ipSet === undefined ? [] : [onlyFrom(scope, ipSet)]), ...managed(scope, options.managedRules), ...(options.rules ?? [])],
      visibilityConfig: visibility(scope, "WebAcl"),
    });
  }
  const webAclAssociation = new CfnWebACLAssociation(scope, "WebAclAssociation", {
    resourceArn: stageArn,
    webAclArn: options.webAclArn ?? webAcl?.attrArn ?? "",
  });
  return { webAcl, ipSet, webAclAssociation };
}

function allowedAddresses(scope: Construct, list: CidrAllowList | undefined): CfnIPSet | undefined {
  return list === undefined
    ? undefined
    : new CfnIPSet(scope, "AllowedAddresses", {
        addresses: [...list.cidrRanges],
        ipAddressVersion: list.cidrType,
        scope: "REGIONAL",
      });
}

function onlyFrom(scope: Construct, ipSet: CfnIPSet): CfnWebACL.RuleProperty {
  return {
    name: "AllowedAddresses",
    priority: 0,
    action: { block: {} },
    statement: { notStatement: { statement: { ipSetReferenceStatement: { arn: ipSet.attrArn } } } },
    visibilityConfig: visibility(scope, "AllowedAddresses"),
  };
}

const commonRules: readonly ManagedRule[] = [{ vendorName: "AWS", name: "AWSManagedRulesCommonRuleSet" }];

function managed(scope: Construct, rules: readonly ManagedRule[] = commonRules): CfnWebACL.RuleProperty[] {
  return rules.map((rule, i) => {
    const group = ruleGroup(rule);
    const name = `${group.vendorName}-${group.name}`;
    return {
      name,
      priority: i + 1,
      overrideAction: { none: {} },
      statement: { managedRuleGroupStatement: group },
      visibilityConfig: visibility(scope, name),
    };
  });
}

function ruleGroup(rule: ManagedRule): CfnWebACL.ManagedRuleGroupStatementProperty {
  const { vendor, vendorName = vendor ?? "AWS", name, ruleActionOverrides = [], excludedRules = [] } = rule;
  return {
    vendorName,
    name,
    version: rule.version,
    scopeDownStatement: rule.scopeDownStatement,
    ...(ruleActionOverrides.length > 0 ? { ruleActionOverrides: [...ruleActionOverrides] } : {}),
    ...(excludedRules.length > 0 ? { excludedRules: [...excludedRules] } : {}),
  };
}

function visibility(scope: Construct, name: string): CfnWebACL.VisibilityConfigProperty {
  return {
    cloudWatchMetricsEnabled: true,
    metricName: `${Names.uniqueId(scope)}-${name}`,
    sampledRequestsEnabled: true,
  };
}
