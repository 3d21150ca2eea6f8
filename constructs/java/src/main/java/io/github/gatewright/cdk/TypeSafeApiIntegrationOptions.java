// Code generated from the options that gatewright declares. DO NOT EDIT.
package io.github.gatewright.cdk;

import java.util.LinkedHashMap;
import java.util.Map;

/** Options of an operation. */
public final class TypeSafeApiIntegrationOptions {

  final Boolean apiKeyRequired;
  final Boolean stream;

  private TypeSafeApiIntegrationOptions(Builder builder) {
    this.apiKeyRequired = builder.apiKeyRequired;
    this.stream = builder.stream;
  }

  /** Returns a builder without any options. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns the options as they are written in gatewright.yaml. */
  Map<String, Object> options() {
    Map<String, Object> options = new LinkedHashMap<>();
    Sending.put(options, "apiKeyRequired", apiKeyRequired);
    Sending.put(options, "stream", stream);
    return options;
  }

  /** Sets the options one by one. */
  public static final class Builder {

    private Boolean apiKeyRequired;
    private Boolean stream;

    private Builder() {}

    /** Whether callers need an API key. The default is that of the API's key options. */
    public Builder apiKeyRequired(Boolean apiKeyRequired) {
      this.apiKeyRequired = apiKeyRequired;
      return this;
    }

    /**
     * Whether the response of a function, or of an HTTP proxy, goes to the client as it comes. The
     * default is false.
     */
    public Builder stream(Boolean stream) {
      this.stream = stream;
      return this;
    }

    /** Returns the options. */
    public TypeSafeApiIntegrationOptions build() {
      return new TypeSafeApiIntegrationOptions(this);
    }
  }
}
