package app;

import io.github.gatewright.cdk.ApiGatewayIntegrationResponse;
import io.github.gatewright.cdk.IntegrationRenderProps;
import io.github.gatewright.cdk.IntegrationResponseSet;
import java.util.Map;

/** A response set of the user's own. */
class Moved extends IntegrationResponseSet {

  @Override
  public Map<String, ApiGatewayIntegrationResponse> render(IntegrationRenderProps props) {
    String template = "{\"moved\": \"" + props.getOperationId() + "\"}";
    return Map.of(
        "404",
        ApiGatewayIntegrationResponse.builder()
            .statusCode("410")
            .responseTemplates(Map.of(props.getContentTypes().get(0), template))
            .build());
  }
}
