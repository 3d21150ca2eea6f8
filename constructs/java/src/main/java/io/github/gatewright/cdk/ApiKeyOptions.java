package io.github.gatewright.cdk;

import software.amazon.awscdk.services.apigateway.ApiKeySourceType;

/** How API keys come in, and who needs one. */
public final class ApiKeyOptions {

  final ApiKeySourceType source;
  final Boolean requiredByDefault;

  private ApiKeyOptions(Builder builder) {
    this.source = builder.source;
    this.requiredByDefault = builder.requiredByDefault;
  }

  /** Starts one. */
  public static Builder builder() {
    return new Builder();
  }

  /** Makes one property by property. */
  public static final class Builder {

    private ApiKeySourceType source;
    private Boolean requiredByDefault;

    private Builder() {}

    /** Where a key is. Default: in the header X-API-Key. */
    public Builder source(ApiKeySourceType source) {
      this.source = source;
      return this;
    }

    /** Whether each operation needs a key that says nothing else. Default: none does. */
    public Builder requiredByDefault(Boolean requiredByDefault) {
      this.requiredByDefault = requiredByDefault;
      return this;
    }

    /** Gives the whole. */
    public ApiKeyOptions build() {
      return new ApiKeyOptions(this);
    }
  }
}
