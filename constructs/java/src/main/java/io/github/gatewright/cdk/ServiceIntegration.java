package io.github.gatewright.cdk;

import java.util.Map;

/** Calls an AWS service. */
public final class ServiceIntegration extends EngineIntegration {

  private final ServiceIntegrationProps props;

  ServiceIntegration(ServiceIntegrationProps props) {
    this.props = props;
  }

  @Override
  Map<String, Object> toJSON(Sending sending, IntegrationRenderProps operation) {
    return Map.of("service", props.options(operation));
  }

  @Override
  public void grant(IntegrationGrantProps grant) {
    if (props.role != null) {
      grant.know(props.role);
    }
  }
}
