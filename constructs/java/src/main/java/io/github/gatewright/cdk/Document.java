package io.github.gatewright.cdk;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.SizeConversionOptions;
import software.amazon.awscdk.SizeRoundingBehavior;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.apigateway.CorsOptions;
import software.amazon.awscdk.services.apigateway.GatewayResponseOptions;
import software.amazon.awscdk.services.apigateway.StageOptions;
import software.constructs.Construct;

/** The document that is sent to the engine. */
final class Document {

  private final Map<String, Object> json = new LinkedHashMap<>();
  private final Map<String, Object> bindingOperations = new LinkedHashMap<>();
  private final Map<String, Authorizer> authorizers = new LinkedHashMap<>();
  private final Map<String, Boolean> scoped = new LinkedHashMap<>();
  private final Construct scope;
  private final GeneratedPackage generated;
  private final Map<String, TypeSafeApiIntegration> integrations;
  private final TypeSafeRestApiProps props;

  Document(
      Construct scope,
      GeneratedPackage generated,
      Map<String, TypeSafeApiIntegration> integrations,
      TypeSafeRestApiProps props,
      String stageName) {
    this.scope = scope;
    this.generated = generated;
    this.integrations = integrations;
    this.props = props;
    addBinding(stageName);
    json.put("model", "model.json"); // its name in messages
    addPlacement(Stack.of(scope));
    addAuthorizers();
    addOptions();
    addIntegrations();
  }

  Map<String, Object> toJSON() {
    return json;
  }

  private void addBinding(String stageName) {
    Map<String, Object> binding = new LinkedHashMap<>();
    binding.put("language", "java");
    binding.put("version", generated.version());
    Sending.put(binding, "at", Place.ofCaller());
    binding.put("stage", stageName);
    binding.put("model", textOf(generated.model()));
    binding.put("caching", caching(props));
    binding.put("nestedPermissions", props.nestedPermissions);
    binding.put("operations", bindingOperations);
    json.put("binding", binding);
  }

  private void addPlacement(Stack stack) {
    json.put(
        "placement",
        Map.of(
            "partition", stack.getPartition(),
            "region", stack.getRegion(),
            "account", stack.getAccount()));
  }

  /** Collects the authorizers: the default one, those of operations, and those that are named. */
  private void addAuthorizers() {
    know(props.defaultAuthorizer);
    for (OperationDetails operation : generated.operations()) {
      TypeSafeApiIntegration given = integrations.get(operation.getOperationId());
      know(given == null ? null : given.getAuthorizer());
    }
    if (props.authorizers != null) {
      props.authorizers.forEach(this::know);
    }
    Map<String, Object> entries = new LinkedHashMap<>();
    authorizers.forEach((id, one) -> entries.put(id, one.toJSON()));
    if (!entries.isEmpty()) {
      json.put("authorizers", entries);
    }
    if (props.defaultAuthorizer != null) {
      json.put("defaultAuthorizer", props.defaultAuthorizer.getAuthorizerId());
    }
  }

  private void know(Authorizer authorizer) {
    if (authorizer == null || authorizer.toJSON() == null) {
      return;
    }
    String id = authorizer.getAuthorizerId();
    if (id == null || id.isEmpty()) {
      throw new GatewrightException("an authorizer has no authorizerId");
    }
    Authorizer known = authorizers.putIfAbsent(id, authorizer);
    if (known != null && !known.toJSON().equals(authorizer.toJSON())) {
      throw new GatewrightException("two different authorizers have the ID " + id);
    }
    if (!authorizer.getScopes().isEmpty()) {
      scoped.put(id, true);
    }
  }

  private void addOptions() {
    if (props.corsOptions != null) {
      json.put("corsOptions", cors(props.corsOptions));
    }
    if (props.apiKeyOptions != null) {
      json.put("apiKeyOptions", props.apiKeyOptions.options());
    }
    Sending.put(json, "binaryMediaTypes", props.binaryMediaTypes);
    if (props.minCompressionSize != null) {
      json.put(
          "minCompressionSize",
          props
              .minCompressionSize
              .toBytes(SizeConversionOptions.builder().rounding(SizeRoundingBehavior.FAIL).build())
              .intValue());
    }
    if (props.validation != null) {
      json.put("validation", props.validation.options());
    }
    if (props.mockDataOptions != null) {
      json.put("mockDataOptions", props.mockDataOptions.options());
    }
    if (props.gatewayResponses != null) {
      json.put("gatewayResponses", gatewayResponses(props.gatewayResponses));
    }
    if (props.prune) {
      json.put("prune", true);
    }
  }

