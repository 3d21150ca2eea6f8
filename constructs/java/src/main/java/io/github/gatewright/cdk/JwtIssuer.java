// Code generated from the options that gatewright declares. DO NOT EDIT.
package io.github.gatewright.cdk;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An issuer of JSON Web Tokens. */
public final class JwtIssuer {

  final String issuer;
  final List<String> audiences;
  final List<JwtAdditionalClaim> additionalClaims;

  private JwtIssuer(Builder builder) {
    this.issuer = builder.issuer;
    this.audiences = builder.audiences;
    this.additionalClaims = builder.additionalClaims;
  }

  /** Returns a builder without any options. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns the options as they are written in gatewright.yaml. */
  Map<String, Object> options() {
    Map<String, Object> options = new LinkedHashMap<>();
    Sending.put(options, "issuer", issuer);
    Sending.put(options, "audiences", audiences);
    Sending.put(
        options, "additionalClaims", Wire.all(additionalClaims, JwtAdditionalClaim::options));
    return options;
  }

  /** Sets the options one by one. */
  public static final class Builder {

    private String issuer;
    private List<String> audiences;
    private List<JwtAdditionalClaim> additionalClaims;

    private Builder() {}

    /** An https URL, equal to the tokens' iss to the letter. */
    public Builder issuer(String issuer) {
      this.issuer = issuer;
      return this;
    }

    /** Audiences of which a token's aud, or client_id, must be one. */
    public Builder audiences(List<String> audiences) {
      this.audiences = audiences;
      return this;
    }

    /** Claims that are checked besides. */
    public Builder additionalClaims(List<JwtAdditionalClaim> additionalClaims) {
      this.additionalClaims = additionalClaims;
      return this;
    }

    /** Returns the options. */
    public JwtIssuer build() {
      return new JwtIssuer(this);
    }
  }
}
