package io.github.gatewright.cdk;

import io.github.gatewright.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/** Answers without a backend. */
public final class MockIntegration extends EngineIntegration {

  /** How a body is given. */
  public enum Body {
    /** Not at all: it is made from the model. */
    NONE,
    /** As a value, which is written as JSON. */
    JSON,
    /** As a text, which is answered as it is. */
    TEXT
  }

  private final Map<String, Object> json;

  MockIntegration(MockIntegrationResponse response) {
    this(response.options());
  }

  private MockIntegration(Map<String, Object> json) {
    this.json = json;
  }

  /** Stands for an integration that is still to come: it answers data made from the model. */
  public static MockIntegration placeholder() {
    return new MockIntegration(new LinkedHashMap<>(Map.of("placeholder", true)));
  }

  /** Answers a response of the model. Generated code calls it. */
  public static MockIntegration respond(String response, Integer status, Body kind, Object body) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("response", response);
    Sending.put(json, "statusCode", status);
    switch (kind) {
      case JSON -> json.put("json", Json.mapper().valueToTree(body));
      case TEXT -> Sending.put(json, "body", body);
      case NONE -> {}
    }
    return new MockIntegration(json);
  }

  /**
   * Answers a header too. Its source is a value in single quotes, or another one of API Gateway's:
   * context.requestId.
   */
  public MockIntegration withHeader(String name, String source) {
    Map<String, Object> changed = new LinkedHashMap<>(json);
    Map<String, Object> headers = new LinkedHashMap<>();
    if (json.get("headers") instanceof Map<?, ?> given) {
      given.forEach((key, value) -> headers.put(String.valueOf(key), value));
    }
    headers.put(name, source);
    changed.put("headers", headers);
    return new MockIntegration(changed);
  }

  @Override
  Map<String, Object> toJSON(Sending sending, IntegrationRenderProps operation) {
    return Map.of("mock", json);
  }
}
