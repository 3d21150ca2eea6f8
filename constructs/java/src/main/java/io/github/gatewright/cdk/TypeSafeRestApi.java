package io.github.gatewright.cdk;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awscdk.Annotations;
import software.amazon.awscdk.CfnResource;
import software.amazon.awscdk.NestedStack;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.apigateway.ApiDefinition;
import software.amazon.awscdk.services.apigateway.SpecRestApi;
import software.amazon.awscdk.services.apigateway.SpecRestApiProps;
import software.amazon.awscdk.services.apigateway.Stage;
import software.amazon.awscdk.services.apigateway.StageOptions;
import software.amazon.awscdk.services.iam.IRole;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.CfnPermission;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.IAlias;
import software.amazon.awscdk.services.lambda.IFunction;
import software.amazon.awscdk.services.lambda.IVersion;
import software.amazon.awscdk.services.logs.ILogGroup;
import software.amazon.awscdk.services.wafv2.CfnIPSet;
import software.amazon.awscdk.services.wafv2.CfnWebACL;
import software.amazon.awscdk.services.wafv2.CfnWebACLAssociation;
import software.constructs.Construct;
import software.constructs.IConstruct;

/**
 * An API on Amazon API Gateway. The engine decides what is deployed; this makes the resources that
 * it names.
 */
public abstract class TypeSafeRestApi extends Construct {

  /** A function that a user's own integration invokes. */
  private record Invocation(String operationId, IFunction function, String sourceArn) {}

  /** Stands for the name of the stage of an API that is not deployed here. */
  private static final String NOT_DEPLOYED = "*";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final List<OperationDetails> operations;
  private final Map<String, TypeSafeApiIntegration> integrations;
  private final Map<String, IFunction> functions = new LinkedHashMap<>();
  private final List<Invocation> invocations = new ArrayList<>();
  private final Map<String, IRole> roles = new LinkedHashMap<>();
  private final String stageName;
  private final IRole role;
  private final ILogGroup accessLogGroup;
  private final SpecRestApi api;
  private final WebAcl.Made webAcl;
  private Map<String, Object> extendedApiSpecification;

  /** Makes an API out of what generated code knows of it. */
  protected TypeSafeRestApi(
      Construct scope,
      String id,
      GeneratedPackage generated,
      Map<String, TypeSafeApiIntegration> integrations,
      TypeSafeRestApiProps props) {
    super(scope, id);
    this.operations = generated.operations();
    this.integrations = integrations;
    this.stageName = stageNameOf(props);
    JsonNode answer =
        new Engine(generated.version())
            .render(new Document(this, generated, integrations, props, stageName).toJSON());
    if (answer.has("error")) {
      throw new GatewrightException(
          "the API " + getNode().getPath() + " cannot be made:\n\n" + answer.get("error").asText());
    }
    String title = answer.path("title").asText();
    this.role = roleOf(props, answer, title);
    AccessLog log = new AccessLog(this, props, stageName);
    this.accessLogGroup = log.group();
    this.api = restApiOf(props, answer, title, log.stageOptions());
    this.webAcl = WebAcl.before(this, props.webAclOptions, getDeploymentStage());
    grant(answer);
    addPermissions(answer.path("permissions"), props);
    passEnvironment(answer.path("environment"));
    answer.path("metadata").forEach(this::addMetadata);
    annotate(answer.path("annotations"));
  }

  /** The underlying construct: usage plans, API keys, domain names and metrics are had from it. */
  public SpecRestApi getApi() {
    return api;
  }

  /** The stage; null: the API is not deployed. */
  public Stage getDeploymentStage() {
    return isDeployed() ? api.getDeploymentStage() : null;
  }

  /** The address of the stage, with a slash at the end; null: the API is not deployed. */
  public String getUrl() {
    return isDeployed() ? api.getUrl() : null;
  }

  /** The role that API Gateway takes to call other services; null: no integration needs it. */
  public IRole getRole() {
    return role;
  }

  /** The web ACL before the API; null: there is none. */
  public CfnWebACL getWebAcl() {
    return webAcl.webAcl();
  }

  /** The addresses that may call the API; null when it has no such list. */
  public CfnIPSet getIpSet() {
    return webAcl.ipSet();
  }

