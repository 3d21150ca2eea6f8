package io.github.gatewright.cdk;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a mock answers. */
public final class MockIntegrationResponse {

  final Map<String, Object> json;

  private MockIntegrationResponse(Builder builder) {
    this.json = new LinkedHashMap<>(builder.json);
  }

  /** Starts the properties. */
  public static Builder builder() {
    return new Builder();
  }

  /** Makes the properties one by one. */
  public static final class Builder {

    private final Map<String, Object> json = new LinkedHashMap<>();

    private Builder() {}

    /**
     * The status. One that the operation does not declare is a warning, and is added to the
     * definition. Default: the operation's first success.
     */
    public Builder statusCode(Integer statusCode) {
      Sending.put(json, "statusCode", statusCode);
      return this;
    }

    /**
     * The body: a text as it is, or a value to be written as JSON. Default: made from the model.
     */
    public Builder body(Object body) {
      Sending.put(json, "body", body);
      return this;
    }

    /** Headers and their sources: a quoted text, or context.X. */
    public Builder headers(Map<String, String> headers) {
      Sending.put(json, "headers", headers);
      return this;
    }

    /** Gives the properties. */
    public MockIntegrationResponse build() {
      return new MockIntegrationResponse(this);
    }
  }
}
