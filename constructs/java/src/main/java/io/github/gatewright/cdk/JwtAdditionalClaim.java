package io.github.gatewright.cdk;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A claim of an issuer's tokens that is a string.
 *
 * @param claimName the claim
 * @param required whether tokens without it are refused
 * @param expectedValues its values, compared to the letter; empty: any
 */
public record JwtAdditionalClaim(String claimName, boolean required, List<String> expectedValues) {

  /** Copies the list. */
  public JwtAdditionalClaim {
    expectedValues = List.copyOf(expectedValues);
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("claimName", claimName);
    json.put("required", required);
    if (!expectedValues.isEmpty()) {
      json.put("expectedValues", expectedValues);
    }
    return json;
  }
}
