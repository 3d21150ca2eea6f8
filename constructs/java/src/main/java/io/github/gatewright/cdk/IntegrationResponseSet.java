package io.github.gatewright.cdk;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How the responses of a backend become those of an operation. See {@link IntegrationResponseSets};
 * a project's own sets extend it.
 */
public abstract class IntegrationResponseSet {

  /**
   * Returns the integration responses for an operation, by a regular expression on the backend's
   * status or on the error of a function. The headers of CORS need not be in them.
   */
  public abstract Map<String, ApiGatewayIntegrationResponse> render(IntegrationRenderProps props);

  /** Returns the set as it is written under integrationResponseSet in gatewright.yaml. */
  List<Map<String, Object>> toJSON(IntegrationRenderProps props) {
    Map<String, ApiGatewayIntegrationResponse> responses = render(props);
    if (responses == null) {
      throw new IllegalStateException(getClass().getSimpleName() + ".render returns null");
    }
    Map<String, Object> all = new LinkedHashMap<>();
    responses.forEach((pattern, response) -> all.put(pattern, response.toJSON()));
    return List.of(Map.of("custom", all));
  }
}
