package io.github.gatewright.cdk;

import java.util.List;
import software.amazon.awscdk.services.cognito.IUserPool;

/** An authorizer of Cognito user pools. */
public final class CognitoAuthorizerProps {

  final String authorizerId;
  final List<IUserPool> userPools;
  final List<String> authorizationScopes;

  private CognitoAuthorizerProps(Builder builder) {
    this.authorizerId = builder.authorizerId;
    this.userPools = builder.userPools;
    this.authorizationScopes = builder.authorizationScopes;
  }

  /** Starts the properties. */
  public static Builder builder() {
    return new Builder();
  }

  /** Makes the properties one by one. */
  public static final class Builder {

    private String authorizerId;
    private List<IUserPool> userPools = List.of();
    private List<String> authorizationScopes = List.of();

    private Builder() {}

    /** The authorizer's ID. */
    public Builder authorizerId(String authorizerId) {
      this.authorizerId = authorizerId;
      return this;
    }

    /** The user pools. */
    public Builder userPools(List<? extends IUserPool> userPools) {
      this.userPools = List.copyOf(userPools);
      return this;
    }

    /** Scopes of which an access token must have one. */
    public Builder authorizationScopes(List<String> authorizationScopes) {
      this.authorizationScopes = List.copyOf(authorizationScopes);
      return this;
    }

    /** Gives the properties. */
    public CognitoAuthorizerProps build() {
      return new CognitoAuthorizerProps(this);
    }
  }
}
