package io.github.gatewright.handler;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.gatewright.json.Json;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/** Writes values as headers have them, in OpenAPI's style simple. */
final class HeaderText {

  private HeaderText() {}

  /**
   * Returns the text of a value: a list with commas between its items; what is neither text, number
   * nor boolean as JSON; bytes as base64.
   */
  static String of(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(HeaderText::of).collect(Collectors.joining(","));
    } else if (value instanceof byte[] bytes) {
      return Base64.getEncoder().encodeToString(bytes);
    } else if (value instanceof Double number) {
      return Numbers.format(number);
    } else if (value instanceof Float number) {
      return Numbers.format(number);
    } else if (value instanceof OffsetDateTime time) {
      return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time);
    } else if (value instanceof String
        || value instanceof Number
        || value instanceof Boolean
        || value instanceof LocalDate) {
      return value.toString();
    }
    JsonNode tree = Json.mapper().valueToTree(value);
    return tree.isTextual() ? tree.textValue() : tree.toString();
  }
}
