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

  /** Starts one. */
  public static Builder builder() {
    return new Builder();
  }

  /** Makes one property by property. */
  public static final class Builder {

    private String cidrType = "IPV4";
    private List<String> cidrRanges = List.of();

    private Builder() {}

    /** IPV4 or IPV6. Default: IPV4. */
    public Builder cidrType(String cidrType) {
      this.cidrType = cidrType;
      return this;
    }

    /** The ranges, such as 192.0.2.0/24. */
    public Builder cidrRanges(List<String> cidrRanges) {
      this.cidrRanges = cidrRanges;
      return this;
    }

    /** Gives the whole. */
    public CidrAllowList build() {
      return new CidrAllowList(this);
    }
  }
}
