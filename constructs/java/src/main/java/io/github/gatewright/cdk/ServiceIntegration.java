package io.github.gatewright.cdk;

import java.util.LinkedHashMap;
import java.util.Map;

/** Calls an AWS service. */
public final class ServiceIntegration extends EngineIntegration {

  private final ServiceIntegrationProps props;

  ServiceIntegration(ServiceIntegrationProps props) {
    this.props = props;
  }

  @Override
  Map<String, Object> toJSON(Sending sending, IntegrationRenderProps operation) {
    Map<String, Object> json = new LinkedHashMap<>(props.json);
    json.put("role", props.role == null ? Sending.SHARED_ROLE : props.role.getRoleArn());
    return Map.of("service", json);
  }

  @Override
  public void grant(IntegrationGrantProps grant) {
    if (props.role != null) {
      grant.know(props.role);
    }
  }
}
