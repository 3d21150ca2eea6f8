package io.github.gatewright.cdk;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The response sets. */
public final class IntegrationResponseSets {

  private IntegrationResponseSets() {}

  /** Passes successful answers through with status 200. */
  public static IntegrationResponseSet defaultPassthrough() {
    return set("passthrough", Map.of());
  }

  /** Passes successful answers through with another status. */
  public static IntegrationResponseSet defaultPassthrough(int statusCode) {
    return set("passthrough", Map.of("statusCode", statusCode));
  }

  /** Turns the errors of S3, which are in XML, into JSON. */
  public static IntegrationResponseSet s3JsonErrorMessage() {
    return set("s3JsonErrors", Map.of());
  }

  /** Answers 500 to whatever nothing else fits. */
  public static IntegrationResponseSet catchAll() {
    return set("catchAll", Map.of());
  }

  /** Has integration responses of the user's own, by regular expressions on the status. */
  public static IntegrationResponseSet custom(
      Map<String, ApiGatewayIntegrationResponse> responses) {
    Map<String, Object> all = new LinkedHashMap<>();
    responses.forEach((pattern, response) -> all.put(pattern, response.toJSON()));
    return set("custom", all);
  }

  /** Takes several together. */
  public static IntegrationResponseSet composite(IntegrationResponseSet... sets) {
    return new IntegrationResponseSet(
        Stream.of(sets).flatMap(one -> one.toJSON().stream()).toList());
  }

  private static IntegrationResponseSet set(String kind, Map<String, ?> options) {
    return new IntegrationResponseSet(List.of(Map.of(kind, options)));
  }
}
