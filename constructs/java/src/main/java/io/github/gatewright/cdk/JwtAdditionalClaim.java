// Code generated from the options that gatewright declares. DO NOT EDIT.
package io.github.gatewright.cdk;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A claim of an issuer's tokens that is a string. */
public final class JwtAdditionalClaim {

  final String claimName;
  final Boolean required;
  final List<String> expectedValues;

  private JwtAdditionalClaim(Builder builder) {
    this.claimName = builder.claimName;
    this.required = builder.required;
    this.expectedValues = builder.expectedValues;
  }

  /** Returns a builder without any options. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns the options as they are written in gatewright.yaml. */
  Map<String, Object> options() {
    Map<String, Object> options = new LinkedHashMap<>();
    Sending.put(options, "claimName", claimName);
    Sending.put(options, "required", required);
    Sending.put(options, "expectedValues", expectedValues);
    return options;
  }

  /** Sets the options one by one. */
  public static final class Builder {

    private String claimName;
    private Boolean required;
    private List<String> expectedValues;

    private Builder() {}

    /** The claim. */
    public Builder claimName(String claimName) {
      this.claimName = claimName;
      return this;
    }

    /** Whether tokens without it are refused. The default is false. */
    public Builder required(Boolean required) {
      this.required = required;
      return this;
    }

    /** Its values, compared to the letter. The default is any. */
    public Builder expectedValues(List<String> expectedValues) {
      this.expectedValues = expectedValues;
      return this;
    }

    /** Returns the options. */
    public JwtAdditionalClaim build() {
      return new JwtAdditionalClaim(this);
    }
  }
}
