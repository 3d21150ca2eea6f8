package io.github.gatewright.cdk;

import java.util.Map;
import java.util.function.Function;

/** Calls an HTTP backend, in a VPC through a VPC link. */
public final class HttpIntegration extends EngineIntegration {

  private final Function<IntegrationRenderProps, Map<String, Object>> options;

  HttpIntegration(HttpIntegrationProps props) {
    options = props::options;
  }

  HttpIntegration(VpcLinkIntegrationProps props) {
    options = props::options;
  }

  @Override
  Map<String, Object> toJSON(Sending sending, IntegrationRenderProps operation) {
    return Map.of("http", options.apply(operation));
  }
}
