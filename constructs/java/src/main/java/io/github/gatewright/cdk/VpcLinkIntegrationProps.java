// Code generated from the options that gatewright declares. DO NOT EDIT.
package io.github.gatewright.cdk;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.apigateway.IVpcLink;

/** Properties of an integration through a VPC link. */
public final class VpcLinkIntegrationProps {

  final String uri;
  final String method;
  final Boolean proxy;
  final Duration timeout;
  final List<String> queryStringRequestParameters;
  final List<String> headerRequestParameters;
  final Map<String, String> requestParameters;
  final Map<String, String> requestTemplates;
  final IntegrationResponseSet integrationResponseSet;
  final IVpcLink vpcLink;
  final String target;

  private VpcLinkIntegrationProps(Builder builder) {
    this.uri = builder.uri;
    this.method = builder.method;
    this.proxy = builder.proxy;
    this.timeout = builder.timeout;
    this.queryStringRequestParameters = builder.queryStringRequestParameters;
    this.headerRequestParameters = builder.headerRequestParameters;
    this.requestParameters = builder.requestParameters;
    this.requestTemplates = builder.requestTemplates;
    this.integrationResponseSet = builder.integrationResponseSet;
    this.vpcLink = builder.vpcLink;
    this.target = builder.target;
  }

  /** Returns a builder without any options. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns the options as they are written in gatewright.yaml. */
  Map<String, Object> options(IntegrationRenderProps operation) {
    Map<String, Object> options = new LinkedHashMap<>();
    Sending.put(options, "uri", uri);
    Sending.put(options, "method", Wire.method(method));
    Sending.put(options, "proxy", proxy);
    Sending.put(options, "timeout", Wire.duration(timeout));
    Sending.put(options, "queryStringRequestParameters", queryStringRequestParameters);
    Sending.put(options, "headerRequestParameters", headerRequestParameters);
    Sending.put(options, "requestParameters", requestParameters);
    Sending.put(options, "requestTemplates", requestTemplates);
    Sending.put(
        options, "integrationResponseSet", Wire.responses(integrationResponseSet, operation));
    Sending.put(options, "vpcLink", Wire.vpcLink(vpcLink));
    Sending.put(options, "target", target);
    return options;
  }

  /** Sets the options one by one. */
  public static final class Builder {

    private String uri;
    private String method;
    private Boolean proxy;
    private Duration timeout;
    private List<String> queryStringRequestParameters;
    private List<String> headerRequestParameters;
    private Map<String, String> requestParameters;
    private Map<String, String> requestTemplates;
    private IntegrationResponseSet integrationResponseSet;
    private IVpcLink vpcLink;
    private String target;

    private Builder() {}

    /**
     * The backend's URI, in which {name} is a parameter of the operation's path, or one of
     * queryStringRequestParameters or headerRequestParameters.
     */
    public Builder uri(String uri) {
      this.uri = uri;
      return this;
    }

    /**
     * The method of the request to the backend; any passes the client's. The default is the
     * operation's.
     */
    public Builder method(String method) {
      this.method = method;
      return this;
    }

    /** Whether requests and responses go through unchanged. The default is true. */
    public Builder proxy(Boolean proxy) {
      this.proxy = proxy;
      return this;
    }

    /** The time to wait for the backend. The range is 50ms to 29s. The default is 29s. */
    public Builder timeout(Duration timeout) {
      this.timeout = timeout;
      return this;
    }

    /** The query string parameters that the URI may use. */
    public Builder queryStringRequestParameters(List<String> queryStringRequestParameters) {
      this.queryStringRequestParameters = queryStringRequestParameters;
      return this;
    }

    /** The headers that the URI may use. */
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

    /** Mapping templates for the body of the request, by content type. Not with proxy. */
    public Builder requestTemplates(Map<String, String> requestTemplates) {
      this.requestTemplates = requestTemplates;
      return this;
    }

    /**
     * How the backend's responses become the operation's. The default is a passthrough; not with
     * proxy.
     */
    public Builder integrationResponseSet(IntegrationResponseSet integrationResponseSet) {
      this.integrationResponseSet = integrationResponseSet;
      return this;
    }

    /** The VPC link through which the backend is reached. */
    public Builder vpcLink(IVpcLink vpcLink) {
      this.vpcLink = vpcLink;
      return this;
    }

    /** The ARN of the load balancer behind a VPC link of version 2. */
    public Builder target(String target) {
      this.target = target;
      return this;
    }

    /** Returns the options. */
    public VpcLinkIntegrationProps build() {
      return new VpcLinkIntegrationProps(this);
    }
  }
}
