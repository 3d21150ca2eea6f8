// Code generated from the options that gatewright declares. DO NOT EDIT.
package io.github.gatewright.cdk;

import java.util.LinkedHashMap;
import java.util.Map;

/** What API Gateway validates before it calls an integration. */
public final class Validation {

  final Boolean body;
  final Boolean parameters;

  private Validation(Builder builder) {
    this.body = builder.body;
    this.parameters = builder.parameters;
  }

  /** Returns a builder without any options. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns the options as they are written in gatewright.yaml. */
  Map<String, Object> options() {
    Map<String, Object> options = new LinkedHashMap<>();
    Sending.put(options, "body", body);
    Sending.put(options, "parameters", parameters);
    return options;
  }

  /** Sets the options one by one. */
  public static final class Builder {

    private Boolean body;
    private Boolean parameters;

    private Builder() {}

    /** Whether request bodies are validated against the model's schemas. The default is true. */
    public Builder body(Boolean body) {
      this.body = body;
      return this;
    }

    /** Whether required parameters must be present. The default is true. */
    public Builder parameters(Boolean parameters) {
      this.parameters = parameters;
      return this;
    }

    /** Returns the options. */
    public Validation build() {
      return new Validation(this);
    }
  }
}
