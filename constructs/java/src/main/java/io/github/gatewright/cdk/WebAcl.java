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

  private final Construct scope;
  private final TypeSafeApiWebAclOptions options;

  private WebAcl(Construct scope, TypeSafeApiWebAclOptions options) {
    this.scope = scope;
    this.options = options;
  }

  /** Gives the web ACL that was made, or null. */
  static CfnWebACL before(Construct scope, TypeSafeApiWebAclOptions given, Stage stage) {
    TypeSafeApiWebAclOptions options =
        given == null ? TypeSafeApiWebAclOptions.builder().build() : given;
    if (options.disable || stage == null) {
      return null;
    }
    CfnWebACL made = null;
    if (options.webAclArn == null) {
      made = new WebAcl(scope, options).make();
    }
    CfnWebACLAssociation.Builder.create(scope, "WebAclAssociation")
        .resourceArn(stage.getStageArn())
        .webAclArn(made == null ? options.webAclArn : made.getAttrArn())
        .build();
    return made;
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
    for (ManagedRule managed : options.managedRules) {
      rules.add(managedRule(managed, priority++));
    }
    rules.addAll(options.rules);
    return rules;
  }

  private CfnWebACL.RuleProperty allowedAddresses(CidrAllowList list) {
    CfnIPSet addresses =
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
                                        .arn(addresses.getAttrArn())
                                        .build())
                                .build())
                        .build())
                .build())
        .visibilityConfig(visibility("AllowedAddresses"))
        .build();
  }

  private CfnWebACL.RuleProperty managedRule(ManagedRule managed, int priority) {
    CfnWebACL.ManagedRuleGroupStatementProperty.Builder group =
        CfnWebACL.ManagedRuleGroupStatementProperty.builder()
            .vendorName(managed.vendor)
            .name(managed.name);
    if (!managed.ruleActionOverrides.isEmpty()) {
      group.ruleActionOverrides(managed.ruleActionOverrides);
    }
    String name = managed.vendor + "-" + managed.name;
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
