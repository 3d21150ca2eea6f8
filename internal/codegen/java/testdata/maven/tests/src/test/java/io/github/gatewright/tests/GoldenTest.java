package io.github.gatewright.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.example.pets.Api;
import com.example.pets.ApiProps;
import com.example.pets.MockIntegrations;
import com.example.pets.OperationConfig;
import com.example.pets.Operations;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.gatewright.cdk.AccessLogOptions;
import io.github.gatewright.cdk.ApiGatewayIntegrationResponse;
import io.github.gatewright.cdk.ApiKeyOptions;
import io.github.gatewright.cdk.Authorizer;
import io.github.gatewright.cdk.Authorizers;
import io.github.gatewright.cdk.CidrAllowList;
import io.github.gatewright.cdk.CognitoAuthorizerProps;
import io.github.gatewright.cdk.CustomAuthorizerProps;
import io.github.gatewright.cdk.CustomAuthorizerType;
import io.github.gatewright.cdk.HttpIntegrationProps;
import io.github.gatewright.cdk.Integration;
import io.github.gatewright.cdk.IntegrationResponseSet;
import io.github.gatewright.cdk.IntegrationResponseSets;
import io.github.gatewright.cdk.Integrations;
import io.github.gatewright.cdk.JwtAdditionalClaim;
import io.github.gatewright.cdk.JwtAuthorizerProps;
import io.github.gatewright.cdk.JwtIssuer;
import io.github.gatewright.cdk.ManagedRule;
import io.github.gatewright.cdk.MockDataOptions;
import io.github.gatewright.cdk.MockIntegrationResponse;
import io.github.gatewright.cdk.S3IntegrationProps;
import io.github.gatewright.cdk.ServiceIntegrationProps;
import io.github.gatewright.cdk.TypeSafeApiIntegration;
import io.github.gatewright.cdk.TypeSafeApiIntegrationOptions;
import io.github.gatewright.cdk.TypeSafeApiWebAclOptions;
import io.github.gatewright.cdk.Validation;
import io.github.gatewright.cdk.VpcLinkIntegrationProps;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Size;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.apigateway.AccessLogFormat;
import software.amazon.awscdk.services.apigateway.ApiKeySourceType;
import software.amazon.awscdk.services.apigateway.CorsOptions;
import software.amazon.awscdk.services.apigateway.EndpointType;
import software.amazon.awscdk.services.apigateway.GatewayResponseOptions;
import software.amazon.awscdk.services.apigateway.MethodDeploymentOptions;
import software.amazon.awscdk.services.apigateway.MethodLoggingLevel;
import software.amazon.awscdk.services.apigateway.ResponseType;
import software.amazon.awscdk.services.apigateway.StageOptions;
import software.amazon.awscdk.services.apigateway.ThrottleSettings;
import software.amazon.awscdk.services.apigateway.UsagePlan;
import software.amazon.awscdk.services.apigateway.UsagePlanPerApiStage;
import software.amazon.awscdk.services.apigateway.UsagePlanProps;
import software.amazon.awscdk.services.apigateway.VpcLink;
import software.amazon.awscdk.services.cognito.UserPool;
import software.amazon.awscdk.services.ec2.Vpc;
import software.amazon.awscdk.services.elasticloadbalancingv2.NetworkLoadBalancer;
import software.amazon.awscdk.services.iam.IRole;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.kms.Key;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.IFunction;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.lambda.SnapStartConf;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.wafv2.CfnWebACL;