  /** Gives for which methods the stage keeps responses, by the CDK's keys. */
  private static Map<String, Object> caching(TypeSafeRestApiProps props) {
    Map<String, Object> enabled = new LinkedHashMap<>();
    StageOptions options = props.deployOptions;
    if (options == null || Boolean.FALSE.equals(props.deploy)) {
      return enabled;
    }
    Sending.put(enabled, "/*/*", options.getCachingEnabled());
    if (options.getMethodOptions() != null) {
      options
          .getMethodOptions()
          .forEach((key, method) -> Sending.put(enabled, key, method.getCachingEnabled()));
    }
    return enabled;
  }

  private static Map<String, Object> cors(CorsOptions options) {
    if (options.getStatusCode() != null && options.getStatusCode().intValue() != 204) {
      throw new GatewrightException(
          "CorsOptions.statusCode is "
              + options.getStatusCode()
              + ", but preflight requests are answered with 204\n  help: leave statusCode out");
    }
    Map<String, Object> cors = new LinkedHashMap<>();
    Sending.put(cors, "allowOrigins", options.getAllowOrigins());
    Sending.put(cors, "allowMethods", options.getAllowMethods());
    Sending.put(cors, "allowHeaders", options.getAllowHeaders());
    Sending.put(cors, "exposeHeaders", options.getExposeHeaders());
    Sending.put(cors, "allowCredentials", options.getAllowCredentials());
    Sending.put(cors, "maxAge", Wire.duration(options.getMaxAge()));
    Sending.put(cors, "disableCache", options.getDisableCache());
    return cors;
  }

  private static Map<String, Object> gatewayResponses(List<GatewayResponseOptions> given) {
    Map<String, Object> all = new LinkedHashMap<>();
    for (GatewayResponseOptions one : given) {
      Map<String, Object> response = new LinkedHashMap<>();
      if (one.getStatusCode() != null) {
        response.put("statusCode", statusCode(one));
      }
      Sending.put(response, "headers", one.getResponseHeaders());
      Sending.put(response, "templates", one.getTemplates());
      all.put(one.getType().getResponseType(), response);
    }
    return all;
  }

  private static int statusCode(GatewayResponseOptions response) {
    try {
      return Integer.parseInt(response.getStatusCode());
    } catch (NumberFormatException e) {
      throw new GatewrightException(
          "GatewayResponseOptions.statusCode of "
              + response.getType().getResponseType()
              + " is not a number: "
              + response.getStatusCode());
    }
  }

  private void addIntegrations() {
    Sending sending = new Sending();
    Map<String, Object> entries = new LinkedHashMap<>();
    for (OperationDetails operation : generated.operations()) {
      Map<String, Object> binding = new LinkedHashMap<>();
      bindingOperations.put(operation.getOperationId(), binding);
      TypeSafeApiIntegration given = integrations.get(operation.getOperationId());
      if (given == null || given.getIntegration() == null) {
        binding.put("empty", true);
        continue;
      }
      Sending.put(binding, "at", given.getIntegration().place);
      try {
        entries.put(operation.getOperationId(), entry(sending, operation, given));
      } catch (RuntimeException e) { // the user's own code threw it
        binding.put("failed", String.valueOf(e.getMessage() == null ? e : e.getMessage()));
      }
    }
    if (!sending.buckets.isEmpty()) {
      json.put("buckets", sending.buckets);
    }
    json.put("integrations", entries);
  }

  private Map<String, Object> entry(
      Sending sending, OperationDetails operation, TypeSafeApiIntegration given) {
    IntegrationRenderProps render =
        new IntegrationRenderProps(scope, operation, props.corsOptions, generated.operations());
    Map<String, Object> entry = new LinkedHashMap<>(given.getIntegration().toJSON(sending, render));
    Authorizer authorizer = given.getAuthorizer();
    if (authorizer != null) {
      entry.put("authorizer", authorizer.getAuthorizerId());
      addScopes(entry, authorizer);
    } else if (props.defaultAuthorizer != null) {
      addScopes(entry, props.defaultAuthorizer);
    }
    if (given.getOptions() != null) {
      Sending.put(entry, "apiKeyRequired", given.getOptions().apiKeyRequired);
      Sending.put(entry, "stream", given.getOptions().stream);
    }
    return entry;
  }

  private void addScopes(Map<String, Object> entry, Authorizer authorizer) {
    if (scoped.containsKey(authorizer.getAuthorizerId())) {
      entry.put("authorizer", authorizer.getAuthorizerId());
      entry.put("authorizationScopes", authorizer.getScopes());
    }
  }

  /** Gives the model: it may lie in a jar, so that there need not be a file. */
  private static String textOf(URL model) {
    if (model == null) {
      throw new GatewrightException("the package has no model.json; package its resources too");
    }
    try (InputStream in = model.openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
