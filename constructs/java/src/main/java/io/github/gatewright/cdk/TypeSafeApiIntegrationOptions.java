package io.github.gatewright.cdk;

/** Options of an operation's integration. */
public final class TypeSafeApiIntegrationOptions {

  private final Boolean apiKeyRequired;

  private TypeSafeApiIntegrationOptions(Boolean apiKeyRequired) {
    this.apiKeyRequired = apiKeyRequired;
  }

  /** Starts the options. */
  public static Builder builder() {
    return new Builder();
  }

  /** Whether the operation needs an API key; null: the API's default. */
  public Boolean getApiKeyRequired() {
    return apiKeyRequired;
  }

  /** Makes the options one by one. */
  public static final class Builder {

    private Boolean apiKeyRequired;

    private Builder() {}

    /** Whether the operation needs an API key. */
    public Builder apiKeyRequired(Boolean apiKeyRequired) {
      this.apiKeyRequired = apiKeyRequired;
      return this;
    }

    /** Gives the options. */
    public TypeSafeApiIntegrationOptions build() {
      return new TypeSafeApiIntegrationOptions(apiKeyRequired);
    }
  }
}
