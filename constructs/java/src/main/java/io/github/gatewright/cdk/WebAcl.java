package io.github.gatewright.cdk;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Names;
import software.amazon.awscdk.services.apigateway.Stage;
import software.amazon.awscdk.services.wafv2.CfnIPSet;
import software.amazon.awscdk.services.wafv2.CfnWebACL;
import software.amazon.awscdk.services.wafv2.CfnWebACLAssociation;
import software.constructs.Construct;

/** Puts a web ACL before a stage. */
final class WebAcl {

  /** What was made before a stage; null: not made. */
  record Made(CfnWebACL webAcl, CfnIPSet ipSet, CfnWebACLAssociation association) {}

  private static final List<ManagedRule> COMMON =
      List.of(ManagedRule.builder().name("AWSManagedRulesCommonRuleSet").build());

  private final Construct scope;
  private final TypeSafeApiWebAclOptions options;

  private CfnIPSet ipSet;

  private WebAcl(Construct scope, TypeSafeApiWebAclOptions options) {
    this.scope = scope;
    this.options = options;
  }

  /** Makes the web ACL of a stage, or associates the one that is named. */
  static Made before(Construct scope, TypeSafeApiWebAclOptions given, Stage stage) {
    TypeSafeApiWebAclOptions options =
        given == null ? TypeSafeApiWebAclOptions.builder().build() : given;
    if (Boolean.TRUE.equals(options.disable) || stage == null) {
      return new Made(null, null, null);
    }
    WebAcl maker = new WebAcl(scope, options);
    CfnWebACL made = options.webAclArn == null ? maker.make() : null;
    CfnWebACLAssociation association =
        CfnWebACLAssociation.Builder.create(scope, "WebAclAssociation")
            .resourceArn(stage.getStageArn())
            .webAclArn(made == null ? options.webAclArn : made.getAttrArn())
            .build();
    return new Made(made, maker.ipSet, association);
  }

  private CfnWebACL make() {
    return CfnWebACL.Builder.create(scope, "WebAcl")
        .defaultAction(
            CfnWebACL.DefaultActionProperty.builder()
                .allow(CfnWebACL.AllowActionProperty.builder().build())
                .build())
        .scope("REGIONAL")
        .rules(rules())
        .visibilityConfig(visibility("WebAcl"))
        .build();
  }

  private List<CfnWebACL.RuleProperty> rules() {
    List<CfnWebACL.RuleProperty> rules = new ArrayList<>();
    if (options.cidrAllowList != null) {
      rules.add(allowedAddresses(options.cidrAllowList));
    }
    int priority = 1;
    for (ManagedRule managed : options.managedRules == null ? COMMON : options.managedRules) {
      rules.add(managedRule(managed, priority++));
    }
    if (options.rules != null) {
      rules.addAll(options.rules);
    }
    return rules;
  }

  private CfnWebACL.RuleProperty allowedAddresses(CidrAllowList list) {
    ipSet =
        CfnIPSet.Builder.create(scope, "AllowedAddresses")
            .addresses(list.cidrRanges)
            .ipAddressVersion(list.cidrType)
            .scope("REGIONAL")
            .build();
    return CfnWebACL.RuleProperty.builder()
        .name("AllowedAddresses")
        .priority(0)
        .action(
            CfnWebACL.RuleActionProperty.builder()
                .block(CfnWebACL.BlockActionProperty.builder().build())
                .build())
        .statement(
            CfnWebACL.StatementProperty.builder()
                .notStatement(
                    CfnWebACL.NotStatementProperty.builder()
                        .statement(
                            CfnWebACL.StatementProperty.builder()
                                .ipSetReferenceStatement(
                                    CfnWebACL.IPSetReferenceStatementProperty.builder()
                                        .arn(ipSet.getAttrArn())
                                        .build())
                                .build())
                        .build())
                .build())
        .visibilityConfig(visibility("AllowedAddresses"))
        .build();
  }

  private CfnWebACL.RuleProperty managedRule(ManagedRule managed, int priority) {
    String vendor = managed.vendorName == null ? managed.vendor : managed.vendorName;
    if (vendor == null) {
      vendor = "AWS";
    }
    CfnWebACL.ManagedRuleGroupStatementProperty.Builder group =
        CfnWebACL.ManagedRuleGroupStatementProperty.builder()
            .vendorName(vendor)
            .name(managed.name)
            .version(managed.version)
            .scopeDownStatement(managed.scopeDownStatement);
    if (managed.ruleActionOverrides != null && !managed.ruleActionOverrides.isEmpty()) {
      group.ruleActionOverrides(managed.ruleActionOverrides);
    }
    if (managed.excludedRules != null && !managed.excludedRules.isEmpty()) {
      group.excludedRules(managed.excludedRules);
    }
    String name = vendor + "-" + managed.name;
    return CfnWebACL.RuleProperty.builder()
        .name(name)
        .priority(priority)
        .overrideAction(CfnWebACL.OverrideActionProperty.builder().none(Map.of()).build())
        .statement(
            CfnWebACL.StatementProperty.builder().managedRuleGroupStatement(group.build()).build())
        .visibilityConfig(visibility(name))
        .build();
  }

  private CfnWebACL.VisibilityConfigProperty visibility(String name) {
    return CfnWebACL.VisibilityConfigProperty.builder()
        .cloudWatchMetricsEnabled(true)
        .metricName(Names.uniqueId(scope) + "-" + name)
        .sampledRequestsEnabled(true)
        .build();
  }
}
