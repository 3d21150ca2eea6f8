import { CfnIPSet, CfnWebACL, CfnWebACLAssociation } from "aws-cdk-lib/aws-wafv2";
import type { Construct } from "constructs";
/** A group of rules that its vendor keeps up. */
export interface ManagedRule {
    /** The vendor. The default is "AWS". */
    readonly vendor?: string;
    /** Another name of `vendor`, as CloudFormation has it. */
    readonly vendorName?: string;
    /** "AWSManagedRulesCommonRuleSet" */
    readonly name: string;
    /** Actions of single rules to take instead of theirs. */
    readonly ruleActionOverrides?: CfnWebACL.RuleActionOverrideProperty[];
    /** Rules that only count what they match. */
    readonly excludedRules?: CfnWebACL.ExcludedRuleProperty[];
    /** The requests that the group inspects. The default is all. */
    readonly scopeDownStatement?: CfnWebACL.StatementProperty;
    /** The version of the group: "Version_1.3". The default is the vendor's. */
    readonly version?: string;
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
export declare function addWebAcl(scope: Construct, stageArn: string, options: TypeSafeApiWebAclOptions): WebAcl;
