import { Names } from "aws-cdk-lib";
import { CfnIPSet, CfnWebACL, CfnWebACLAssociation } from "aws-cdk-lib/aws-wafv2";
import type { Construct } from "constructs";

/** A group of rules that its vendor keeps up. */
export interface ManagedRule {
  /** "AWS" */
  readonly vendorName?: string;
  /** "AWSManagedRulesCommonRuleSet" */
  readonly name: string;
  /** Actions of single rules to take instead of theirs. */
  readonly ruleActionOverrides?: CfnWebACL.RuleActionOverrideProperty[];
}

/** The addresses whose requests are let through. */
export interface CidrAllowList {
  readonly cidrType: "IPV4" | "IPV6";
  readonly cidrRanges: readonly string[];
}

/** Changes the web ACL of AWS WAF before an API. */
export interface TypeSafeApiWebAclOptions {
  /** Leaves the web ACL out. */
  readonly disable?: boolean;
  /** Groups of rules that others keep up. The default is AWSManagedRulesCommonRuleSet of AWS. */
  readonly managedRules?: readonly ManagedRule[];
  /** Refuses callers from other addresses. */
  readonly cidrAllowList?: CidrAllowList;
  /** More rules, which come after the others. Their priorities must be 100 or more. */
  readonly rules?: readonly CfnWebACL.RuleProperty[];
  /** The ARN of a web ACL that is there, to be taken instead. */
  readonly webAclArn?: string;
}

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
  return rules.map(({ vendorName = "AWS", name, ruleActionOverrides = [] }, i) => ({
    name: `${vendorName}-${name}`,
    priority: i + 1,
    overrideAction: { none: {} },
    statement: {
      managedRuleGroupStatement: {
        vendorName,
        name,
        ...(ruleActionOverrides.length > 0 ? { ruleActionOverrides } : {}),
      },
    },
    visibilityConfig: visibility(scope, `${vendorName}-${name}`),
  }));
}

function visibility(scope: Construct, name: string): CfnWebACL.VisibilityConfigProperty {
  return {
    cloudWatchMetricsEnabled: true,
    metricName: `${Names.uniqueId(scope)}-${name}`,
    sampledRequestsEnabled: true,
  };
}
