import { CfnIPSet, CfnWebACL, CfnWebACLAssociation } from "aws-cdk-lib/aws-wafv2";
import type { Construct } from "constructs";
import type { TypeSafeApiWebAclOptions } from "./options.js";
/** The parts of a web ACL that were made. */
export interface WebAcl {
    readonly webAcl?: CfnWebACL;
    readonly ipSet?: CfnIPSet;
    readonly webAclAssociation: CfnWebACLAssociation;
}
/** Puts a web ACL before a stage. */
export declare function addWebAcl(scope: Construct, stageArn: string, options: TypeSafeApiWebAclOptions): WebAcl;
