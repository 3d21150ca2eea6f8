package io.github.gatewright.cdk;

/** Options of an operation's integration. */
public final class TypeSafeApiIntegrationOptions {

  private final Boolean apiKeyRequired;
  private final Boolean stream;

  private TypeSafeApiIntegrationOptions(Builder builder) {
    apiKeyRequired = builder.apiKeyRequired;
    stream = builder.stream;
  }

  /** Starts the options. */
  public static Builder builder() {
    return new Builder();
  }

  /** Whether the operation needs an API key; null: the API's default. */
  public Boolean getApiKeyRequired() {
    return apiKeyRequired;
  }

  /** Whether the answer goes to the client as it comes; null: no. */
  public Boolean getStream() {
    return stream;
  }

  /** Makes the options one by one. */
  public static final class Builder {

    private Boolean apiKeyRequired;
    private Boolean stream;

    private Builder() {}

    /** Whether the operation needs an API key. */
    public Builder apiKeyRequired(Boolean apiKeyRequired) {
      this.apiKeyRequired = apiKeyRequired;
      return this;
    }

    /** Whether the answer of a function, or of an HTTP proxy, goes to the client as it comes. */
    public Builder stream(Boolean stream) {
      this.stream = stream;
      return this;
    }

    /** Gives the options. */
    public TypeSafeApiIntegrationOptions build() {
      return new TypeSafeApiIntegrationOptions(this);
    }
  }
}
