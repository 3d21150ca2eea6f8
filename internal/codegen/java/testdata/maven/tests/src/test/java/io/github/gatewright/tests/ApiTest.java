package io.github.gatewright.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.shop.Api;
import com.example.shop.ApiProps;
import com.example.shop.MockIntegrations;
import com.example.shop.OperationConfig;
import com.example.shop.Operations;
import com.example.shop.PlaceOrderFunction;
import com.example.shop.model.Greeting;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.gatewright.cdk.ApiGatewayIntegration;
import io.github.gatewright.cdk.Authorizer;
import io.github.gatewright.cdk.Authorizers;
import io.github.gatewright.cdk.CognitoAuthorizerProps;
import io.github.gatewright.cdk.GatewrightException;
import io.github.gatewright.cdk.Integration;
import io.github.gatewright.cdk.IntegrationGrantProps;
import io.github.gatewright.cdk.IntegrationRenderProps;
import io.github.gatewright.cdk.Integrations;
import io.github.gatewright.cdk.S3IntegrationProps;
import io.github.gatewright.cdk.TypeSafeApiIntegration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.assertions.Template;
import software.amazon.awscdk.services.apigateway.CorsOptions;
import software.amazon.awscdk.services.cognito.UserPool;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.s3.Bucket;

/** Synthesizes APIs with the engine that GATEWRIGHT names. */
class ApiTest {

  private static TypeSafeApiIntegration of(Integration integration) {
    return TypeSafeApiIntegration.builder().integration(integration).build();
  }

  private static Function function(Stack stack) {
    return Function.Builder.create(stack, "Hello")
        .code(Code.fromInline("exports.handler = async () => ({ statusCode: 200 })"))
        .runtime(Runtime.NODEJS_22_X)
        .handler("index.handler")
        .build();
  }

  /** A queue of the user's own. */
  private static final class Queue extends Integration {
    @Override
    public ApiGatewayIntegration render(IntegrationRenderProps props) {
      assertEquals("placeOrder", props.getOperationId());
      assertEquals("post", props.getMethod());
      assertEquals("/orders", props.getPath());
      assertEquals(List.of("application/json"), props.getContentTypes());
      assertEquals(List.of("text/plain"), props.getResponseContentTypes());
      assertEquals(4, props.getOperations().size());
      return ApiGatewayIntegration.builder()
          .type("HTTP_PROXY")
          .httpMethod("POST")
          .uri("https://example.com/orders")
          .credentials("${gatewright:role}")
          .build();
    }

    @Override
    public void grant(IntegrationGrantProps props) {
      props.allow(List.of("sqs:SendMessage"), "arn:aws:sqs:eu-west-1:111122223333:orders");
    }
  }

  @Test
  void synthesizes() throws IOException {
    Stack stack = new Stack(new App(), "Shop");
    Function hello = function(stack);
    UserPool users = new UserPool(stack, "Users");
    Authorizer cognito =
        Authorizers.cognito(
            CognitoAuthorizerProps.builder()
                .authorizerId("users")
                .userPools(List.of(users))
                .build());
    Api api =
        new Api(
            stack,
            "Api",
            ApiProps.builder()
                .defaultAuthorizer(cognito)
                .corsOptions(CorsOptions.builder().allowOrigins(List.of("*")).build())
                .integrations(
                    OperationConfig.<TypeSafeApiIntegration>builder()
                        .deletePet(of(MockIntegrations.deletePet204()))
                        .getPet(
                            of(
                                Integrations.s3(
                                    S3IntegrationProps.builder()
                                        .bucket(new Bucket(stack, "Pets"))
                                        .path("pets/{petId}.json")
                                        .build())))
                        .placeOrder(of(new Queue()))
                        .sayHello(
                            TypeSafeApiIntegration.builder()
                                .integration(Integrations.lambda(hello))
                                .authorizer(Authorizers.none())
                                .build())
                        .build())
                .build());
    assertEquals(Map.of("sayHello", hello), api.getFunctions());
    JsonNode template = new ObjectMapper().valueToTree(Template.fromStack(stack).toJSON());
    Files.writeString(Path.of("target", "template.json"), template.toPrettyString());
    JsonNode resources = template.get("Resources");
    JsonNode body = resources.findParents("Body").get(0).get("Body");
    JsonNode paths = body.get("paths");
    assertEquals(
        "aws_proxy",
        paths.at("/~1hello/get/x-amazon-apigateway-integration/type").asText().toLowerCase());
    assertEquals(
        "HTTP_PROXY",
        paths.at("/~1orders/post/x-amazon-apigateway-integration/type").asText().toUpperCase());
    assertEquals(
        "Fn::GetAtt",
        paths.at("/~1orders/post/x-amazon-apigateway-integration/credentials").fieldNames().next());
    assertTrue(paths.at("/~1hello/options").isObject(), "there is no preflight");
    assertEquals("[{\"users\":[]}]", paths.at("/~1orders/post/security").toString());
    assertEquals(
        1,
        template.findValues("Principal").stream()
            .filter(principal -> principal.asText().equals("apigateway.amazonaws.com"))
            .count());
    assertTrue(template.toString().contains("sqs:SendMessage"), "the queue is not granted");
    assertTrue(template.toString().contains("GATEWRIGHT_CORS"), "functions do not know of CORS");
  }

