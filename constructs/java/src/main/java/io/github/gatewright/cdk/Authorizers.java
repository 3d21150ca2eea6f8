package io.github.gatewright.cdk;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Token;

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
    Map<String, Object> json = props.options();
    json.put("type", "cognito");
    return new CognitoAuthorizer(props.authorizerId, json, scopes(json));
  }

  /**
   * Lets callers through whose JSON Web Token one of the issuers signed. How a definition spells
   * these authorizers is not documented by AWS: after each deployment, make sure that a call
   * without a token is answered with 401.
   */
  public static JwtAuthorizer jwt(JwtAuthorizerProps props) {
    Map<String, Object> json = props.options();
    json.put("type", "jwt");
    if (props.issuers == null) {
      json.put("authorizerId", props.authorizerId);
    }
    boolean unnamed = props.issuers == null && Token.isUnresolved(props.authorizerId);
    return new JwtAuthorizer(unnamed ? "jwt" : props.authorizerId, json, scopes(json));
  }

  /** Lets those through whom a function lets through. */
  public static Authorizer custom(CustomAuthorizerProps props) {
    return new Authorizer(props.authorizerId, props.options(), List.of());
  }

  /** Takes the scopes out of the entry of an authorizer: each use has its own. */
  @SuppressWarnings("unchecked")
  private static List<String> scopes(Map<String, Object> json) {
    Object scopes = json.remove("authorizationScopes");
    return scopes == null ? List.of() : List.copyOf((List<String>) scopes);
  }
}
