package io.github.gatewright.cdk;

import java.util.LinkedHashMap;
import java.util.Map;

/** A value of x-amazon-apigateway-integration. */
public final class ApiGatewayIntegration {

  private final Map<String, Object> json;

  private ApiGatewayIntegration(Map<String, Object> json) {
    this.json = json;
  }

  /** Starts one. */
  public static Builder builder() {
    return new Builder();
  }

  Map<String, Object> toJSON() {
    return json;
  }

  /** Makes one property by property. */
  public static final class Builder {

    private final Map<String, Object> json = new LinkedHashMap<>();

    private Builder() {}

    /** HTTP, HTTP_PROXY, AWS, AWS_PROXY or MOCK. */
    public Builder type(String type) {
      return with("type", type);
    }

    /** The URI of the backend. */
    public Builder uri(String uri) {
      return with("uri", uri);
    }

    /** The method of the call to the backend. */
    public Builder httpMethod(String httpMethod) {
      return with("httpMethod", httpMethod);
    }

    /** The ARN of the role that API Gateway takes; {@code ${gatewright:role}}: the API's. */
    public Builder credentials(String credentials) {
      return with("credentials", credentials);
    }

    /** INTERNET or VPC_LINK. */
    public Builder connectionType(String connectionType) {
      return with("connectionType", connectionType);
    }

    /** The ID of the VPC link. */
    public Builder connectionId(String connectionId) {
      return with("connectionId", connectionId);
    }

    /** What becomes of requests in other content types: never, when_no_match, when_no_templates. */
    public Builder passthroughBehavior(String passthroughBehavior) {
      return with("passthroughBehavior", passthroughBehavior);
    }

    /** Milliseconds after which a call is given up. */
    public Builder timeoutInMillis(int timeoutInMillis) {
      return with("timeoutInMillis", timeoutInMillis);
    }

    /** Targets such as integration.request.header.X and their sources. */
    public Builder requestParameters(Map<String, String> requestParameters) {
      return with("requestParameters", requestParameters);
    }

    /** Mapping templates by content type. */
    public Builder requestTemplates(Map<String, String> requestTemplates) {
      return with("requestTemplates", requestTemplates);
    }

    /** The responses, by regular expressions on the backend's status, or default. */
    public Builder responses(Map<String, ApiGatewayIntegrationResponse> responses) {
      Map<String, Object> all = new LinkedHashMap<>();
      responses.forEach((pattern, response) -> all.put(pattern, response.toJSON()));
      return with("responses", all);
    }

    /** Any other property. */
    public Builder with(String name, Object value) {
      Sending.put(json, name, value);
      return this;
    }

    /** Gives the whole. */
    public ApiGatewayIntegration build() {
      return new ApiGatewayIntegration(new LinkedHashMap<>(json));
    }
  }
}
