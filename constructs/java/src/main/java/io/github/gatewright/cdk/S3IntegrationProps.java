// Code generated from the options that gatewright declares. DO NOT EDIT.
package io.github.gatewright.cdk;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.iam.IRole;
import software.amazon.awscdk.services.s3.IBucket;

/** Properties of an integration with S3. */
public final class S3IntegrationProps {

  final IBucket bucket;
  final String method;
  final String path;
  final IRole role;
  final List<String> queryStringRequestParameters;
  final List<String> headerRequestParameters;
  final IntegrationResponseSet integrationResponseSet;

  private S3IntegrationProps(Builder builder) {
    this.bucket = builder.bucket;
    this.method = builder.method;
    this.path = builder.path;
    this.role = builder.role;
    this.queryStringRequestParameters = builder.queryStringRequestParameters;
    this.headerRequestParameters = builder.headerRequestParameters;
    this.integrationResponseSet = builder.integrationResponseSet;
  }

  /** Returns a builder without any options. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns the options as they are written in gatewright.yaml. */
  Map<String, Object> options(Sending sending, IntegrationRenderProps operation) {
    Map<String, Object> options = new LinkedHashMap<>();
    Sending.put(options, "bucket", Wire.bucket(bucket, sending, operation));
    Sending.put(options, "method", Wire.method(method));
    Sending.put(options, "path", path);
    Sending.put(options, "role", Wire.sharedRole(role));
    Sending.put(options, "queryStringRequestParameters", queryStringRequestParameters);
    Sending.put(options, "headerRequestParameters", headerRequestParameters);
    Sending.put(
        options, "integrationResponseSet", Wire.responses(integrationResponseSet, operation));
    return options;
  }

  /** Sets the options one by one. */
  public static final class Builder {

    private IBucket bucket;
    private String method;
    private String path;
    private IRole role;
    private List<String> queryStringRequestParameters;
    private List<String> headerRequestParameters;
    private IntegrationResponseSet integrationResponseSet;

    private Builder() {}

    /** The bucket that holds the objects. */
    public Builder bucket(IBucket bucket) {
      this.bucket = bucket;
      return this;
    }

    /** The method of the request to S3. The default is the operation's. */
    public Builder method(String method) {
      this.method = method;
      return this;
    }

    /**
     * The key of the object, in which {name} is a parameter of the operation's path, or one of
     * queryStringRequestParameters or headerRequestParameters. The default is the operation's path.
     */
    public Builder path(String path) {
      this.path = path;
      return this;
    }

    /**
     * The role with which API Gateway calls S3. Constructs allow it what the integration needs;
     * there the default is the role that the API's integrations share.
     */
    public Builder role(IRole role) {
      this.role = role;
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
     * How S3's responses become the operation's. The default is a passthrough, and S3's errors as
     * JSON.
     */
    public Builder integrationResponseSet(IntegrationResponseSet integrationResponseSet) {
      this.integrationResponseSet = integrationResponseSet;
      return this;
    }

    /** Returns the options. */
    public S3IntegrationProps build() {
      return new S3IntegrationProps(this);
    }
  }
}
