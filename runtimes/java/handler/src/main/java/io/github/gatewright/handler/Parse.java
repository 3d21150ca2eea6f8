package io.github.gatewright.handler;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.gatewright.json.Json;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** Converts the text of a parameter into a value. */
@FunctionalInterface
public interface Parse<T> {

  /** Returns the value of a text; the exception tells the client what it must be. */
  T parse(String text) throws InvalidValue;

  /** Parses a string. */
  @SafeVarargs
  @SuppressWarnings("varargs") // the checks are only read
  static Parse<String> string(Check<String>... checks) {
    return text -> Checks.all(text, checks);
  }

  /** Parses an integer of 64 bits in decimal notation. */
  @SafeVarargs
  @SuppressWarnings("varargs") // the checks are only read
  static Parse<Long> int64(Check<Long>... checks) {
    return text -> Checks.all(Numbers.integer(text), checks);
  }

  /** Parses an integer of 32 bits in decimal notation. */
  @SafeVarargs
  @SuppressWarnings("varargs") // the checks are only read
  static Parse<Integer> int32(Check<Long>... checks) {
    return text -> {
      long value = Numbers.integer(text);
      if ((int) value != value) {
        throw new InvalidValue("is too large an integer");
      }
      return Math.toIntExact(Checks.all(value, checks));
    };
  }

  /** Parses a number as JSON writes it. */
  @SafeVarargs
  @SuppressWarnings("varargs") // the checks are only read
  static Parse<Double> float64(Check<Double>... checks) {
    return text -> {
      double value = Numbers.number(text);
      if (Double.isInfinite(value)) {
        throw new InvalidValue("is too large a number");
      }
      return Checks.all(value, checks);
    };
  }

  /** Parses a number as JSON writes it, with the precision of 32 bits. */
  @SafeVarargs
  @SuppressWarnings("varargs") // the checks are only read
  static Parse<Float> float32(Check<Double>... checks) {
    return text -> {
      double value = Numbers.number(text);
      if (Float.isInfinite((float) value)) {
        throw new InvalidValue("is too large a number");
      }
      return (float) (double) Checks.all(value, checks);
    };
  }

  /** Parses "true" and "false". */
  static Parse<Boolean> bool() {
    return text ->
        switch (text) {
          case "true" -> true;
          case "false" -> false;
          default -> throw new InvalidValue("must be true or false");
        };
  }

  /** Parses base64 (RFC 4648, section 4), padded or not. */
  static Parse<byte[]> bytes() {
    return text -> {
      try {
        return Base64.getDecoder().decode(Numbers.PADDING.matcher(text).replaceFirst(""));
      } catch (IllegalArgumentException e) {
        throw new InvalidValue("must be base64", e);
      }
    };
  }

  /** Parses a date with a time and an offset: RFC 3339, section 5.6. */
  static Parse<OffsetDateTime> dateTime() {
    return text ->
        present(Times.dateTime(text), "must be a date and a time as in 2006-01-02T15:04:05Z");
  }

  /** Parses a full-date of RFC 3339, section 5.6. */
  static Parse<LocalDate> date() {
    return text -> present(Times.date(text), "must be a date as in 2006-01-02");
  }

  private static <T> T present(T value, String reason) throws InvalidValue {
    if (value == null) {
      throw new InvalidValue(reason);
    }
    return value;
  }

  /** Parses a JSON text. */
  static <T> Parse<T> json(Class<T> type) {
    return text -> JsonText.read(text, Json.mapper().constructType(type));
  }

  /** Parses a JSON text. */
  static <T> Parse<T> json(TypeReference<T> type) {
    return text -> JsonText.read(text, Json.mapper().constructType(type.getType()));
  }

  /** Parses what may be of several types: a JSON text, or else any text as a string. */
  static <T> Parse<T> value(Class<T> type) {
    return text -> JsonText.readValue(text, Json.mapper().constructType(type));
  }

  /** Parses what may be of several types: a JSON text, or else any text as a string. */
  static <T> Parse<T> value(TypeReference<T> type) {
    return text -> JsonText.readValue(text, Json.mapper().constructType(type.getType()));
  }

  /** Parses a constant of an enumeration by its value in JSON. */
  static <V, E extends Enum<E>> Parse<E> oneOf(
      E[] constants, Function<E, V> valueOf, Parse<V> parse) {
    return text -> {
      V value = parse.parse(text);
      for (E constant : constants) {
        if (valueOf.apply(constant).equals(value)) {
          return constant;
        }
      }
      List<String> values = new ArrayList<>();
      for (E constant : constants) {
        values.add(HeaderText.of(valueOf.apply(constant)));
      }
      throw notOneOf(values);
    };
  }

  /** Parses one of some values of several types, which are given in JSON. */
  static Parse<JsonNode> oneOf(String... values) {
    return text -> {
      JsonNode value = value(JsonNode.class).parse(text);
      for (String one : values) {
        if (Objects.equals(JsonText.tree(one), value)) {
          return value;
        }
      }
      throw notOneOf(List.of(values));
    };
  }

  private static InvalidValue notOneOf(List<String> values) {
    final int few = 20;
    String listed =
        values.size() > few
            ? "the " + values.size() + " values that the API allows"
            : String.join(", ", values);
    return new InvalidValue("must be one of " + listed);
  }
}
