package io.github.gatewright.cdk;

import java.util.List;
import software.amazon.awscdk.services.wafv2.CfnWebACL;

/** A group of rules that its vendor keeps up. */
public final class ManagedRule {

  final String vendor;
  final String name;
  final List<CfnWebACL.RuleActionOverrideProperty> ruleActionOverrides;
  final List<CfnWebACL.ExcludedRuleProperty> excludedRules;
  final CfnWebACL.StatementProperty scopeDownStatement;
  final String version;

  private ManagedRule(Builder builder) {
    this.vendor = builder.vendor;
    this.name = builder.name;
    this.ruleActionOverrides = builder.ruleActionOverrides;
    this.excludedRules = builder.excludedRules;
    this.scopeDownStatement = builder.scopeDownStatement;
    this.version = builder.version;
  }

  /** Starts one. */
  public static Builder builder() {
    return new Builder();
  }

  /** Makes one property by property. */
  public static final class Builder {

    private String vendor = "AWS";
    private String name;
    private List<CfnWebACL.RuleActionOverrideProperty> ruleActionOverrides = List.of();
    private List<CfnWebACL.ExcludedRuleProperty> excludedRules = List.of();
    private CfnWebACL.StatementProperty scopeDownStatement;
    private String version;

    private Builder() {}

    /** The vendor. Default: AWS. */
    public Builder vendor(String vendor) {
      this.vendor = vendor;
      return this;
    }

    /** The same as vendor, as CloudFormation names it. */
    public Builder vendorName(String vendorName) {
      return vendor(vendorName);
    }

    /** The name of the group. */
    public Builder name(String name) {
      this.name = name;
      return this;
    }

    /** Actions of single rules to take instead of theirs. */
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

    /** The requests that the group inspects. Default: all. */
    public Builder scopeDownStatement(CfnWebACL.StatementProperty scopeDownStatement) {
      this.scopeDownStatement = scopeDownStatement;
      return this;
    }

    /** The version of the group, such as Version_1.3. Default: the vendor's. */
    public Builder version(String version) {
      this.version = version;
      return this;
    }

    /** Gives the whole. */
    public ManagedRule build() {
      return new ManagedRule(this);
    }
  }
}
