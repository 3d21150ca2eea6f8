package io.github.gatewright.cdk;

import java.util.List;
import software.amazon.awscdk.services.wafv2.CfnWebACL;

/** A group of rules that its vendor keeps up. */
public final class ManagedRule {

  final String vendor;
  final String name;
  final List<CfnWebACL.RuleActionOverrideProperty> ruleActionOverrides;

  private ManagedRule(Builder builder) {
    this.vendor = builder.vendor;
    this.name = builder.name;
    this.ruleActionOverrides = builder.ruleActionOverrides;
  }

  /** Starts one. */
  public static Builder builder() {
    return new Builder();
  }

  /** Makes one property by property. */
  public static final class Builder {

    private String vendor;
    private String name;
    private List<CfnWebACL.RuleActionOverrideProperty> ruleActionOverrides = List.of();

    private Builder() {}

    /** The vendor, such as AWS. */
    public Builder vendor(String vendor) {
      this.vendor = vendor;
      return this;
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

    /** Gives the whole. */
    public ManagedRule build() {
      return new ManagedRule(this);
    }
  }
}
