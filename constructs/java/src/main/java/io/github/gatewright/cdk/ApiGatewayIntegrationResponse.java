package io.github.gatewright.cdk;

import java.util.LinkedHashMap;
import java.util.Map;

/** An integration response. */
public final class ApiGatewayIntegrationResponse {

  private final Map<String, Object> json;

  private ApiGatewayIntegrationResponse(Map<String, Object> json) {
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

    /** The status to answer with. */
    public Builder statusCode(String statusCode) {
      return with("statusCode", statusCode);
    }

    /** Targets such as method.response.header.X and their sources. */
    public Builder responseParameters(Map<String, String> responseParameters) {
      return with("responseParameters", responseParameters);
    }

    /** Mapping templates by content type. */
    public Builder responseTemplates(Map<String, String> responseTemplates) {
      return with("responseTemplates", responseTemplates);
    }

    /** CONVERT_TO_TEXT or CONVERT_TO_BINARY. */
    public Builder contentHandling(String contentHandling) {
      return with("contentHandling", contentHandling);
    }

    private Builder with(String name, Object value) {
      Sending.put(json, name, value);
      return this;
    }

    /** Gives the whole. */
    public ApiGatewayIntegrationResponse build() {
      return new ApiGatewayIntegrationResponse(new LinkedHashMap<>(json));
    }
  }
}
