package io.github.gatewright.cdk;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The response sets. */
public final class IntegrationResponseSets {

  private IntegrationResponseSets() {}

  /** Passes successful responses through with status 200. */
  public static IntegrationResponseSet defaultPassthrough() {
    return new Known("defaultPassthrough", Map.of());
  }

  /** Passes successful responses through with another status. */
  public static IntegrationResponseSet defaultPassthrough(int statusCode) {
    return new Known("defaultPassthrough", Map.of("statusCode", statusCode));
  }

  /** Converts the errors of S3, which are XML, to JSON. */
  public static IntegrationResponseSet s3JsonErrorMessage() {
    return new Known("s3JsonErrorMessage", Map.of());
  }

  /** Responds with 500 to whatever no other response matches. */
  public static IntegrationResponseSet catchAll() {
    return new Known("catchAll", Map.of());
  }

  /**
   * Responds with each status that the operation declares as the backend does, and with 500 to
   * other errors.
   */
  public static IntegrationResponseSet declaredStatuses() {
    return new Known("declaredStatuses", Map.of());
  }

  /** Uses responses by a regular expression on the backend's status. */
  public static IntegrationResponseSet custom(
      Map<String, ApiGatewayIntegrationResponse> responses) {
    return new IntegrationResponseSet() {
      @Override
      public Map<String, ApiGatewayIntegrationResponse> render(IntegrationRenderProps props) {
        return responses;
      }
    };
  }

  /** Combines sets; of two responses for the same pattern the later one is used. */
  public static IntegrationResponseSet composite(IntegrationResponseSet... sets) {
    return new Composite(List.of(sets));
  }

  /** A set that the engine renders. */
  private static final class Known extends IntegrationResponseSet {

    private final Map<String, Object> part;

    private Known(String kind, Map<String, ?> options) {
      part = Map.of(kind, options);
    }

    @Override
    public Map<String, ApiGatewayIntegrationResponse> render(IntegrationRenderProps props) {
      throw new UnsupportedOperationException(
          "gatewright renders this response set of "
              + props.getOperationId()
              + " itself; combine it with your own by IntegrationResponseSets.composite");
    }

    @Override
    List<Map<String, Object>> toJSON(IntegrationRenderProps props) {
      return List.of(part);
    }
  }

  private static final class Composite extends IntegrationResponseSet {

    private final List<IntegrationResponseSet> sets;

    private Composite(List<IntegrationResponseSet> sets) {
      this.sets = sets;
    }

    @Override
    public Map<String, ApiGatewayIntegrationResponse> render(IntegrationRenderProps props) {
      Map<String, ApiGatewayIntegrationResponse> all = new LinkedHashMap<>();
      sets.forEach(one -> all.putAll(one.render(props)));
      return all;
    }

    @Override
    List<Map<String, Object>> toJSON(IntegrationRenderProps props) {
      return sets.stream().flatMap(one -> one.toJSON(props).stream()).toList();
    }
  }
}
