// Code generated from the options that gatewright declares. DO NOT EDIT.
package io.github.gatewright.cdk;

import java.util.List;
import software.amazon.awscdk.services.wafv2.CfnWebACL;

/** The web ACL of AWS WAF in front of an API. */
public final class TypeSafeApiWebAclOptions {

  final Boolean disable;
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

  /** Returns a builder without any options. */
  public static Builder builder() {
    return new Builder();
  }

  /** Sets the options one by one. */
  public static final class Builder {

    private Boolean disable;
    private List<ManagedRule> managedRules;
    private CidrAllowList cidrAllowList;
    private List<CfnWebACL.RuleProperty> rules;
    private String webAclArn;

    private Builder() {}

    /** Whether the web ACL is disabled. The default is false. */
    public Builder disable(Boolean disable) {
      this.disable = disable;
      return this;
    }

    /**
     * Groups of rules that vendors maintain. The default is AWSManagedRulesCommonRuleSet of AWS.
     */
    public Builder managedRules(List<ManagedRule> managedRules) {
      this.managedRules = managedRules;
      return this;
    }

    /** The addresses from which callers are let through. The default is all. */
    public Builder cidrAllowList(CidrAllowList cidrAllowList) {
      this.cidrAllowList = cidrAllowList;
      return this;
    }

    /** More rules, which come after the others. Their priorities must be 100 or more. */
    public Builder rules(List<CfnWebACL.RuleProperty> rules) {
      this.rules = rules;
      return this;
    }

    /** The ARN of an existing web ACL to use in place of a new one. */
    public Builder webAclArn(String webAclArn) {
      this.webAclArn = webAclArn;
      return this;
    }

    /** Returns the options. */
    public TypeSafeApiWebAclOptions build() {
      return new TypeSafeApiWebAclOptions(this);
    }
  }
}
