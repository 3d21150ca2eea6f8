// Code generated from the options that gatewright declares. DO NOT EDIT.
package io.github.gatewright.cdk;

import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awscdk.services.apigateway.ApiKeySourceType;

/** How API keys are sent, and who needs one. */
public final class ApiKeyOptions {

  final ApiKeySourceType source;
  final Boolean requiredByDefault;

  private ApiKeyOptions(Builder builder) {
    this.source = builder.source;
    this.requiredByDefault = builder.requiredByDefault;
  }

  /** Returns a builder without any options. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns the options as they are written in gatewright.yaml. */
  Map<String, Object> options() {
    Map<String, Object> options = new LinkedHashMap<>();
    Sending.put(options, "source", Wire.keySource(source));
    Sending.put(options, "requiredByDefault", requiredByDefault);
    return options;
  }

  /** Sets the options one by one. */
  public static final class Builder {

    private ApiKeySourceType source;
    private Boolean requiredByDefault;

    private Builder() {}

    /**
     * Where the key comes from: the x-api-key header, or what an authorizer returns. The default is
     * header.
     */
    public Builder source(ApiKeySourceType source) {
      this.source = source;
      return this;
    }

    /** Whether operations that do not say otherwise need a key. The default is false. */
    public Builder requiredByDefault(Boolean requiredByDefault) {
      this.requiredByDefault = requiredByDefault;
      return this;
    }

    /** Returns the options. */
    public ApiKeyOptions build() {
      return new ApiKeyOptions(this);
    }
  }
}