  /** What puts the web ACL before the stage; null: there is none. */
  public CfnWebACLAssociation getWebAclAssociation() {
    return webAcl.association();
  }

  /** The definition that is deployed: OpenAPI with API Gateway's extensions. */
  public Map<String, Object> getExtendedApiSpecification() {
    return extendedApiSpecification;
  }

  /** The log group of requests; null: there is none. */
  public ILogGroup getAccessLogGroup() {
    return accessLogGroup;
  }

  /** The functions behind the operations, by operation ID. */
  public Map<String, IFunction> getFunctions() {
    return Map.copyOf(functions);
  }

  private boolean isDeployed() {
    return !stageName.equals(NOT_DEPLOYED);
  }

  private static String stageNameOf(TypeSafeRestApiProps props) {
    if (props.deploy != null && !props.deploy) {
      return NOT_DEPLOYED;
    }
    StageOptions options = props.deployOptions;
    return options == null || options.getStageName() == null ? "prod" : options.getStageName();
  }

  private IRole roleOf(TypeSafeRestApiProps props, JsonNode answer, String title) {
    if (props.role != null || !answer.path("usesRole").asBoolean()) {
      return props.role;
    }
    return Role.Builder.create(this, "Role")
        .assumedBy(new ServicePrincipal("apigateway.amazonaws.com"))
        .description("What API Gateway may use for the operations of " + title)
        .build();
  }

  private SpecRestApi restApiOf(
      TypeSafeRestApiProps props, JsonNode answer, String title, StageOptions stage) {
    String arn = role == null ? Sending.SHARED_ROLE : role.getRoleArn();
    Object definition =
        replaced(
            MAPPER.convertValue(answer.get("definition"), Object.class), Sending.SHARED_ROLE, arn);
    extendedApiSpecification = new TreeMap<>();
    ((Map<?, ?>) definition)
        .forEach((key, value) -> extendedApiSpecification.put(String.valueOf(key), value));
    TemplateSize.check(this, props, definition, answer.path("sizes"));
    SpecRestApiProps.Builder rest =
        props.restApiProps().apiDefinition(ApiDefinition.fromInline(definition));
    if (props.restApiName == null) {
      rest.restApiName(title);
    }
    if (props.cloudWatchRole == null) {
      rest.cloudWatchRole(true);
    }
    return new SpecRestApi(this, "Api", rest.deployOptions(stage).build());
  }

