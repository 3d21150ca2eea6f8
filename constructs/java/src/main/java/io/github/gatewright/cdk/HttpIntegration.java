package io.github.gatewright.cdk;

import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awscdk.services.apigateway.IVpcLink;

/** Forwards requests over HTTP. */
public final class HttpIntegration extends EngineIntegration {

  private final IVpcLink vpcLink;
  private final HttpIntegrationProps props;

  HttpIntegration(IVpcLink vpcLink, HttpIntegrationProps props) {
    this.vpcLink = vpcLink;
    this.props = props;
  }

  @Override
  Map<String, Object> toJSON(Sending sending, IntegrationRenderProps operation) {
    Map<String, Object> json = new LinkedHashMap<>(props.json);
    if (vpcLink != null) {
      json.put("vpcLink", vpcLink.getVpcLinkId());
    }
    return Map.of("http", json);
  }
}
