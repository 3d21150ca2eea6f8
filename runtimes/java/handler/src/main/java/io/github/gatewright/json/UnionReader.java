package io.github.gatewright.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import java.util.Arrays;

/**
 * Reads a value of a {@link Union}: as the class that the discriminator names, else as the one that
 * keeps most of what was read.
 */
public final class UnionReader extends StdDeserializer<Object> implements ContextualDeserializer {

  private static final long serialVersionUID = 1L;

  /** The interface; null: not known yet. */
  private final Class<?> union;

  /** For Jackson. */
  public UnionReader() {
    this(Object.class);
  }

  private UnionReader(Class<?> union) {
    super(union);
    this.union = union;
  }

  @Override
  public JsonDeserializer<?> createContextual(
      DeserializationContext context, BeanProperty property) {
    return new UnionReader(context.getContextualType().getRawClass());
  }

  @Override
  public Object deserialize(JsonParser in, DeserializationContext context) throws IOException {
    JsonNode node = context.readTree(in);
    Union of = union.getAnnotation(Union.class);
    if (!of.discriminator().isEmpty() && node.path(of.discriminator()).isTextual()) {
      String name = node.path(of.discriminator()).textValue();
      for (Union.Of one : of.value()) {
        if (Arrays.asList(one.names()).contains(name)) {
          return context.readTreeAsValue(node, one.type());
        }
      }
      return context.reportInputMismatch(
          union, "%s \"%s\" is none of %s", of.discriminator(), name, union.getSimpleName());
    }
    return best(node, of, context);
  }

  private Object best(JsonNode node, Union of, DeserializationContext context) throws IOException {
    Object best = null;
    int most = -1;
    StringBuilder reasons = new StringBuilder();
    for (Union.Of one : of.value()) {
      try {
        Object value = context.readTreeAsValue(node, one.type());
        int kept = kept(node, Json.mapper().valueToTree(value));
        if (kept > most) {
          best = value;
          most = kept;
        }
      } catch (IOException | RuntimeException e) { // it is none of this class
        reasons.append("\n  ").append(one.type().getSimpleName()).append(": ");
        reasons.append(String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
      }
    }
    if (best == null) {
      return context.reportInputMismatch(
          union, "the value is none of %s:%s", union.getSimpleName(), reasons);
    }
    return best;
  }

  /** Counts what a value still says of what was read. */
  private static int kept(JsonNode read, JsonNode written) {
    if (read.isObject() && written.isObject()) {
      int count = 1;
      for (var property : read.properties()) {
        if (written.has(property.getKey())) {
          count += 1 + kept(property.getValue(), written.get(property.getKey()));
        }
      }
      return count;
    }
    if (read.isArray() && written.isArray()) {
      int count = 1;
      for (int i = 0; i < Math.min(read.size(), written.size()); i++) {
        count += kept(read.get(i), written.get(i));
      }
      return count;
    }
    return read.equals(written) ? 2 : read.getNodeType() == written.getNodeType() ? 1 : 0;
  }
}
