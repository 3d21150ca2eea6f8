// Code generated from the options that gatewright declares. DO NOT EDIT.
package io.github.gatewright.cdk;

import java.util.List;

/** The addresses whose requests are let through. */
public final class CidrAllowList {

  final String cidrType;
  final List<String> cidrRanges;

  private CidrAllowList(Builder builder) {
    this.cidrType = builder.cidrType;
    this.cidrRanges = builder.cidrRanges;
  }

  /** Returns a builder without any options. */
  public static Builder builder() {
    return new Builder();
  }

  /** Sets the options one by one. */
  public static final class Builder {

    private String cidrType;
    private List<String> cidrRanges;

    private Builder() {}

    /** The version of IP: IPV4 or IPV6. */
    public Builder cidrType(String cidrType) {
      this.cidrType = cidrType;
      return this;
    }

    /** The ranges, such as 192.0.2.0/24. */
    public Builder cidrRanges(List<String> cidrRanges) {
      this.cidrRanges = cidrRanges;
      return this;
    }

    /** Returns the options. */
    public CidrAllowList build() {
      return new CidrAllowList(this);
    }
  }
}
