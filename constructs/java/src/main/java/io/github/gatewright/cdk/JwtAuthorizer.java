package io.github.gatewright.cdk;

import java.util.List;
import java.util.Map;

/** Lets holders of JSON Web Tokens through. See {@link Authorizers#jwt}. */
public final class JwtAuthorizer extends Authorizer {

  JwtAuthorizer(String id, Map<String, Object> json, List<String> scopes) {
    super(id, json, scopes);
  }

  /** Returns the same authorizer with other scopes, for single operations. */
  public JwtAuthorizer withScopes(String... authorizationScopes) {
    return new JwtAuthorizer(getAuthorizerId(), toJSON(), List.of(authorizationScopes));
  }
}
