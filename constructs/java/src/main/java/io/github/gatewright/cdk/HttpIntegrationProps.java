package io.github.gatewright.cdk;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How requests are forwarded over HTTP. */
public final class HttpIntegrationProps {

  final Map<String, Object> json;

  private HttpIntegrationProps(Builder builder) {
    this.json = new LinkedHashMap<>(builder.json);
  }

  /** Starts the properties. */
  public static Builder builder() {
    return new Builder();
  }

  /** Makes the properties one by one. */
  public static final class Builder {

    private final Map<String, Object> json = new LinkedHashMap<>();

    private Builder() {}

    /** The URI of the backend, with {name} for parameters of the operation. */
    public Builder uri(String uri) {
      Sending.put(json, "uri", uri);
      return this;
    }

    /** The method of the call. Default: the operation's. */
    public Builder method(String method) {
      Sending.put(json, "method", method);
      return this;
    }

    /** Whether requests and answers go through as they are. Default: true. */
    public Builder proxy(Boolean proxy) {
      Sending.put(json, "proxy", proxy);
      return this;
    }

    /** Milliseconds after which a call is given up. */
    public Builder timeout(Integer timeout) {
      Sending.put(json, "timeout", timeout);
      return this;
    }

    /** The ARN of the load balancer behind a VPC link of version 2. */
    public Builder target(String target) {
      Sending.put(json, "target", target);
      return this;
    }

    /** Query parameters that the URI may use. */
    public Builder queryParameters(List<String> queryParameters) {
      Sending.put(json, "queryParameters", queryParameters);
      return this;
    }

    /** Headers that the URI may use. */
    public Builder headers(List<String> headers) {
      Sending.put(json, "headers", headers);
      return this;
    }

    /** Targets such as integration.request.header.X and their sources. */
    public Builder requestParameters(Map<String, String> requestParameters) {
      Sending.put(json, "requestParameters", requestParameters);
      return this;
    }

    /** Mapping templates by content type. */
    public Builder requestTemplates(Map<String, String> requestTemplates) {
      Sending.put(json, "requestTemplates", requestTemplates);
      return this;
    }

    /** How the backend's answers become the operation's. */
    public Builder integrationResponseSet(IntegrationResponseSet integrationResponseSet) {
      Sending.put(
          json,
          "responses",
          integrationResponseSet == null ? null : integrationResponseSet.toJSON());
      return this;
    }

    /** Gives the properties. */
    public HttpIntegrationProps build() {
      return new HttpIntegrationProps(this);
    }
  }
}
