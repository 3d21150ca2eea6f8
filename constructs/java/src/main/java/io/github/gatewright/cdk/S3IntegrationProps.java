package io.github.gatewright.cdk;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.iam.IRole;
import software.amazon.awscdk.services.s3.IBucket;

/** What an S3 integration does. */
public final class S3IntegrationProps {

  final Map<String, Object> json;
  final IBucket bucket;
  final IRole role;

  private S3IntegrationProps(Builder builder) {
    this.json = new LinkedHashMap<>(builder.json);
    this.bucket = builder.bucket;
    this.role = builder.role;
  }

  /** Starts the properties. */
  public static Builder builder() {
    return new Builder();
  }

  /** Makes the properties one by one. */
  public static final class Builder {

    private final Map<String, Object> json = new LinkedHashMap<>();
    private IBucket bucket;
    private IRole role;

    private Builder() {}

    /** The method of the call to S3. Default: the operation's. */
    public Builder method(String method) {
      Sending.put(json, "method", method);
      return this;
    }

    /** The object's key, with {name} for parameters. Default: the operation's path. */
    public Builder path(String path) {
      Sending.put(json, "path", path);
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

    /** The bucket. */
    public Builder bucket(IBucket bucket) {
      this.bucket = bucket;
      return this;
    }

    /** The role that API Gateway takes. Default: the API's. */
    public Builder role(IRole role) {
      this.role = role;
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
    public S3IntegrationProps build() {
      return new S3IntegrationProps(this);
    }
  }
}
