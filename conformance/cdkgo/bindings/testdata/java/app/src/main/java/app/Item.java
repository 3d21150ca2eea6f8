package app;

import io.github.gatewright.cdk.ApiGatewayIntegration;
import io.github.gatewright.cdk.ApiGatewayIntegrationResponse;
import io.github.gatewright.cdk.Integration;
import io.github.gatewright.cdk.IntegrationGrantProps;
import io.github.gatewright.cdk.IntegrationRenderProps;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.services.dynamodb.Table;

/** Gets an item of a table: an integration of the user's own. */
class Item extends Integration {

  private final Table table;

  Item(Table table) {
    this.table = table;
  }

  @Override
  public ApiGatewayIntegration render(IntegrationRenderProps props) {
    return ApiGatewayIntegration.builder()
        .type("AWS")
        .httpMethod("POST")
        .uri("arn:" + Aws.PARTITION + ":apigateway:" + Aws.REGION + ":dynamodb:action/GetItem")
        .credentials("${gatewright:role}")
        .requestTemplates(
            Map.of("application/json", "{\"TableName\": \"" + table.getTableName() + "\"}"))
        .responses(
            Map.of("default", ApiGatewayIntegrationResponse.builder().statusCode("200").build()))
        .build();
  }

  @Override
  public void grant(IntegrationGrantProps props) {
    props.allow(List.of("dynamodb:GetItem"), table.getTableArn());
  }
}
