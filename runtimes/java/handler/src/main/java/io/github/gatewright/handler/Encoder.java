package io.github.gatewright.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.gatewright.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Writes responses as API Gateway takes them. */
final class Encoder {

  /** What a function may return: "Lambda quotas", AWS Lambda Developer Guide. */
  private static final int MOST_BYTES = 6 * 1024 * 1024;

  private static final int LEAST_STATUS = 200;
  private static final int MOST_STATUS = 599;
  private static final int NO_CONTENT = 204;
  private static final int NOT_MODIFIED = 304;
  private static final int ENVELOPE_BYTES = 256;

  private Encoder() {}

  /** Returns a response that can be sent: the one at hand, or 500. */
  static Response sendable(RequestInput<?> request, Response response) {
    String reason = illegal(response);
    return reason == null ? response : instead(request, response, reason);
  }

  /** Returns a response that HTTP has. */
  static Response legal(Response response) {
    String reason = illegal(response);
    if (reason != null) {
      throw new IllegalArgumentException(reason);
    }
    return response;
  }

  private static String tooLarge(int bytes) {
    return "the response has "
        + bytes
        + " bytes, which is more than the "
        + MOST_BYTES
        + " that a function may return";
  }

  /** Returns 500. What tells browsers that they may read the response stays. */
  private static Response instead(RequestInput<?> request, Response response, String reason) {
    Response instead = Failures.respond(request, new IllegalStateException(reason));
    for (Map.Entry<String, List<String>> header : response.getMultiValueHeaders().entrySet()) {
      String name = header.getKey();
      boolean isForBrowsers = name.startsWith("Access-Control-") || name.equals("Vary");
      if (isForBrowsers && illegalHeader(name, header.getValue()) == null) {
        instead = instead.withHeader(name, header.getValue().toArray(String[]::new));
      }
    }
    return instead;
  }

  /** Returns why HTTP has no such response, or null: RFC 9110, sections 15 and 5. */
  private static String illegal(Response response) {
    int status = response.getStatusCode();
    if (status < LEAST_STATUS || status > MOST_STATUS) {
      return "the status " + status + " is not between " + LEAST_STATUS + " and " + MOST_STATUS;
    }
    for (Map.Entry<String, List<String>> header : response.getMultiValueHeaders().entrySet()) {
      String reason = illegalHeader(header.getKey(), header.getValue());
      if (reason != null) {
        return reason;
      }
    }
    return null;
  }

  private static String illegalHeader(String name, List<String> values) {
    if (!HeaderNames.isToken(name)) {
      return "\"" + name + "\" cannot name a header";
    }
    boolean isLegal = values.stream().allMatch(HeaderNames::isValue);
    return isLegal ? null : "the value of the header " + name + " has a control character";
  }

  /** Writes a response. */
  static byte[] write(ProxyEvent event, Context context, String operationId, Response response)
      throws IOException {
    byte[] payload = write(response);
    if (payload.length <= MOST_BYTES) {
      return payload;
    }
    Pipeline<Void> failed =
        new Pipeline<>(
            operationId,
            List.of(),
            decoder -> null,
            request -> instead(request, response, tooLarge(payload.length)));
    return write(failed.run(event, context));
  }

  private static byte[] write(Response response) throws IOException {
    boolean hasBody =
        response.getStatusCode() != NO_CONTENT && response.getStatusCode() != NOT_MODIFIED;
    String body = hasBody ? wellFormed(response.getBody()) : "";
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length() + ENVELOPE_BYTES);
    try (JsonGenerator out = Json.mapper().createGenerator(bytes)) {
      out.writeStartObject();
      out.writeNumberField("statusCode", response.getStatusCode());
      writeHeaders(out, response.getMultiValueHeaders(), hasBody);
      out.writeStringField("body", body);
      if (hasBody && response.isBase64Encoded()) {
        out.writeBooleanField("isBase64Encoded", true);
      }
      out.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private static void writeHeaders(
      JsonGenerator out, Map<String, List<String>> headers, boolean hasBody) throws IOException {
    out.writeObjectFieldStart("headers");
    boolean hasLists = false;
    for (Map.Entry<String, List<String>> header : headers.entrySet()) {
      boolean isSent = hasBody || !header.getKey().equals("Content-Type");
      if (header.getValue().size() == 1 && isSent) {
        out.writeStringField(header.getKey(), wellFormed(header.getValue().get(0)));
      }
      hasLists |= header.getValue().size() > 1;
    }
    out.writeEndObject();
    if (!hasLists) {
      return;
    }
    out.writeObjectFieldStart("multiValueHeaders");
    for (Map.Entry<String, List<String>> header : headers.entrySet()) {
      if (header.getValue().size() > 1) {
        out.writeArrayFieldStart(header.getKey());
        for (String value : header.getValue()) {
          out.writeString(wellFormed(value));
        }
        out.writeEndArray();
      }
    }
    out.writeEndObject();
  }

  /** Returns a text without halves of surrogate pairs, which UTF-8 does not have. */
  private static String wellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!Character.isSurrogate(text.charAt(i))) {
        continue;
      }
      if (i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
        i++;
      } else {
        return wellFormed(text.substring(0, i) + '\uFFFD' + text.substring(i + 1));
      }
    }
    return text;
  }
}
