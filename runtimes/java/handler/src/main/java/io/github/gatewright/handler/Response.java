package io.github.gatewright.handler;

import java.util.List;
import java.util.Map;

/** The response to a request. It never changes; {@link #withHeader} returns another one. */
public interface Response {

  /** Returns the status. */
  int getStatusCode();

  /** Returns the headers, each with its last value, by canonical names such as Content-Type. */
  Map<String, String> getHeaders();

  /** Returns the headers, each with all its values, by canonical names such as Content-Type. */
  Map<String, List<String>> getMultiValueHeaders();

  /** Returns the body as it is sent; base64 where it is binary. */
  String getBody();

  /** Reports whether the body is binary. */
  boolean isBase64Encoded();

  /** Returns the response with other values of a header. */
  Response withHeader(String name, String... values);
}