/** Compares with the templates that the construct in Go makes of the same. */
class GoldenTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final App app =
      new App(AppProps.builder().analyticsReporting(false).treeMetadata(false).build());
  private final Stack stack = new Stack(app, "Test");

  private Function function(String id) {
    return Function.Builder.create(stack, id)
        .runtime(Runtime.NODEJS_22_X)
        .handler("index.handler")
        .code(Code.fromInline("exports.handler = null"))
        .build();
  }

  private static TypeSafeApiIntegration of(Integration integration) {
    return of(integration, null);
  }

  private static TypeSafeApiIntegration of(Integration integration, Authorizer authorizer) {
    return TypeSafeApiIntegration.builder().integration(integration).authorizer(authorizer).build();
  }

  private void compare(String golden) throws IOException {
    JsonNode want =
        MAPPER.readTree(Path.of(System.getenv("GOLDEN"), golden + ".golden.json").toFile());
    JsonNode got = MAPPER.valueToTree(app.synth().getStackByName("Test").getTemplate());
    List<String> differences = new ArrayList<>();
    differ("", want.get("Resources"), without(got.get("Resources")), differences);
    assertEquals("", String.join("\n", differences));
  }

  /** Leaves out of resources what the golden files have not. */
  private static JsonNode without(JsonNode resources) {
    resources.forEach(
        resource ->
            ((com.fasterxml.jackson.databind.node.ObjectNode) resource)
                .retain("Type", "Properties", "DependsOn"));
    return resources;
  }

  private static void differ(String at, JsonNode want, JsonNode got, List<String> differences) {
    if (isNothing(want) && isNothing(got)) {
      return;
    }
    if (want != null && got != null && want.isObject() && got.isObject()) {
      Set<String> names = new TreeSet<>();
      want.fieldNames().forEachRemaining(names::add);
      got.fieldNames().forEachRemaining(names::add);
      names.forEach(name -> differ(at + "/" + name, want.get(name), got.get(name), differences));
    } else if (want == null || !want.equals((a, b) -> compareNumbers(a, b), got)) {
      differences.add(at + ": Go has " + want + ", Java has " + got);
    }
  }

  private static boolean isNothing(JsonNode node) {
    return node == null || node.isNull();
  }

  private static int compareNumbers(JsonNode a, JsonNode b) {
    if (a.isNumber() && b.isNumber()) {
      return Double.compare(a.doubleValue(), b.doubleValue());
    }
    return a.equals(b) ? 0 : 1;
  }

  private Integration photo(Bucket photos, Role role) {
    return Integrations.s3(
        S3IntegrationProps.builder().bucket(photos).path("pets/{petId}.json").role(role).build());
  }

  @Test
  void everything() throws IOException {
    Function pets = function("Pets");
    Alias orders =
        Alias.Builder.create(stack, "Live")
            .aliasName("live")
            .version(function("Orders").getCurrentVersion())
            .build();
    Key key = new Key(stack, "Key");
    Bucket photos = Bucket.Builder.create(stack, "Photos").encryptionKey(key).build();
    Queue queue = new Queue(stack, "Queue");
    UserPool pool = new UserPool(stack, "Users");
    Function gate = function("Gate");
    Role own =
        Role.Builder.create(stack, "Own")
            .assumedBy(new ServicePrincipal("apigateway.amazonaws.com"))
            .build();
    NetworkLoadBalancer balancer =
        NetworkLoadBalancer.Builder.create(stack, "Balancer")
            .vpc(Vpc.Builder.create(stack, "Vpc").maxAzs(2).natGateways(0).build())
            .build();
    VpcLink link = VpcLink.Builder.create(stack, "Link").targets(List.of(balancer)).build();
    OperationConfig<TypeSafeApiIntegration> integrations =
        MockIntegrations.mockAll()
            .listPets(of(Integrations.lambda(pets)))
            .addPet(
                of(
                    Integrations.lambda(pets),
                    Authorizers.custom(
                        CustomAuthorizerProps.builder()
                            .authorizerId("gate")
                            .function(gate)
                            .resultsCacheTtl(Duration.seconds(60))
                            .build())))
            .getPet(of(photo(photos, null)))
            .putPet(of(photo(photos, null), Authorizers.none()))
            .deletePet(of(photo(photos, own), Authorizers.iam()))
            .getPhoto(
                of(
                    Integrations.s3(
                        S3IntegrationProps.builder()
                            .bucket(photos)
                            .path("photos/{petId}/{name}")
                            .role(
                                Role.fromRoleArn(
                                    stack,
                                    "Theirs",
                                    "arn:aws:iam::111122223333:role/theirs",
                                    software.amazon.awscdk.services.iam.FromRoleArnOptions.builder()
                                        .mutable(false)
                                        .build()))
                            .build())))
            .order(
                of(
                    Integrations.service(
                        ServiceIntegrationProps.builder()
                            .service("states")
                            .action("StartExecution")
                            .resource("arn:aws:states:eu-west-1:111122223333:stateMachine:orders")
                            .requestTemplates(
                                Map.of("application/json", "{\"stateMachineArn\": \"orders\"}"))
                            .build())))
            .listOrders(
                of(
                    Integrations.lambda(orders),
                    Authorizers.custom(
                        CustomAuthorizerProps.builder()
                            .authorizerId("inspect")
                            .type(CustomAuthorizerType.REQUEST)
                            .function(gate)
                            .identitySource("method.request.header.X-Tenant")
                            .build())))
            .send(
                of(
                    Integrations.service(
                        ServiceIntegrationProps.builder()
                            .service("sqs")
                            .path(stack.getAccount() + "/" + queue.getQueueName())
                            .resource(queue.getQueueArn())
                            .actions(List.of("sqs:SendMessage"))
                            .requestParameters(
                                Map.of(
                                    "integration.request.header.Content-Type",
                                    "'application/x-www-form-urlencoded'"))
                            .requestTemplates(
                                Map.of(
                                    "application/json",
                                    "Action=SendMessage&MessageBody=$util.urlEncode($input.body)"))
                            .build()),
                    Authorizers.jwt(
                            JwtAuthorizerProps.builder()
                                .authorizerId("oidc")
                                .issuers(
                                    List.of(
                                        JwtIssuer.builder()
                                            .issuer("https://login.example.com/")
                                            .audiences(List.of("shop"))
                                            .additionalClaims(
                                                List.of(
                                                    JwtAdditionalClaim.builder()
                                                        .claimName("tenant")
                                                        .required(true)
                                                        .expectedValues(List.of("blue"))
                                                        .build()))
                                            .build()))
                                .defaultAlgorithms(List.of("RS256", "ES256"))
                                .build())
                        .withScopes("orders/write")))
            .inside(
                of(
                    Integrations.vpcLink(
                        VpcLinkIntegrationProps.builder()
                            .vpcLink(link)
                            .uri("http://" + balancer.getLoadBalancerDnsName() + "/x/{id}")
                            .build())))
            .health(
                TypeSafeApiIntegration.builder()
                    .integration(
                        Integrations.lambda(
                            Function.fromFunctionArn(
                                stack,
                                "Imported",
                                "arn:aws:lambda:eu-west-1:111122223333:function:health:live")))
                    .options(TypeSafeApiIntegrationOptions.builder().apiKeyRequired(true).build())
                    .build())
            .build();
    Api api =
        new Api(
            stack,
            "Api",
            ApiProps.builder()
                .integrations(integrations)
                .defaultAuthorizer(
                    Authorizers.cognito(
                        CognitoAuthorizerProps.builder()
                            .authorizerId("users")
                            .userPools(List.of(pool))
                            .authorizationScopes(List.of("pets/read"))
                            .build()))
                .corsOptions(
                    CorsOptions.builder()
                        .allowOrigins(List.of("https://example.com"))
                        .allowCredentials(true)
                        .maxAge(Duration.minutes(10))
                        .build())
                .apiKeyOptions(ApiKeyOptions.builder().source(ApiKeySourceType.HEADER).build())
                .validation(Validation.builder().body(false).parameters(true).build())
                .gatewayResponses(
                    List.of(
                        GatewayResponseOptions.builder()
                            .type(ResponseType.THROTTLED)
                            .statusCode("429")
                            .build()))
                .webAclOptions(webAcl())
                .accessLogOptions(
                    AccessLogOptions.builder()
                        .retention(RetentionDays.ONE_WEEK)
                        .removalPolicy(RemovalPolicy.DESTROY)
                        .build())
                .binaryMediaTypes(List.of("image/*"))
                .minCompressionSize(Size.kibibytes(1))
                .failOnWarnings(true)
                .endpointTypes(List.of(EndpointType.REGIONAL))
                .build());
    UsagePlan plan =
        api.getApi()
            .addUsagePlan(
                "Plan",
                UsagePlanProps.builder()
                    .throttle(ThrottleSettings.builder().rateLimit(10).burstLimit(20).build())
                    .build());
    plan.addApiStage(UsagePlanPerApiStage.builder().stage(api.getDeploymentStage()).build());
    plan.addApiKey(api.getApi().addApiKey("Key"));
    compare("everything");
  }

  private static TypeSafeApiWebAclOptions webAcl() {
    return TypeSafeApiWebAclOptions.builder()
        .cidrAllowList(
            CidrAllowList.builder().cidrType("IPV4").cidrRanges(List.of("192.0.2.0/24")).build())
        .managedRules(
            List.of(
                ManagedRule.builder()
                    .vendor("AWS")
                    .name("AWSManagedRulesCommonRuleSet")
                    .ruleActionOverrides(
                        List.of(
                            CfnWebACL.RuleActionOverrideProperty.builder()
                                .name("SizeRestrictions_BODY")
                                .actionToUse(
                                    CfnWebACL.RuleActionProperty.builder()
                                        .count(CfnWebACL.CountActionProperty.builder().build())
                                        .build())
                                .build()))
                    .build(),
                ManagedRule.builder()
                    .vendorName("AWS")
                    .name("AWSManagedRulesBotControlRuleSet")
                    .version("Version_3.1")
                    .excludedRules(
                        List.of(
                            CfnWebACL.ExcludedRuleProperty.builder()
                                .name("CategoryAdvertising")
                                .build()))
                    .scopeDownStatement(
                        CfnWebACL.StatementProperty.builder()
                            .geoMatchStatement(
                                CfnWebACL.GeoMatchStatementProperty.builder()
                                    .countryCodes(List.of("FR"))
                                    .build())
                            .build())
                    .build()))
        .rules(
            List.of(
                CfnWebACL.RuleProperty.builder()
                    .name("limit")
                    .priority(100)
                    .action(
                        CfnWebACL.RuleActionProperty.builder()
                            .block(CfnWebACL.BlockActionProperty.builder().build())
                            .build())
                    .statement(
                        CfnWebACL.StatementProperty.builder()
                            .rateBasedStatement(
                                CfnWebACL.RateBasedStatementProperty.builder()
                                    .limit(1000)
                                    .aggregateKeyType("IP")
                                    .build())
                            .build())
                    .visibilityConfig(
                        CfnWebACL.VisibilityConfigProperty.builder()
                            .cloudWatchMetricsEnabled(true)
                            .metricName("limit")
                            .sampledRequestsEnabled(true)
                            .build())
                    .build()))
        .build();
  }

  private static OperationConfig.Builder<TypeSafeApiIntegration> mocks() {
    return Operations.all(of(Integrations.mock(MockIntegrationResponse.builder().build())));
  }

  @Test
  void nothing() throws IOException {
    new Api(
        stack,
        "Api",
        ApiProps.builder()
            .integrations(
                mocks()
                    .putPet(
                        of(
                            Integrations.s3(
                                S3IntegrationProps.builder()
                                    .bucket(Bucket.fromBucketName(stack, "Pets", "pets-of-ours"))
                                    .build())))
                    .build())
            .mockDataOptions(MockDataOptions.builder().seed(7).maxArrayLength(2).build())
            .prune(true)
            .role(Role.fromRoleArn(stack, "Role", "arn:aws:iam::111122223333:role/ours"))
            .webAclOptions(TypeSafeApiWebAclOptions.builder().disable(true).build())
            .accessLogOptions(AccessLogOptions.builder().disable(true).build())
            .restApiName("own")
            .cloudWatchRole(false)
            .deployOptions(
                StageOptions.builder()
                    .stageName("beta")
                    .tracingEnabled(false)
                    .loggingLevel(MethodLoggingLevel.OFF)
                    .methodOptions(
                        Map.of(
                            "/pets/{petId}/PUT",
                            MethodDeploymentOptions.builder().cachingEnabled(true).build()))
                    .build())
            .build());
    compare("nothing");
  }

  @Test
  void undeployed() throws IOException {
    Api api =
        new Api(
            stack,
            "Api",
            ApiProps.builder()
                .integrations(mocks().getPet(of(Integrations.lambda(function("Get")))).build())
                .deploy(false)
                .mockDataOptions(MockDataOptions.builder().disable(true).build())
                .build());
    assertNull(api.getUrl());
    assertNull(api.getDeploymentStage());
    assertNull(api.getWebAcl());
    assertNull(api.getAccessLogGroup());
    compare("undeployed");
  }

  private Function snapStarted(String id) {
    return Function.Builder.create(stack, id)
        .runtime(Runtime.PYTHON_3_13)
        .handler("index.handler")
        .code(Code.fromInline("handler = None"))
        .snapStart(SnapStartConf.ON_PUBLISHED_VERSIONS)
        .build();
  }

  private Authorizer token(String id, Function function) {
    return Authorizers.custom(
        CustomAuthorizerProps.builder().authorizerId(id).function(function).build());
  }

  @Test
  void nested() throws IOException {
    Function all = snapStarted("All");
    Function root = function("Root");
    new com.example.guarded.Api(
        stack,
        "Api",
        com.example.guarded.ApiProps.builder()
            .integrations(
                com.example.guarded.OperationConfig.<TypeSafeApiIntegration>builder()
                    .all(of(Integrations.lambda(all)))
                    .root(of(Integrations.lambda(root.getCurrentVersion())))
                    .build())
            .authorizers(
                List.of(token("gate", snapStarted("Gate")), token("spare", function("Spare"))))
            .nestedPermissions(true)
            .build());
    compare("nested");
  }

  private IFunction imported(String name) {
    return Function.fromFunctionArn(
        stack, name, "arn:aws:lambda:eu-west-1:111122223333:function:" + name);
  }

  /** Sets each option that everything does not. */
  @Test
  void options() throws IOException {
    String token = "method.request.header.X-Token";
    IRole theirs =
        Role.fromRoleArn(
            stack,
            "Theirs",
            "arn:aws:iam::111122223333:role/theirs",
            software.amazon.awscdk.services.iam.FromRoleArnOptions.builder()
                .mutable(false)
                .build());
    Authorizer users =
        Authorizers.cognito(
            CognitoAuthorizerProps.builder()
                .authorizerId("users")
                .userPools(
                    List.of(
                        UserPool.fromUserPoolArn(
                            stack,
                            "Users",
                            "arn:aws:cognito-idp:eu-west-1:111122223333:userpool/eu-west-1_users")))
                .authorizationScopes(List.of("a/b"))
                .identitySource(token)
                .build());
    Authorizer oidc =
        Authorizers.jwt(
            JwtAuthorizerProps.builder()
                .authorizerId("oidc")
                .issuers(
                    List.of(
                        JwtIssuer.builder()
                            .issuer("https://login.example.com/")
                            .audiences(List.of("shop"))
                            .build()))
                .authorizationScopes(List.of("c/d"))
                .identitySource(token)
                .build());
    Authorizer gate =
        Authorizers.custom(
            CustomAuthorizerProps.builder()
                .authorizerId("gate")
                .function(imported("Gate"))
                .identitySource(token)
                .identityValidationExpression("Bearer .+")
                .resultsCacheTtl(Duration.seconds(0))
                .role(theirs)
                .build());
    Map<String, String> source = Map.of("integration.request.header.X-Source", "'gateway'");
    Map<String, String> template = Map.of("application/json", "$input.body");
    IntegrationResponseSet errors =
        IntegrationResponseSets.composite(
            IntegrationResponseSets.defaultPassthrough(), IntegrationResponseSets.catchAll());
    Integration getObject =
        Integrations.s3(
            S3IntegrationProps.builder()
                .bucket(Bucket.fromBucketName(stack, "Objects", "objects-of-ours"))
                .method("get")
                .path("{X-Tenant}/{size}/{key}")
                .queryStringRequestParameters(List.of("size"))
                .headerRequestParameters(List.of("X-Tenant"))
                .integrationResponseSet(errors)
                .build());
    Integration callBackend =
        Integrations.http(
            HttpIntegrationProps.builder()
                .uri("https://example.com/{id}/{page}/{X-Tenant}")
                .proxy(false)
                .method("put")
                .timeout(Duration.seconds(5))
                .queryStringRequestParameters(List.of("page"))
                .headerRequestParameters(List.of("X-Tenant"))
                .requestParameters(source)
                .requestTemplates(template)
                .integrationResponseSet(
                    IntegrationResponseSets.composite(
                        IntegrationResponseSets.defaultPassthrough(),
                        IntegrationResponseSets.custom(
                            Map.of(
                                "404",
                                ApiGatewayIntegrationResponse.builder()
                                    .statusCode("404")
                                    .build()))))
                .build());
    Integration callInside =
        Integrations.vpcLink(
            VpcLinkIntegrationProps.builder()
                .vpcLink(VpcLink.fromVpcLinkId(stack, "Link", "link-of-ours"))
                .uri("http://inside.example.com/{id}")
                .target(
                    "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/net/inside/0123456789abcdef")
                .build());
    Integration send =
        Integrations.service(
            ServiceIntegrationProps.builder()
                .service("sqs")
                .path("111122223333/{topic}-{X-Tenant}-{id}")
                .subdomain("queues")
                .method("post")
                .role(theirs)
                .resource("arn:aws:sqs:eu-west-1:111122223333:*")
                .actions(List.of("sqs:SendMessage"))
                .queryStringRequestParameters(List.of("topic"))
                .headerRequestParameters(List.of("X-Tenant"))
                .requestParameters(source)
                .requestTemplates(template)
                .integrationResponseSet(errors)
                .build());
    Integration mock = Integrations.mock(MockIntegrationResponse.builder().build());
    Integration respond =
        Integrations.mock(
            MockIntegrationResponse.builder()
                .statusCode(200)
                .body("{}")
                .headers(Map.of("X-Kind", "'fixed'"))
                .build());
    new com.example.options.Api(
        stack,
        "Api",
        com.example.options.ApiProps.builder()
            .integrations(
                com.example.options.OperationConfig.<TypeSafeApiIntegration>builder()
                    .callBackend(of(callBackend))
                    .callInside(of(callInside))
                    .follow(
                        TypeSafeApiIntegration.builder()
                            .integration(Integrations.lambda(imported("Follow")))
                            .options(TypeSafeApiIntegrationOptions.builder().stream(true).build())
                            .build())
                    .getObject(of(getObject))
                    .guard(of(mock, gate))
                    .hold(of(mock, oidc))
                    .respond(of(respond))
                    .send(of(send))
                    .build())
            .defaultAuthorizer(users)
            .apiKeyOptions(
                ApiKeyOptions.builder()
                    .source(ApiKeySourceType.HEADER)
                    .requiredByDefault(true)
                    .build())
            .validation(Validation.builder().body(true).parameters(false).build())
            .webAclOptions(
                TypeSafeApiWebAclOptions.builder()
                    .webAclArn("arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/ours/1")
                    .build())
            .accessLogOptions(
                AccessLogOptions.builder()
                    .logGroup(LogGroup.fromLogGroupName(stack, "Log", "log-of-ours"))
                    .format(AccessLogFormat.clf())
                    .build())
            .build());
    compare("options");
  }
}
