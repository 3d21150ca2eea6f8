package io.github.gatewright.cdk;

import java.util.List;
import java.util.Map;

/** Says who may call an operation. See {@link Authorizers}. */
public sealed class Authorizer permits CognitoAuthorizer, JwtAuthorizer {

  private final String id;
  private final Map<String, Object> json;
  private final List<String> scopes;

  /** Makes one; json: its entry for the engine, null where the name alone says all. */
  Authorizer(String id, Map<String, Object> json, List<String> scopes) {
    this.id = id;
    this.json = json;
    this.scopes = scopes;
  }

  /** Its ID, by which the model names it too. */
  public String getAuthorizerId() {
    return id;
  }

  Map<String, Object> toJSON() {
    return json;
  }

  List<String> getScopes() {
    return scopes;
  }
}
