package io.github.gatewright.handler;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.github.gatewright.json.Json;
import java.math.BigDecimal;
import java.util.Map;

/** Reads JSON of clients, and tells them what is wrong in their words. */
final class JsonText {

  private static final String NO_FORM = "does not have the form that the API describes";
  private static final String SYNTAX = "is not valid JSON";
  private static final ObjectReader READER =
      Json.mapper()
          .reader()
          .without(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private JsonText() {}

  /** Reads a JSON text. */
  static <T> T read(String text, JavaType type) throws InvalidValue {
    try {
      T value = READER.forType(type).readValue(text);
      if (value == null && text.isBlank()) {
        throw new InvalidValue(SYNTAX);
      }
      return value;
    } catch (JsonMappingException e) {
      throw new InvalidValue(mismatch(text, type, e), e);
    } catch (StreamReadException | StreamConstraintsException e) {
      throw new InvalidValue(SYNTAX, e);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new InvalidValue(NO_FORM, e);
    }
  }

  /** Reads a JSON text, or else any text as a string. */
  static <T> T readValue(String text, JavaType type) throws InvalidValue {
    try {
      return read(text, type);
    } catch (InvalidValue e) {
      if (type.hasRawClass(BigDecimal.class)) {
        throw new InvalidValue(NO_FORM, e);
      }
      return read(Json.write(text), type);
    }
  }

  /** Returns the tree of a JSON text, which is valid. */
  static JsonNode tree(String text) {
    return Json.read(text, JsonNode.class);
  }

  /** Returns which value has a type that the model does not allow. */
  private static String mismatch(String text, JavaType type, JsonMappingException e) {
    JsonNode node;
    try {
      node = READER.readTree(text);
    } catch (JsonProcessingException syntax) {
      return SYNTAX;
    }
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference step : e.getPath()) {
      String field = step.getFieldName();
      node = field == null ? node.path(step.getIndex()) : node.path(field);
      if (field != null && !(step.getFrom() instanceof Map)) {
        path.append(path.isEmpty() ? "" : ".").append(field);
      }
    }
    String kind = kindOf(node, targetOf(type, e));
    if (kind == null) {
      return NO_FORM;
    }
    String what = "cannot be a JSON " + kind;
    return path.isEmpty() ? what : "has a wrong value: " + path + " " + what;
  }

  private static Class<?> targetOf(JavaType type, JsonMappingException e) {
    if (e instanceof MismatchedInputException mismatched && mismatched.getTargetType() != null) {
      return mismatched.getTargetType();
    }
    return e.getCause() instanceof InputCoercionException ? long.class : type.getRawClass();
  }

  /** Returns the kind of a value, or null where that is not what is wrong with it. */
  private static String kindOf(JsonNode node, Class<?> target) {
    if (target.isInterface()) {
      return null; // a union
    }
    return switch (node.getNodeType()) {
      case STRING -> isReadFromString(target) ? null : "string";
      case NUMBER -> "number";
      case OBJECT -> target.isRecord() ? null : "object";
      case ARRAY -> "array";
      case BOOLEAN -> "bool";
      default -> null;
    };
  }

  private static boolean isReadFromString(Class<?> type) {
    return type == String.class
        || type.isEnum()
        || type == byte[].class
        || type.getName().startsWith("java.time.");
  }
}
