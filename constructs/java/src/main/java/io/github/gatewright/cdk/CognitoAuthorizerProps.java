// Code generated from the options that gatewright declares. DO NOT EDIT.
package io.github.gatewright.cdk;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.cognito.IUserPool;

/** Properties of a Cognito authorizer. */
public final class CognitoAuthorizerProps {

  final String authorizerId;
  final List<? extends IUserPool> userPools;
  final List<String> authorizationScopes;
  final String identitySource;

  private CognitoAuthorizerProps(Builder builder) {
    this.authorizerId = builder.authorizerId;
    this.userPools = builder.userPools;
    this.authorizationScopes = builder.authorizationScopes;
    this.identitySource = builder.identitySource;
  }

  /** Returns a builder without any options. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns the options as they are written in gatewright.yaml. */
  Map<String, Object> options() {
    Map<String, Object> options = new LinkedHashMap<>();
    Sending.put(options, "userPools", Wire.userPoolArns(userPools));
    Sending.put(options, "authorizationScopes", authorizationScopes);
    Sending.put(options, "identitySource", identitySource);
    return options;
  }

  /** Sets the options one by one. */
  public static final class Builder {

    private String authorizerId;
    private List<? extends IUserPool> userPools;
    private List<String> authorizationScopes;
    private String identitySource;

    private Builder() {}

    /** The authorizer's name in the definition. */
    public Builder authorizerId(String authorizerId) {
      this.authorizerId = authorizerId;
      return this;
    }

    /** The user pools whose tokens are accepted. */
    public Builder userPools(List<? extends IUserPool> userPools) {
      this.userPools = userPools;
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

    /**
     * Where the identity is; of a request authorizer several, with commas between them. The default
     * is method.request.header.Authorization.
     */
    public Builder identitySource(String identitySource) {
      this.identitySource = identitySource;
      return this;
    }

    /** Returns the options. */
    public CognitoAuthorizerProps build() {
      return new CognitoAuthorizerProps(this);
    }
  }
}
