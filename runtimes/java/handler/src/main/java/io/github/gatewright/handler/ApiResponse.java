package io.github.gatewright.handler;

import java.util.LinkedHashMap;
import java.util.Map;

/** A response that no operation describes, such as that of an interceptor. It may be thrown. */
public final class ApiResponse extends HandlerResponse {

  private static final long serialVersionUID = 1L;

  private ApiResponse(ResponseContent content) {
    super(content);
  }

  /** Creates a response with a body in JSON. */
  public static ApiResponse of(int statusCode, Object body) {
    return new ApiResponse(ResponseContent.json(statusCode, "application/json", body));
  }

  /** Creates a response of the form {"message": …}, which API Gateway's own responses have. */
  public static ApiResponse message(int statusCode, String message) {
    return of(statusCode, Map.of("message", message));
  }

  @Override
  public ApiResponse withHeader(String name, String... values) {
    return new ApiResponse(content().withHeader(name, values));
  }

  /** Starts a response. */
  public static Builder builder() {
    return new Builder();
  }

  /** Creates a response step by step. */
  public static final class Builder {

    private static final int OK = 200;

    private int statusCode = OK;
    private String body;
    private final Map<String, String> headers = new LinkedHashMap<>();

    private Builder() {}

    /** Sets the status. The default is 200. */
    public Builder statusCode(int statusCode) {
      this.statusCode = statusCode;
      return this;
    }

    /** Sets the body as it is sent. It is JSON unless a header Content-Type says something else. */
    public Builder body(String body) {
      this.body = body;
      return this;
    }

    /** Adds headers. */
    public Builder headers(Map<String, String> headers) {
      this.headers.putAll(headers);
      return this;
    }

    /** Creates the response. */
    public ApiResponse build() {
      ResponseContent content =
          body == null
              ? ResponseContent.empty(statusCode)
              : ResponseContent.text(statusCode, "application/json", body);
      return new ApiResponse(content.withHeaders(headers));
    }
  }
}