  /**
   * Gives a value with a text in it replaced. Keys come in their order, as in other languages: the
   * deployment's ID is made of the definition's JSON.
   */
  private static Object replaced(Object value, String text, String by) {
    if (value instanceof String string) {
      return string.replace(text, by);
    }
    if (value instanceof List<?> list) {
      return list.stream().map(item -> replaced(item, text, by)).toList();
    }
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> all = new TreeMap<>();
      map.forEach((key, item) -> all.put(key, replaced(item, text, by)));
      return all;
    }
    return value;
  }

  String stageName() {
    return stageName;
  }

  /** Gives the ARN of what can be called: what follows the API in it. */
  String executeArn(String resource) {
    Stack stack = Stack.of(this);
    return "arn:"
        + stack.getPartition()
        + ":execute-api:"
        + stack.getRegion()
        + ":"
        + stack.getAccount()
        + ":"
        + api.getRestApiId()
        + "/"
        + resource;
  }

  /** Remembers a role that the engine names by its ARN. */
  void know(IRole known) {
    roles.put(known.getRoleArn(), known);
  }

  /** Remembers that API Gateway invokes a function for an operation. */
  void invoke(String operationId, IFunction function, String sourceArn) {
    functions.putIfAbsent(operationId, function);
    invocations.add(new Invocation(operationId, function, sourceArn));
  }

  private void grant(JsonNode answer) {
    if (role != null) {
      roles.put(Sending.SHARED_ROLE, role);
    }
    Statements allowed = new Statements();
    for (OperationDetails operation : operations) {
      Integration integration = integrationOf(operation);
      if (integration == null) {
        continue;
      }
      if (integration instanceof LambdaIntegration lambda) {
        functions.put(operation.getOperationId(), lambda.getFunction());
      }
      integration.grant(new IntegrationGrantProps(this, operation, allowed));
      for (JsonNode grant : answer.path("grants")) {
        IRole to = roles.get(grant.path("role").asText());
        if (to == null || !grant.path("operation").asText().equals(operation.getOperationId())) {
          continue;
        }
        for (JsonNode statement : grant.path("statements")) {
          allowed.add(to, texts(statement.path("actions")), texts(statement.path("resources")));
        }
      }
    }
    allowed.attach();
  }

  private Integration integrationOf(OperationDetails operation) {
    TypeSafeApiIntegration given = integrations.get(operation.getOperationId());
    return given == null ? null : given.getIntegration();
  }

  private static List<String> texts(JsonNode list) {
    List<String> all = new ArrayList<>();
    list.forEach(text -> all.add(text.asText()));
    return all;
  }

  private void addPermissions(JsonNode permissions, TypeSafeRestApiProps props) {
    List<Construct> nested = new ArrayList<>();
    for (int i = 0; i < permissions.path("stacks").asInt(); i++) {
      nested.add(new NestedStack(this, "Permissions" + (i + 1)));
    }
    JsonNode operationPermissions = permissions.path("operations");
    Construct beside = null;
    if (nested.isEmpty() && !operationPermissions.isEmpty() || !invocations.isEmpty()) {
      beside = new Construct(this, "Permissions");
    }
    for (JsonNode one : operationPermissions) {
      int stack = one.path("stack").asInt(-1);
      addPermission(
          stack < 0 ? beside : nested.get(stack),
          one,
          executeArn(stageName + "/" + one.path("source").asText()));
    }
    for (Invocation one : invocations) {
      String function = one.function().getFunctionArn();
      addPermission(beside, unusedId(beside, one.operationId()), function, one.sourceArn());
    }
    for (JsonNode one : permissions.path("authorizers")) {
      addPermission(this, one, executeArn(one.path("source").asText()));
    }
  }

  private static String unusedId(Construct scope, String id) {
    String unused = id;
    for (int n = 2; scope.getNode().tryFindChild(unused) != null; n++) {
      unused = id + n;
    }
    return unused;
  }

  private static void addPermission(Construct scope, JsonNode permission, String sourceArn) {
    String id = permission.path("id").asText();
    addPermission(scope, id, permission.path("function").asText(), sourceArn);
  }

  private static void addPermission(Construct scope, String id, String function, String sourceArn) {
    CfnPermission.Builder.create(scope, id)
        .action("lambda:InvokeFunction")
        .functionName(function)
        .principal("apigateway.amazonaws.com")
        .sourceArn(sourceArn)
        .build();
  }

  private void passEnvironment(JsonNode environment) {
    Set<String> done = new HashSet<>();
    for (IFunction behind : functions.values()) {
      Function function = ownFunction(behind);
      if (function != null && done.add(function.getFunctionArn())) {
        environment
            .properties()
            .forEach(one -> function.addEnvironment(one.getKey(), one.getValue().asText()));
      }
    }
  }

  /** Gives the function of this app that a function, a version or an alias leads to, or null. */
  private static Function ownFunction(IFunction function) {
    if (function instanceof Function own) {
      return own;
    }
    if (function instanceof IVersion version) {
      return ownFunction(version.getLambda());
    }
    if (function instanceof IAlias alias) {
      return ownFunction(alias.getVersion().getLambda());
    }
    return null;
  }

  /** Adds the metadata of a resource, if it is there. */
  private void addMetadata(JsonNode metadata) {
    IConstruct found = this;
    for (JsonNode id : metadata.path("path")) {
      found = found.getNode().tryFindChild(id.asText());
      if (found == null) {
        return;
      }
    }
    IConstruct resource = found;
    valuesOf(metadata.path("resource")).forEach(((CfnResource) resource)::addMetadata);
    valuesOf(metadata.path("construct"))
        .forEach((key, value) -> resource.getNode().addMetadata(key, value));
  }

  private static Map<String, Object> valuesOf(JsonNode object) {
    return MAPPER.convertValue(object, new TypeReference<Map<String, Object>>() {});
  }

  private void annotate(JsonNode annotations) {
    Annotations of = Annotations.of(this);
    for (JsonNode one : annotations) {
      if (one.path("level").asText().equals("info")) {
        of.addInfoV2(one.path("id").asText(), one.path("text").asText());
      } else {
        of.addWarningV2(one.path("id").asText(), one.path("text").asText());
      }
    }
  }
}
