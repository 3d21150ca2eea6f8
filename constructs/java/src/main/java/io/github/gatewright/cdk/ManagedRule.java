// Code generated from the options that gatewright declares. DO NOT EDIT.
package io.github.gatewright.cdk;

import java.util.List;
import software.amazon.awscdk.services.wafv2.CfnWebACL;

/** A group of rules that its vendor maintains. */
public final class ManagedRule {

  final String name;
  final String vendor;
  final String vendorName;
  final List<CfnWebACL.RuleActionOverrideProperty> ruleActionOverrides;
  final List<CfnWebACL.ExcludedRuleProperty> excludedRules;
  final CfnWebACL.StatementProperty scopeDownStatement;
  final String version;

  private ManagedRule(Builder builder) {
    this.name = builder.name;
    this.vendor = builder.vendor;
    this.vendorName = builder.vendorName;
    this.ruleActionOverrides = builder.ruleActionOverrides;
    this.excludedRules = builder.excludedRules;
    this.scopeDownStatement = builder.scopeDownStatement;
    this.version = builder.version;
  }

  /** Returns a builder without any options. */
  public static Builder builder() {
    return new Builder();
  }

  /** Sets the options one by one. */
  public static final class Builder {

    private String name;
    private String vendor;
    private String vendorName;
    private List<CfnWebACL.RuleActionOverrideProperty> ruleActionOverrides;
    private List<CfnWebACL.ExcludedRuleProperty> excludedRules;
    private CfnWebACL.StatementProperty scopeDownStatement;
    private String version;

    private Builder() {}

    /** The name of the group, such as AWSManagedRulesCommonRuleSet. */
    public Builder name(String name) {
      this.name = name;
      return this;
    }

    /** The vendor. The default is AWS. */
    public Builder vendor(String vendor) {
      this.vendor = vendor;
      return this;
    }

    /** The vendor, as CloudFormation names it. The default is AWS. */
    public Builder vendorName(String vendorName) {
      this.vendorName = vendorName;
      return this;
    }

    /**
     * Actions of single rules to take in place of theirs, such as count for SizeRestrictions_BODY,
     * which blocks bodies of more than 8 KB.
     */
    public Builder ruleActionOverrides(
        List<CfnWebACL.RuleActionOverrideProperty> ruleActionOverrides) {
      this.ruleActionOverrides = ruleActionOverrides;
      return this;
    }

    /** Rules that only count what they match. */
    public Builder excludedRules(List<CfnWebACL.ExcludedRuleProperty> excludedRules) {
      this.excludedRules = excludedRules;
      return this;
    }

    /** The requests that the group inspects. The default is all. */
    public Builder scopeDownStatement(CfnWebACL.StatementProperty scopeDownStatement) {
      this.scopeDownStatement = scopeDownStatement;
      return this;
    }

    /** The version of the group, such as Version_1.3. The default is the vendor's. */
    public Builder version(String version) {
      this.version = version;
      return this;
    }

    /** Returns the options. */
    public ManagedRule build() {
      return new ManagedRule(this);
    }
  }
}
