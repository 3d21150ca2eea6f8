// Code generated from the options that gatewright declares. DO NOT EDIT.
package io.github.gatewright.cdk;

import java.util.LinkedHashMap;
import java.util.Map;

/** The response of a mock integration. */
public final class MockIntegrationResponse {

  final Integer statusCode;
  final String body;
  final Map<String, String> headers;

  private MockIntegrationResponse(Builder builder) {
    this.statusCode = builder.statusCode;
    this.body = builder.body;
    this.headers = builder.headers;
  }

  /** Returns a builder without any options. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns the options as they are written in gatewright.yaml. */
  Map<String, Object> options() {
    Map<String, Object> options = new LinkedHashMap<>();
    Sending.put(options, "statusCode", statusCode);
    Sending.put(options, "body", body);
    Sending.put(options, "headers", headers);
    return options;
  }

  /** Sets the options one by one. */
  public static final class Builder {

    private Integer statusCode;
    private String body;
    private Map<String, String> headers;

    private Builder() {}

    /**
     * The status. One that the operation does not declare is a warning, and is added to the
     * definition. The default is that of the operation's first success.
     */
    public Builder statusCode(Integer statusCode) {
      this.statusCode = statusCode;
      return this;
    }

    /**
     * The body as it is, in every content type of the response. The default is data generated from
     * the model.
     */
    public Builder body(String body) {
      this.body = body;
      return this;
    }

    /**
     * Headers and their sources: a value in single quotes such as '/pets/1', or context.X,
     * stageVariables.X.
     */
    public Builder headers(Map<String, String> headers) {
      this.headers = headers;
      return this;
    }

    /** Returns the options. */
    public MockIntegrationResponse build() {
      return new MockIntegrationResponse(this);
    }
  }
}
