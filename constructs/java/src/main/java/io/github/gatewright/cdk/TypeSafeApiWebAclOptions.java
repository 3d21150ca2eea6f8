package io.github.gatewright.cdk;

import java.util.List;
import software.amazon.awscdk.services.wafv2.CfnWebACL;

/** Changes the web ACL of AWS WAF before an API. */
public final class TypeSafeApiWebAclOptions {

  final boolean disable;
  final List<ManagedRule> managedRules;
  final CidrAllowList cidrAllowList;
  final List<CfnWebACL.RuleProperty> rules;
  final String webAclArn;

  private TypeSafeApiWebAclOptions(Builder builder) {
    this.disable = builder.disable;
    this.managedRules = builder.managedRules;
    this.cidrAllowList = builder.cidrAllowList;
    this.rules = builder.rules;
    this.webAclArn = builder.webAclArn;
  }

  /** Starts one. */
  public static Builder builder() {
    return new Builder();
  }

  /** Makes one property by property. */
  public static final class Builder {

    private boolean disable;
    private List<ManagedRule> managedRules =
        List.of(ManagedRule.builder().vendor("AWS").name("AWSManagedRulesCommonRuleSet").build());
    private CidrAllowList cidrAllowList;
    private List<CfnWebACL.RuleProperty> rules = List.of();
    private String webAclArn;

    private Builder() {}

    /** Whether there is none. */
    public Builder disable(boolean disable) {
      this.disable = disable;
      return this;
    }

    /** Groups of rules that others keep up. Default: AWSManagedRulesCommonRuleSet of AWS. */
    public Builder managedRules(List<ManagedRule> managedRules) {
      this.managedRules = managedRules;
      return this;
    }

    /** Refuses callers from other addresses. Default: from none. */
    public Builder cidrAllowList(CidrAllowList cidrAllowList) {
      this.cidrAllowList = cidrAllowList;
      return this;
    }

    /** More rules, which come after the others. Their priorities must be 100 or more. */
    public Builder rules(List<CfnWebACL.RuleProperty> rules) {
      this.rules = rules;
      return this;
    }

    /** The ARN of a web ACL that is there, to be taken instead. */
    public Builder webAclArn(String webAclArn) {
      this.webAclArn = webAclArn;
      return this;
    }

    /** Gives the whole. */
    public TypeSafeApiWebAclOptions build() {
      return new TypeSafeApiWebAclOptions(this);
    }
  }
}
