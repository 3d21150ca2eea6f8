package io.github.gatewright.handler;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import io.github.gatewright.json.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An event of API Gateway's proxy integration, payload format 1.0.
 *
 * @param resource the path of the resource, such as /pets/{petId}
 * @param path the path of the request
 * @param httpMethod the method
 * @param headers the headers, each with its last value
 * @param multiValueHeaders the headers, each with all its values
 * @param queryStringParameters the parameters of the query, each with its last value
 * @param multiValueQueryStringParameters the parameters of the query, each with all its values
 * @param pathParameters the parameters of the path, encoded as they were sent
 * @param stageVariables the stage variables
 * @param requestContext the circumstances of the request
 * @param body the body; empty: none
 * @param isBase64Encoded whether the body is base64
 */
public record ProxyEvent(
    String resource,
    String path,
    String httpMethod,
    Map<String, String> headers,
    Map<String, List<String>> multiValueHeaders,
    Map<String, String> queryStringParameters,
    Map<String, List<String>> multiValueQueryStringParameters,
    Map<String, String> pathParameters,
    Map<String, String> stageVariables,
    RequestContext requestContext,
    String body,
    boolean isBase64Encoded) {

  private static final ObjectReader READER =
      Json.mapper().reader().without(StreamReadFeature.STRICT_DUPLICATE_DETECTION);

  /** Returns the path of the resource, such as /pets/{petId}. */
  public String getResource() {
    return resource;
  }

  /** Returns the path of the request. */
  public String getPath() {
    return path;
  }

  /** Returns the method. */
  public String getHttpMethod() {
    return httpMethod;
  }

  /** Returns the headers, each with its last value. */
  public Map<String, String> getHeaders() {
    return headers;
  }

  /** Returns the headers, each with all its values. */
  public Map<String, List<String>> getMultiValueHeaders() {
    return multiValueHeaders;
  }

  /** Returns the parameters of the query, each with its last value. */
  public Map<String, String> getQueryStringParameters() {
    return queryStringParameters;
  }

  /** Returns the parameters of the query, each with all its values. */
  public Map<String, List<String>> getMultiValueQueryStringParameters() {
    return multiValueQueryStringParameters;
  }

  /** Returns the parameters of the path, encoded as they were sent. */
  public Map<String, String> getPathParameters() {
    return pathParameters;
  }

  /** Returns the stage variables. */
  public Map<String, String> getStageVariables() {
    return stageVariables;
  }

  /** Returns the circumstances of the request. */
  public RequestContext getRequestContext() {
    return requestContext;
  }

  /** Returns the body; empty: none. */
  public String getBody() {
    return body;
  }

  /** Returns whether the body is base64. */
  public boolean getIsBase64Encoded() {
    return isBase64Encoded;
  }

  /** Reads an event; an IllegalArgumentException says that it is not one. */
  static ProxyEvent read(InputStream in) throws IOException {
    Fields fields;
    try {
      fields = new Fields(READER.readTree(in));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(Fields.NO_EVENT, e);
    }
    String httpMethod = fields.text("httpMethod");
    if (httpMethod == null || httpMethod.isEmpty()) {
      throw new IllegalArgumentException(
          "2.0".equals(fields.text("version"))
              ? "the event has payload format 2.0: set payloadFormatVersion of the HTTP API's"
                  + " integration to 1.0"
              : Fields.NO_EVENT + ": it has no httpMethod");
    }
    String body = fields.text("body");
    return new ProxyEvent(
        fields.text("resource"),
        fields.text("path"),
        httpMethod,
        fields.texts("headers"),
        fields.lists("multiValueHeaders"),
        fields.texts("queryStringParameters"),
        fields.lists("multiValueQueryStringParameters"),
        fields.texts("pathParameters"),
        fields.texts("stageVariables"),
        RequestContext.read(fields.object("requestContext")),
        body == null ? "" : body,
        fields.bool("isBase64Encoded"));
  }

  /** Returns an event with an empty JSON body, to prepare for others. */
  static ProxyEvent example() throws IOException {
    String event =
        "{\"httpMethod\":\"POST\",\"headers\":{\"Content-Type\":\"application/json\"},\"body\":\"{}\"}";
    return read(new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)));
  }

  /** Returns the last value of a header, or "". Upper and lower case are the same. */
  public String header(String name) {
    List<String> values = headerValues(name);
    return values.isEmpty() ? "" : values.get(values.size() - 1);
  }

  /** Returns all values of a header. Upper and lower case are the same. */
  public List<String> headerValues(String name) {
    List<String> values = null;
    for (Map.Entry<String, List<String>> header : multiValueHeaders.entrySet()) {
      if (header.getKey().equalsIgnoreCase(name) && header.getValue() != null) {
        values = joined(values, header.getValue());
      }
    }
    if (values != null) {
      return values;
    }
    for (Map.Entry<String, String> header : headers.entrySet()) {
      if (header.getKey().equalsIgnoreCase(name)) {
        values = List.of(header.getValue()); // of several the last one counts
      }
    }
    return values == null ? List.of() : values;
  }

  private static List<String> joined(List<String> values, List<String> more) {
    if (values == null) {
      return more;
    }
    List<String> all = new ArrayList<>(values);
    all.addAll(more);
    return all;
  }

  /** Returns all values of a query parameter, which API Gateway has decoded. */
  List<String> queryValues(String name) {
    if (multiValueQueryStringParameters.containsKey(name)) {
      List<String> values = multiValueQueryStringParameters.get(name);
      return values == null ? List.of() : values;
    }
    String value = queryStringParameters.get(name);
    return value == null ? List.of() : List.of(value);
  }

  /** Returns all query parameters. */
  Map<String, List<String>> allQueryValues() {
    if (!multiValueQueryStringParameters.isEmpty()) {
      return multiValueQueryStringParameters;
    }
    Map<String, List<String>> all = new TreeMap<>();
    queryStringParameters.forEach((name, value) -> all.put(name, List.of(value)));
    return all;
  }

  /** Returns the body as the client sent it. */
  public byte[] bytes() {
    return isBase64Encoded
        ? Base64.getDecoder().decode(body)
        : body.getBytes(StandardCharsets.UTF_8);
  }

  /** Returns bytes as text; what is not UTF-8 is replaced. */
  static String utf8(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
