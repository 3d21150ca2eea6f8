package app;

import com.example.shop.Api;
import com.example.shop.ApiProps;
import com.example.shop.MockIntegrations;
import com.example.shop.OperationConfig;
import com.example.shop.model.Text;
import io.github.gatewright.cdk.ApiGatewayIntegrationResponse;
import io.github.gatewright.cdk.ApiKeyOptions;
import io.github.gatewright.cdk.Authorizer;
import io.github.gatewright.cdk.Authorizers;
import io.github.gatewright.cdk.CognitoAuthorizerProps;
import io.github.gatewright.cdk.Integration;
import io.github.gatewright.cdk.IntegrationResponseSets;
import io.github.gatewright.cdk.Integrations;
import io.github.gatewright.cdk.MockDataOptions;
import io.github.gatewright.cdk.MockIntegrationResponse;
import io.github.gatewright.cdk.S3IntegrationProps;
import io.github.gatewright.cdk.TypeSafeApiIntegration;
import io.github.gatewright.cdk.TypeSafeApiIntegrationOptions;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.apigateway.ApiKeySourceType;
import software.amazon.awscdk.services.apigateway.CorsOptions;
import software.amazon.awscdk.services.apigateway.UsagePlan;
import software.amazon.awscdk.services.apigateway.UsagePlanPerApiStage;
import software.amazon.awscdk.services.cognito.UserPool;
import software.amazon.awscdk.services.dynamodb.Attribute;
import software.amazon.awscdk.services.dynamodb.AttributeType;
import software.amazon.awscdk.services.dynamodb.Table;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.s3.Bucket;

/** The app in Java. */
public final class Shop {

  private Shop() {}

  private static TypeSafeApiIntegration of(Integration integration) {
    return TypeSafeApiIntegration.builder().integration(integration).build();
  }

  private static TypeSafeApiIntegration of(Integration integration, Authorizer authorizer) {
    return TypeSafeApiIntegration.builder().integration(integration).authorizer(authorizer).build();
  }

  private static Integration pet(Bucket bucket) {
    return Integrations.s3(
        S3IntegrationProps.builder().bucket(bucket).path("pets/{petId}.json").build());
  }

  private static S3IntegrationProps.Builder photo(Bucket bucket) {
    return S3IntegrationProps.builder()
        .bucket(bucket)
        .path("photos/{X-Tenant}/{size}/{petId}")
        .queryStringRequestParameters(List.of("size"))
        .headerRequestParameters(List.of("X-Tenant"));
  }

  /** Synthesizes the app. */
  public static void main(String[] args) {
    App app = new App();
    Stack stack = new Stack(app, "Shop");
    UserPool users = new UserPool(stack, "Users");
    Function hello =
        Function.Builder.create(stack, "Hello")
            .runtime(Runtime.NODEJS_22_X)
            .handler("index.handler")
            .code(Code.fromAsset("../hello"))
            .build();
    Function tail =
        Function.Builder.create(stack, "Tail")
            .runtime(Runtime.NODEJS_22_X)
            .handler("tail.handler")
            .code(Code.fromAsset("../hello"))
            .build();
    Bucket bucket = new Bucket(stack, "Pets");
    Role role =
        Role.Builder.create(stack, "Photographer")
            .assumedBy(new ServicePrincipal("apigateway.amazonaws.com"))
            .build();
    Table table =
        Table.Builder.create(stack, "Orders")
            .partitionKey(Attribute.builder().name("id").type(AttributeType.STRING).build())
            .build();
    Api api =
        new Api(
            stack,
            "Api",
            ApiProps.builder()
                .integrations(integrations(hello, tail, bucket, role, table))
                .defaultAuthorizer(
                    Authorizers.cognito(
                        CognitoAuthorizerProps.builder()
                            .authorizerId("users")
                            .userPools(List.of(users))
                            .build()))
                .mockDataOptions(MockDataOptions.builder().seed(7).maxArrayLength(2).build())
                .corsOptions(
                    CorsOptions.builder().allowOrigins(List.of("https://example.com")).build())
                .apiKeyOptions(ApiKeyOptions.builder().source(ApiKeySourceType.HEADER).build())
                .build());
    UsagePlan plan = api.getApi().addUsagePlan("Plan");
    plan.addApiStage(UsagePlanPerApiStage.builder().stage(api.getDeploymentStage()).build());
    plan.addApiKey(
        api.getApi()
            .addApiKey(
                "Key",
                software.amazon.awscdk.services.apigateway.ApiKeyOptions.builder()
                    .value("a-key-of-the-shop-to-test")
                    .build()));
    app.synth();
  }

  private static OperationConfig<TypeSafeApiIntegration> integrations(
      Function hello, Function tail, Bucket bucket, Role role, Table table) {
    return OperationConfig.<TypeSafeApiIntegration>builder()
        .findPhoto(
            of(
                Integrations.s3(
                    photo(bucket)
                        .role(role)
                        .method("get")
                        .integrationResponseSet(
                            IntegrationResponseSets.composite(
                                IntegrationResponseSets.defaultPassthrough(203),
                                IntegrationResponseSets.s3JsonErrorMessage(),
                                IntegrationResponseSets.custom(
                                    Map.of(
                                        "400",
                                        ApiGatewayIntegrationResponse.builder()
                                            .statusCode("410")
                                            .build())),
                                new Moved()))
                        .build())))
        .getAdmin(
            of(Integrations.mock(MockIntegrationResponse.builder().build()), Authorizers.iam()))
        .getHealth(of(MockIntegrations.getHealth200(new Text("open")), Authorizers.none()))
        .getOrder(of(new Item(table)))
        .getPet(of(pet(bucket)))
        .getQuote(
            TypeSafeApiIntegration.builder()
                .integration(MockIntegrations.getQuote200(new Text("cheap")))
                .authorizer(Authorizers.none())
                .options(TypeSafeApiIntegrationOptions.builder().apiKeyRequired(true).build())
                .build())
        .getTail(
            TypeSafeApiIntegration.builder()
                .integration(Integrations.lambda(tail))
                .authorizer(Authorizers.none())
                .options(TypeSafeApiIntegrationOptions.builder().stream(true).build())
                .build())
        .listPets(of(MockIntegrations.listPets200()))
        .putPet(of(pet(bucket)))
        .putPhoto(of(Integrations.s3(photo(bucket).build())))
        .sayHello(of(Integrations.lambda(hello), Authorizers.none()))
        .build();
  }
}
