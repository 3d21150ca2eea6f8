package io.github.gatewright.handler;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.gatewright.json.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * Adds the headers of the Fetch standard's CORS protocol to every response that has none itself.
 * Credentials are never allowed where every origin is. API Gateway itself answers preflight
 * requests.
 */
public final class CorsInterceptor<I> implements Interceptor<I> {

  private static final String VARIABLE = "GATEWRIGHT_CORS";
  private static final String ALLOW_ORIGIN = "Access-Control-Allow-Origin";
  private static final String ALL = "*";

  private final List<String> allowOrigins;
  private final boolean allowCredentials;
  private final List<String> exposeHeaders;

  /**
   * Creates the interceptor.
   *
   * @param allowOrigins the pages that may read responses; "*": all; none: no page but the API's
   *     own
   * @param allowCredentials whether they may send credentials
   * @param exposeHeaders the headers of responses that they may read
   */
  public CorsInterceptor(
      List<String> allowOrigins, boolean allowCredentials, List<String> exposeHeaders) {
    this.allowOrigins = List.copyOf(allowOrigins);
    this.allowCredentials = allowCredentials;
    this.exposeHeaders = List.copyOf(exposeHeaders);
  }

  /**
   * Creates the interceptor that the environment variable GATEWRIGHT_CORS describes, which the
   * constructs set on functions of an API that has CORS: {"allowOrigins": ["https://example.com"],
   * "allowCredentials": true, "exposeHeaders": ["Location"]}. Without it there is no CORS. An
   * IllegalArgumentException says what is wrong with it.
   */
  public static <I> CorsInterceptor<I> fromEnvironment() {
    return of(System.getenv(VARIABLE));
  }

  static <I> CorsInterceptor<I> of(String text) {
    if (text == null || text.isEmpty()) {
      return new CorsInterceptor<>(List.of(), false, List.of());
    }
    JsonNode options;
    try {
      options = Json.mapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "environment variable " + VARIABLE + ": it is not JSON", e);
    }
    CorsInterceptor<I> cors =
        new CorsInterceptor<>(
            texts(options.path("allowOrigins")),
            options.path("allowCredentials").asBoolean(),
            texts(options.path("exposeHeaders")));
    cors.check();
    return cors;
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(item -> texts.add(item.asText()));
    return texts;
  }

  private void check() {
    if (allowCredentials && allowOrigins.contains(ALL)) {
      throw new IllegalArgumentException(
          "environment variable "
              + VARIABLE
              + ": browsers take no credentials when every origin is allowed: name the origins");
    }
    List<String> all = new ArrayList<>(allowOrigins);
    all.addAll(exposeHeaders);
    for (String one : all) {
      if (one.isEmpty() || !HeaderNames.isValue(one)) {
        throw new IllegalArgumentException(
            "environment variable "
                + VARIABLE
                + ": \""
                + one
                + "\" is neither an origin nor a header's name");
      }
    }
  }

  @Override
  public Response handle(ChainedRequestInput<I> request) {
    Response response;
    try {
      response = request.getChain().next(request);
    } catch (HandlerResponse thrown) {
      response = thrown;
    }
    if (allowOrigins.isEmpty() || response.getHeaders().containsKey(ALLOW_ORIGIN)) {
      return response;
    }
    boolean allowsAll = allowOrigins.contains(ALL);
    if (allowOrigins.size() > 1 && !allowsAll) {
      List<String> vary =
          new ArrayList<>(response.getMultiValueHeaders().getOrDefault("Vary", List.of()));
      vary.add("Origin");
      response = response.withHeader("Vary", vary.toArray(String[]::new));
    }
    String origin = originFor(request.getEvent());
    if (origin == null) {
      return response;
    }
    response = response.withHeader(ALLOW_ORIGIN, origin);
    if (allowCredentials && !allowsAll) {
      response = response.withHeader("Access-Control-Allow-Credentials", "true");
    }
    if (!exposeHeaders.isEmpty()) {
      response =
          response.withHeader("Access-Control-Expose-Headers", String.join(",", exposeHeaders));
    }
    return response;
  }

  /** Returns the origin that is allowed: the only one, or the one that asks if it is among them. */
  private String originFor(ProxyEvent event) {
    if (allowOrigins.contains(ALL)) {
      return ALL;
    }
    if (allowOrigins.size() == 1) {
      return allowOrigins.get(0);
    }
    String origin = event.header("Origin");
    return allowOrigins.contains(origin) ? origin : null;
  }
}
