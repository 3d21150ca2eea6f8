package io.github.gatewright.cdk;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.iam.IRole;

/** How an AWS service is called. */
public final class ServiceIntegrationProps {

  final Map<String, Object> json;
  final IRole role;

  private ServiceIntegrationProps(Builder builder) {
    this.json = new LinkedHashMap<>(builder.json);
    this.role = builder.role;
  }

  /** Starts the properties. */
  public static Builder builder() {
    return new Builder();
  }

  /** Makes the properties one by one. */
  public static final class Builder {

    private final Map<String, Object> json = new LinkedHashMap<>();
    private IRole role;

    private Builder() {}

    /** The service as its endpoint calls it: sqs, states. */
    public Builder service(String service) {
      Sending.put(json, "service", service);
      return this;
    }

    /** The path of the call. */
    public Builder path(String path) {
      Sending.put(json, "path", path);
      return this;
    }

    /** The action, such as StartExecution. */
    public Builder action(String action) {
      Sending.put(json, "action", action);
      return this;
    }

    /** The subdomain of the service's endpoint. */
    public Builder subdomain(String subdomain) {
      Sending.put(json, "subdomain", subdomain);
      return this;
    }

    /** The method of the call. Default: POST. */
    public Builder method(String method) {
      Sending.put(json, "method", method);
      return this;
    }

    /** Query parameters that the path may use. */
    public Builder queryParameters(List<String> queryParameters) {
      Sending.put(json, "queryParameters", queryParameters);
      return this;
    }

    /** Headers that the path may use. */
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

    /** The role that API Gateway takes. Default: the API's. */
    public Builder role(IRole role) {
      this.role = role;
      return this;
    }

    /**
     * Lets the role do something with a resource, which is named by its ARN. Without actions it is
     * the one that is called.
     */
    public Builder allow(String resourceArn, String... actions) {
      Map<String, Object> allow = new LinkedHashMap<>();
      allow.put("resource", resourceArn);
      if (actions.length > 0) {
        allow.put("actions", List.of(actions));
      }
      json.put("allow", allow);
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
    public ServiceIntegrationProps build() {
      return new ServiceIntegrationProps(this);
    }
  }
}