  @Test
  void mocksAreReplacedOneByOne() {
    Stack stack = new Stack(new App(), "Shop");
    new Api(
        stack,
        "Api",
        ApiProps.builder()
            .integrations(
                MockIntegrations.mockAll()
                    .sayHello(of(MockIntegrations.sayHello200(new Greeting("Hi \"there\""))))
                    .getPet(of(MockIntegrations.getPet404()))
                    .build())
            .build());
    String template = Template.fromStack(stack).toJSON().toString();
    assertTrue(template.contains("Hi \\\"there\\\""), "the mock's body is not there: " + template);
  }

  @Test
  void oneRuleServesAll() {
    Stack stack = new Stack(new App(), "Shop");
    Function function = function(stack);
    Api api =
        new Api(
            stack,
            "Api",
            ApiProps.builder()
                .integrations(Operations.all(of(Integrations.lambda(function))).build())
                .build());
    assertEquals(4, api.getFunctions().size());
  }

  /** Invokes a function by itself. */
  private static final class Invoke extends Integration {
    private final Function function;

    Invoke(Function function) {
      this.function = function;
    }

    @Override
    public ApiGatewayIntegration render(IntegrationRenderProps props) {
      Stack stack = Stack.of(props.getScope());
      return ApiGatewayIntegration.builder()
          .type("AWS_PROXY")
          .httpMethod("POST")
          .uri(
              "arn:aws:apigateway:"
                  + stack.getRegion()
                  + ":lambda:path/2015-03-31/functions/"
                  + function.getFunctionArn()
                  + "/invocations")
          .build();
    }

    @Override
    public void grant(IntegrationGrantProps props) {
      props.invokeFunction(function);
    }
  }

  @Test
  void integrationsOfTheUsersOwnInvokeFunctions() {
    Stack stack = new Stack(new App(), "Shop");
    Function function = function(stack);
    Api api =
        new Api(
            stack,
            "Api",
            ApiProps.builder()
                .integrations(MockIntegrations.mockAll().getPet(of(new Invoke(function))).build())
                .build());
    assertEquals(Map.of("getPet", function), api.getFunctions());
    Map<String, Map<String, Object>> permissions =
        Template.fromStack(stack).findResources("AWS::Lambda::Permission");
    assertEquals(1, permissions.size());
    assertTrue(permissions.keySet().iterator().next().startsWith("ApiPermissionsgetPet"));
    assertTrue(permissions.toString().contains("/prod/GET/pets/*"), permissions.toString());
  }

  @Test
  void whatIsWrongIsToldAtOnce() {
    Stack stack = new Stack(new App(), "Shop");
    Integration broken =
        new Integration() {
          @Override
          public ApiGatewayIntegration render(IntegrationRenderProps props) {
            throw new IllegalStateException("the table has no name");
          }
        };
    GatewrightException e =
        assertThrows(
            GatewrightException.class,
            () ->
                new Api(
                    stack,
                    "Api",
                    ApiProps.builder()
                        .integrations(
                            MockIntegrations.mockAll()
                                .sayHello(null)
                                .deletePet(of(null))
                                .getPet(of(broken))
                                .placeOrder(
                                    of(
                                        Integrations.mock(
                                            io.github.gatewright.cdk.MockIntegrationResponse
                                                .builder()
                                                .statusCode(199)
                                                .build())))
                                .build())
                        .build()));
    String text = e.getMessage();
    assertTrue(text.startsWith("the API Shop/Api cannot be made:\n\n"), text);
    for (String part :
        new String[] {
          "sayHello",
          "deletePet",
          "the table has no name",
          "getPet",
          "placeOrder",
          "199",
          "ApiTest.java:"
        }) {
      assertTrue(text.contains(part), () -> part + " is missing in:\n" + text);
    }
  }

  @Test
  void integrationsInsistOnWhatTheyNeed() {
    assertThrows(IllegalArgumentException.class, () -> Integrations.lambda(null));
    assertThrows(
        IllegalArgumentException.class,
        () -> Integrations.s3(S3IntegrationProps.builder().build()));
  }

  @Test
  void functionsHaveDefaults() throws IOException {
    Files.createDirectories(Path.of("handlers/order"));
    Stack stack = new Stack(new App(), "Shop");
    new PlaceOrderFunction(stack, "PlaceOrder");
    Template.fromStack(stack)
        .hasResourceProperties(
            "AWS::Lambda::Function",
            Map.of(
                "Handler",
                "Handler::handleRequest",
                "Runtime",
                "java21",
                "Description",
                "placeOrder",
                "Timeout",
                30,
                "TracingConfig",
                Map.of("Mode", "Active")));
  }
}
