package io.github.gatewright.handler;

import io.github.gatewright.json.Json;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a response is made of. Generated code creates it.
 *
 * @param statusCode the status
 * @param headers the headers with their values, by canonical names
 * @param body the body; base64 where it is binary
 * @param isBase64Encoded whether the body is binary
 */
public record ResponseContent(
    int statusCode, Map<String, List<String>> headers, String body, boolean isBase64Encoded) {

  private static final String CONTENT_TYPE = "Content-Type";

  /** Creates a response without a body. */
  public static ResponseContent empty(int statusCode) {
    return new ResponseContent(statusCode, Map.of(), "", false);
  }

  private static ResponseContent of(int statusCode, String type, String body, boolean isBinary) {
    return new ResponseContent(statusCode, Map.of(CONTENT_TYPE, List.of(type)), body, isBinary);
  }

  /** Creates a response with a value as its JSON body. */
  public static ResponseContent json(int statusCode, String contentType, Object value) {
    return of(statusCode, contentType, Json.write(value), false);
  }

  /** Creates a response with a string as its body. */
  public static ResponseContent text(int statusCode, String contentType, String body) {
    return of(statusCode, contentType, body, false);
  }

  /**
   * Creates a response with bytes as its body. API Gateway sends them as they are when the first
   * media type of the request's Accept header is one of the API's binary media types, and as base64
   * otherwise.
   */
  public static ResponseContent bytes(int statusCode, String contentType, byte[] body) {
    return of(statusCode, contentType, Base64.getEncoder().encodeToString(body), true);
  }

  /** Returns events as text/event-stream has them, each with its data in JSON. */
  public static String events(Iterable<?> events) {
    StringBuilder text = new StringBuilder();
    for (Object event : events) {
      text.append("data: ").append(Json.write(event)).append("\n\n");
    }
    return text.toString();
  }

  /** Returns a status that is in a range, as that of a response for 4XX must be. */
  public static int within(int statusCode, int low, int high) {
    if (statusCode < low || statusCode > high) {
      throw new IllegalArgumentException(
          "the status " + statusCode + " is not between " + low + " and " + high);
    }
    return statusCode;
  }

  /** Returns a content type that is one of some media types and ranges. */
  public static String ofType(String contentType, String... mediaTypes) {
    boolean isDescribed =
        !MediaTypes.bestOf(List.of(mediaTypes), MediaTypes.essence(contentType)).isEmpty();
    if (!isDescribed || contentType.indexOf('*') >= 0) {
      throw new IllegalArgumentException(
          "the content type \""
              + contentType
              + "\" is not one of "
              + String.join(", ", mediaTypes));
    }
    return contentType;
  }

  /** Returns a copy in which a header has other values. */
  public ResponseContent withHeader(String name, String... values) {
    return withValues(name, List.of(values));
  }

  /** Returns a copy in which a header has the text of a value; null: it is not sent. */
  public ResponseContent withTypedHeader(String name, Object value) {
    return value == null ? this : withValues(name, List.of(HeaderText.of(value)));
  }

  /** Returns a copy in which each of some headers has another value. */
  public ResponseContent withHeaders(Map<String, String> headers) {
    ResponseContent all = this;
    for (Map.Entry<String, String> header : headers.entrySet()) {
      all = all.withHeader(header.getKey(), header.getValue());
    }
    return all;
  }

  private ResponseContent withValues(String name, List<String> values) {
    Map<String, List<String>> all = new TreeMap<>(headers);
    all.put(HeaderNames.canonical(name), new ArrayList<>(values));
    return new ResponseContent(statusCode, Collections.unmodifiableMap(all), body, isBase64Encoded);
  }
}
