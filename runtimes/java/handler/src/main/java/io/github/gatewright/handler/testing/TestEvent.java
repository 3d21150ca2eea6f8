package io.github.gatewright.handler.testing;

import io.github.gatewright.handler.Identity;
import io.github.gatewright.handler.ProxyEvent;
import io.github.gatewright.handler.RequestContext;
import io.github.gatewright.json.Json;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Builds an event of an operation, for tests. */
public final class TestEvent {

  private final String method;
  private final String resource;
  private final Map<String, List<String>> headers = new LinkedHashMap<>();
  private final Map<String, List<String>> query = new LinkedHashMap<>();
  private final Map<String, String> path = new LinkedHashMap<>();
  private final Map<String, Object> authorizer = new LinkedHashMap<>();
  private String body = "";
  private boolean isBinary;

  /** Starts an event of a method and a resource, such as /pets/{petId}. */
  public TestEvent(String method, String resource) {
    this.method = method;
    this.resource = resource;
  }

  /** Sets a parameter of the path, encoded as it is sent. */
  public TestEvent path(String name, Object value) {
    path.put(name, String.valueOf(value));
    return this;
  }

  /** Sets a parameter of the query with all its values; without any it is not there. */
  public TestEvent query(String name, Object... values) {
    return set(query, name, values);
  }

  /** Sets a header with all its values; without any it is not there. */
  public TestEvent header(String name, Object... values) {
    return set(headers, name, values);
  }

  private TestEvent set(Map<String, List<String>> all, String name, Object... values) {
    all.keySet().removeIf(name::equalsIgnoreCase);
    if (values.length > 0) {
      all.put(name, List.of(values).stream().map(String::valueOf).toList());
    }
    return this;
  }

  /** Sets the header Cookie, as in "session=abc; theme=dark". */
  public TestEvent cookies(String cookies) {
    return header("Cookie", cookies);
  }

  /** Sets the body to a value in JSON. */
  public TestEvent body(Object value) {
    return text("application/json", Json.write(value));
  }

  /** Sets the body to a text. */
  public TestEvent text(String contentType, String text) {
    this.body = text;
    this.isBinary = false;
    return header("Content-Type", contentType);
  }

  /** Sets the body to bytes. */
  public TestEvent bytes(String contentType, byte[] bytes) {
    this.body = Base64.getEncoder().encodeToString(bytes);
    this.isBinary = true;
    return header("Content-Type", contentType);
  }

  /** Sets what the authorizer says. */
  public TestEvent authorizer(String name, Object value) {
    authorizer.put(name, value);
    return this;
  }

  /** Creates the event. */
  public ProxyEvent build() {
    String url = resource;
    for (Map.Entry<String, String> one : path.entrySet()) {
      url = url.replace("{" + one.getKey() + "}", one.getValue());
      url = url.replace("{" + one.getKey() + "+}", one.getValue());
    }
    return new ProxyEvent(
        resource,
        url,
        method,
        last(headers),
        Map.copyOf(headers),
        last(query),
        Map.copyOf(query),
        Map.copyOf(path),
        Map.of(),
        context(url),
        body,
        isBinary);
  }

  private static Map<String, String> last(Map<String, List<String>> all) {
    Map<String, String> last = new LinkedHashMap<>();
    all.forEach((name, values) -> last.put(name, values.get(values.size() - 1)));
    return last;
  }

  private RequestContext context(String url) {
    Identity identity =
        new Identity(
            "192.0.2.1",
            "test",
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null);
    return new RequestContext(
        "test-request",
        null,
        "123456789012",
        "test",
        "prod",
        null,
        resource,
        "/prod" + url,
        method,
        "HTTP/1.1",
        "test.execute-api.eu-west-1.amazonaws.com",
        "01/Jan/2026:00:00:00 +0000",
        1767225600000L,
        identity,
        Map.copyOf(authorizer));
  }
}
