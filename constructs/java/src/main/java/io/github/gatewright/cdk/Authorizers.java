package io.github.gatewright.cdk;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.cognito.IUserPool;

/** The authorizers. */
public final class Authorizers {

  private Authorizers() {}

  /** Lets those through whose signature IAM accepts. */
  public static Authorizer iam() {
    return new Authorizer("iam", null, List.of());
  }

  /** Lets everybody through. */
  public static Authorizer none() {
    return new Authorizer("none", null, List.of());
  }

  /**
   * Lets users of Cognito user pools through: those whose access token has one of the scopes, or,
   * without scopes, those who send an ID token.
   */
  public static CognitoAuthorizer cognito(CognitoAuthorizerProps props) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("type", "cognito");
    json.put("userPoolArns", props.userPools.stream().map(IUserPool::getUserPoolArn).toList());
    return new CognitoAuthorizer(props.authorizerId, json, props.authorizationScopes);
  }

  /**
   * Lets callers through whose JSON Web Token one of the issuers signed. How a definition spells
   * these authorizers is not documented by AWS: after each deployment, make sure that a call
   * without a token is answered with 401.
   */
  public static JwtAuthorizer jwt(JwtAuthorizerProps props) {
    return new JwtAuthorizer(props.name(), props.json(), props.authorizationScopes);
  }

  /** Lets those through whom a function lets through. */
  public static Authorizer custom(CustomAuthorizerProps props) {
    return new Authorizer(props.authorizerId, new LinkedHashMap<>(props.json()), List.of());
  }
}
