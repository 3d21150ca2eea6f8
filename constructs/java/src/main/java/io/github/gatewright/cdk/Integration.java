package io.github.gatewright.cdk;

import java.util.Map;

/**
 * What happens when API Gateway receives a request for an operation. A project's own integrations
 * extend it.
 */
public abstract class Integration {

  /** Where it is made in the user's code; null: not known. */
  final String place = Place.ofCaller();

  /** Gives the value of x-amazon-apigateway-integration for an operation. */
  public abstract ApiGatewayIntegration render(IntegrationRenderProps props);

  /**
   * Gives API Gateway the permission to use the integration for one operation. It is called once
   * the REST API is there.
   */
  public void grant(IntegrationGrantProps props) {
    // Needs none.
  }

  /** Gives the integration's entry as the engine takes it. */
  Map<String, Object> toJSON(Sending sending, IntegrationRenderProps props) {
    ApiGatewayIntegration rendered = render(props);
    if (rendered == null) {
      throw new IllegalStateException(getClass().getSimpleName() + ".render gives null");
    }
    return Map.of("custom", rendered.toJSON());
  }
}
