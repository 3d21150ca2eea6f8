"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.addWebAcl = addWebAcl;
const aws_cdk_lib_1 = require("aws-cdk-lib");
const aws_wafv2_1 = require("aws-cdk-lib/aws-wafv2");
/** Puts a web ACL before a stage. */
function addWebAcl(scope, stageArn, options) {
    let webAcl;
    let ipSet;
    if (options.webAclArn === undefined) {
        ipSet = allowedAddresses(scope, options.cidrAllowList);
        webAcl = new aws_wafv2_1.CfnWebACL(scope, "WebAcl", {
            defaultAction: { allow: {} },
            scope: "REGIONAL",
            rules: [...(ipSet === undefined ? [] : [onlyFrom(scope, ipSet)]), ...managed(scope, options.managedRules), ...(options.rules ?? [])],
            visibilityConfig: visibility(scope, "WebAcl"),
        });
    }
    const webAclAssociation = new aws_wafv2_1.CfnWebACLAssociation(scope, "WebAclAssociation", {
        resourceArn: stageArn,
        webAclArn: options.webAclArn ?? webAcl?.attrArn ?? "",
    });
    return { webAcl, ipSet, webAclAssociation };
}
function allowedAddresses(scope, list) {
    return list === undefined
        ? undefined
        : new aws_wafv2_1.CfnIPSet(scope, "AllowedAddresses", {
            addresses: [...list.cidrRanges],
            ipAddressVersion: list.cidrType,
            scope: "REGIONAL",
        });
}
function onlyFrom(scope, ipSet) {
    return {
        name: "AllowedAddresses",
        priority: 0,
        action: { block: {} },
        statement: { notStatement: { statement: { ipSetReferenceStatement: { arn: ipSet.attrArn } } } },
        visibilityConfig: visibility(scope, "AllowedAddresses"),
    };
}
const commonRules = [{ vendorName: "AWS", name: "AWSManagedRulesCommonRuleSet" }];
function managed(scope, rules = commonRules) {
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
function ruleGroup(rule) {
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
function visibility(scope, name) {
    return {
        cloudWatchMetricsEnabled: true,
        metricName: `${aws_cdk_lib_1.Names.uniqueId(scope)}-${name}`,
        sampledRequestsEnabled: true,
    };
}
