// Code generated from the options that gatewright declares. DO NOT EDIT.
package io.github.gatewright.cdk;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.iam.IRole;

/** Properties of an integration with an AWS service. */
public final class ServiceIntegrationProps {

  final String service;
  final String action;
  final String path;
  final String subdomain;
  final String method;
  final IRole role;
  final String resource;
  final List<String> actions;
  final List<String> queryStringRequestParameters;
  final List<String> headerRequestParameters;
  final Map<String, String> requestParameters;
  final Map<String, String> requestTemplates;
  final IntegrationResponseSet integrationResponseSet;

  private ServiceIntegrationProps(Builder builder) {
    this.service = builder.service;
    this.action = builder.action;
    this.path = builder.path;
    this.subdomain = builder.subdomain;
    this.method = builder.method;
    this.role = builder.role;
    this.resource = builder.resource;
    this.actions = builder.actions;
    this.queryStringRequestParameters = builder.queryStringRequestParameters;
    this.headerRequestParameters = builder.headerRequestParameters;
    this.requestParameters = builder.requestParameters;
    this.requestTemplates = builder.requestTemplates;
    this.integrationResponseSet = builder.integrationResponseSet;
  }

  /** Returns a builder without any options. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns the options as they are written in gatewright.yaml. */
  Map<String, Object> options(IntegrationRenderProps operation) {
    Map<String, Object> options = new LinkedHashMap<>();
    Sending.put(options, "service", service);
    Sending.put(options, "action", action);
    Sending.put(options, "path", path);
    Sending.put(options, "subdomain", subdomain);
    Sending.put(options, "method", Wire.method(method));
    Sending.put(options, "role", Wire.sharedRole(role));
    Sending.put(options, "resource", resource);
    Sending.put(options, "actions", actions);
    Sending.put(options, "queryStringRequestParameters", queryStringRequestParameters);
    Sending.put(options, "headerRequestParameters", headerRequestParameters);
    Sending.put(options, "requestParameters", requestParameters);
    Sending.put(options, "requestTemplates", requestTemplates);
    Sending.put(
        options, "integrationResponseSet", Wire.responses(integrationResponseSet, operation));
    return options;
  }

  /** Sets the options one by one. */
  public static final class Builder {

    private String service;
    private String action;
    private String path;
    private String subdomain;
    private String method;
    private IRole role;
    private String resource;
    private List<String> actions;
    private List<String> queryStringRequestParameters;
    private List<String> headerRequestParameters;
    private Map<String, String> requestParameters;
    private Map<String, String> requestTemplates;
    private IntegrationResponseSet integrationResponseSet;

    private Builder() {}

    /** The service as its endpoint calls it: sqs, sns, dynamodb, states, events, kinesis, ssm. */
    public Builder service(String service) {
      this.service = service;
      return this;
    }

    /** The action to call, such as StartExecution. Either action or path is required. */
    public Builder action(String action) {
      this.action = action;
      return this;
    }

    /**
     * The path to call, such as 111122223333/orders for a queue. {name} is a parameter of the
     * operation's path, or one of queryStringRequestParameters or headerRequestParameters.
     */
    public Builder path(String path) {
      this.path = path;
      return this;
    }

    /** The part of the service's host name before its name. */
    public Builder subdomain(String subdomain) {
      this.subdomain = subdomain;
      return this;
    }

    /** The method of the request to the service. The default is POST. */
    public Builder method(String method) {
      this.method = method;
      return this;
    }

    /**
     * The role with which API Gateway calls the service. In constructs the default is the role that
     * the API's integrations share.
     */
    public Builder role(IRole role) {
      this.role = role;
      return this;
    }

    /** The ARN of what is called, such as a queue's: constructs allow the role to call it. */
    public Builder resource(String resource) {
      this.resource = resource;
      return this;
    }

    /**
     * The IAM actions that the role is allowed, such as sqs:SendMessage. The default is that of
     * action.
     */
    public Builder actions(List<String> actions) {
      this.actions = actions;
      return this;
    }

    /** The query string parameters that the path may use. */
    public Builder queryStringRequestParameters(List<String> queryStringRequestParameters) {
      this.queryStringRequestParameters = queryStringRequestParameters;
      return this;
    }

    /** The headers that the path may use. */
    public Builder headerRequestParameters(List<String> headerRequestParameters) {
      this.headerRequestParameters = headerRequestParameters;
      return this;
    }

    /**
     * Headers, query parameters and path variables of the request, such as
     * integration.request.header.X, and their sources.
     */
    public Builder requestParameters(Map<String, String> requestParameters) {
      this.requestParameters = requestParameters;
      return this;
    }

    /**
     * Mapping templates for the body of the request, by content type. With any, requests of other
     * content types get a response with status 415.
     */
    public Builder requestTemplates(Map<String, String> requestTemplates) {
      this.requestTemplates = requestTemplates;
      return this;
    }

    /** How the service's responses become the operation's. The default is a passthrough. */
    public Builder integrationResponseSet(IntegrationResponseSet integrationResponseSet) {
      this.integrationResponseSet = integrationResponseSet;
      return this;
    }

    /** Returns the options. */
    public ServiceIntegrationProps build() {
      return new ServiceIntegrationProps(this);
    }
  }
}
