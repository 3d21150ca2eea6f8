package io.github.gatewright.cdk;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An issuer of JSON Web Tokens.
 *
 * @param issuer an https URL, equal to the tokens' iss to the letter
 * @param audiences audiences of which a token's aud, or client_id, must be one
 * @param additionalClaims claims that are checked besides
 */
public record JwtIssuer(
    String issuer, List<String> audiences, List<JwtAdditionalClaim> additionalClaims) {

  /** An issuer without additional claims. */
  public JwtIssuer(String issuer, List<String> audiences) {
    this(issuer, audiences, List.of());
  }

  /** Copies the lists. */
  public JwtIssuer {
    audiences = List.copyOf(audiences);
    additionalClaims = List.copyOf(additionalClaims);
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("issuer", issuer);
    json.put("audiences", audiences);
    if (!additionalClaims.isEmpty()) {
      json.put(
          "additionalClaims", additionalClaims.stream().map(JwtAdditionalClaim::json).toList());
    }
    return json;
  }
}
