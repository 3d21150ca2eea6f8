// Code generated from the options that gatewright declares. DO NOT EDIT.
package io.github.gatewright.cdk;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Properties of a JWT authorizer. */
public final class JwtAuthorizerProps {

  final String authorizerId;
  final List<JwtIssuer> issuers;
  final List<String> defaultAlgorithms;
  final String identitySource;
  final List<String> authorizationScopes;

  private JwtAuthorizerProps(Builder builder) {
    this.authorizerId = builder.authorizerId;
    this.issuers = builder.issuers;
    this.defaultAlgorithms = builder.defaultAlgorithms;
    this.identitySource = builder.identitySource;
    this.authorizationScopes = builder.authorizationScopes;
  }

  /** Returns a builder without any options. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns the options as they are written in gatewright.yaml. */
  Map<String, Object> options() {
    Map<String, Object> options = new LinkedHashMap<>();
    Sending.put(options, "issuers", Wire.all(issuers, JwtIssuer::options));
    Sending.put(options, "defaultAlgorithms", defaultAlgorithms);
    Sending.put(options, "identitySource", identitySource);
    Sending.put(options, "authorizationScopes", authorizationScopes);
    return options;
  }

  /** Sets the options one by one. */
  public static final class Builder {

    private String authorizerId;
    private List<JwtIssuer> issuers;
    private List<String> defaultAlgorithms;
    private String identitySource;
    private List<String> authorizationScopes;

    private Builder() {}

    /**
     * The authorizer's name in the definition; without issuers, the ID of an authorizer that the
     * API has already.
     */
    public Builder authorizerId(String authorizerId) {
      this.authorizerId = authorizerId;
      return this;
    }

    /** Issuers whose tokens are accepted. */
    public Builder issuers(List<JwtIssuer> issuers) {
      this.issuers = issuers;
      return this;
    }

    /** Algorithms that tokens may be signed with. The default is RS256. */
    public Builder defaultAlgorithms(List<String> defaultAlgorithms) {
      this.defaultAlgorithms = defaultAlgorithms;
      return this;
    }

    /**
     * Where the identity is; of a request authorizer several, with commas between them. The default
     * is method.request.header.Authorization.
     */
    public Builder identitySource(String identitySource) {
      this.identitySource = identitySource;
      return this;
    }

    /**
     * Scopes of which a caller's token must hold one. Without any, callers of a Cognito authorizer
     * send ID tokens, with them access tokens.
     */
    public Builder authorizationScopes(List<String> authorizationScopes) {
      this.authorizationScopes = authorizationScopes;
      return this;
    }

    /** Returns the options. */
    public JwtAuthorizerProps build() {
      return new JwtAuthorizerProps(this);
    }
  }
}
