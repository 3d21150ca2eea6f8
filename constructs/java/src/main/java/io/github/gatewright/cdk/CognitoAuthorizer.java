package io.github.gatewright.cdk;

import java.util.List;
import java.util.Map;

/** Lets users of Cognito user pools through. See {@link Authorizers#cognito}. */
public final class CognitoAuthorizer extends Authorizer {

  CognitoAuthorizer(String id, Map<String, Object> json, List<String> scopes) {
    super(id, json, scopes);
  }

  /** Gives the same authorizer with other scopes, for single operations. */
  public CognitoAuthorizer withScopes(String... authorizationScopes) {
    return new CognitoAuthorizer(getAuthorizerId(), toJSON(), List.of(authorizationScopes));
  }
}
