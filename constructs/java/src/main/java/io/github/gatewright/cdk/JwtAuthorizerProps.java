package io.github.gatewright.cdk;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Token;

/** An authorizer of JSON Web Tokens. */
public final class JwtAuthorizerProps {

  final List<String> authorizationScopes;
  private final String authorizerId;
  private final List<JwtIssuer> issuers;
  private final List<String> defaultAlgorithms;
  private final String identitySource;

  private JwtAuthorizerProps(Builder builder) {
    this.authorizationScopes = builder.authorizationScopes;
    this.authorizerId = builder.authorizerId;
    this.issuers = builder.issuers;
    this.defaultAlgorithms = builder.defaultAlgorithms;
    this.identitySource = builder.identitySource;
  }

  /** Starts the properties. */
  public static Builder builder() {
    return new Builder();
  }

  String name() {
    return issuers == null && Token.isUnresolved(authorizerId) ? "jwt" : authorizerId;
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("type", "jwt");
    if (issuers == null) {
      json.put("authorizerId", authorizerId);
    } else {
      json.put("issuers", issuers.stream().map(JwtIssuer::json).toList());
    }
    if (defaultAlgorithms != null) {
      json.put("defaultAlgorithms", defaultAlgorithms);
    }
    if (identitySource != null) {
      json.put("identitySource", identitySource);
    }
    return json;
  }

  /** Sets the properties one by one. */
  public static final class Builder {

    private String authorizerId;
    private List<JwtIssuer> issuers;
    private List<String> defaultAlgorithms;
    private String identitySource;
    private List<String> authorizationScopes = List.of();

    private Builder() {}

    /**
     * The authorizer's name in the definition; without issuers, the ID of an authorizer that the
     * API has already.
     */
    public Builder authorizerId(String authorizerId) {
      this.authorizerId = authorizerId;
      return this;
    }

    /** The issuers whose tokens are accepted. */
    public Builder issuers(List<JwtIssuer> issuers) {
      this.issuers = List.copyOf(issuers);
      return this;
    }

    /**
     * Algorithms that tokens may be signed with: RS256 (the default), RS384, RS512, ES256, ES384,
     * ES512.
     */
    public Builder defaultAlgorithms(List<String> defaultAlgorithms) {
      this.defaultAlgorithms = List.copyOf(defaultAlgorithms);
      return this;
    }

    /** Where the token is. The default is the header Authorization. */
    public Builder identitySource(String identitySource) {
      this.identitySource = identitySource;
      return this;
    }

    /** Scopes of which a token must have one. */
    public Builder authorizationScopes(List<String> authorizationScopes) {
      this.authorizationScopes = List.copyOf(authorizationScopes);
      return this;
    }

    /** Returns the properties. */
    public JwtAuthorizerProps build() {
      return new JwtAuthorizerProps(this);
    }
  }
}
