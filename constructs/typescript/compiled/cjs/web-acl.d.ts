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
export declare function addWebAcl(scope: Construct, stageArn: string, options: TypeSafeApiWebAclOptions): WebAcl;
