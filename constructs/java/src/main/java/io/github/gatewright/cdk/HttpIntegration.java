package io.github.gatewright.cdk;

import java.util.Map;

/** Calls an HTTP backend, in a VPC through a VPC link. */
public final class HttpIntegration extends EngineIntegration {

  private final Map<String, Object> options;

  HttpIntegration(HttpIntegrationProps props) {
    options = props.options();
  }

  HttpIntegration(VpcLinkIntegrationProps props) {
    options = props.options();
  }

  @Override
  Map<String, Object> toJSON(Sending sending, IntegrationRenderProps operation) {
    return Map.of("http", options);
  }
}
