package io.github.gatewright.handler;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A response of an operation. It may be returned, or thrown from anywhere below the handler. */
public abstract class HandlerResponse extends RuntimeException implements Response {

  private static final long serialVersionUID = 1L;

  private final transient ResponseContent content;

  /** Creates a response without a stack trace: it is not an error. */
  protected HandlerResponse(ResponseContent content) {
    super("status " + content.statusCode(), null, false, false);
    this.content = content;
  }

  /** Returns what the response is made of. */
  protected final ResponseContent content() {
    return content;
  }

  @Override
  public final int getStatusCode() {
    return content.statusCode();
  }

  @Override
  public final Map<String, String> getHeaders() {
    Map<String, String> headers = new TreeMap<>();
    content
        .headers()
        .forEach(
            (name, values) -> {
              if (!values.isEmpty()) {
                headers.put(name, values.get(values.size() - 1));
              }
            });
    return Collections.unmodifiableMap(headers);
  }

  @Override
  public final Map<String, List<String>> getMultiValueHeaders() {
    return content.headers();
  }

  @Override
  public final String getBody() {
    return content.body();
  }

  @Override
  public final boolean isBase64Encoded() {
    return content.isBase64Encoded();
  }

  @Override
  public abstract HandlerResponse withHeader(String name, String... values);
}
