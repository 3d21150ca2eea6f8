package io.github.gatewright.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import java.lang.reflect.RecordComponent;

/** Reads a record each of whose components is what a value is, or null where it is not. */
public final class CombinedReader extends StdDeserializer<Object>
    implements ContextualDeserializer {

  private static final long serialVersionUID = 1L;

  private final Class<?> type;

  /** For Jackson. */
  public CombinedReader() {
    this(Object.class);
  }

  private CombinedReader(Class<?> type) {
    super(type);
    this.type = type;
  }

  @Override
  public JsonDeserializer<?> createContextual(
      DeserializationContext context, BeanProperty property) {
    return new CombinedReader(context.getContextualType().getRawClass());
  }

  @Override
  public Object deserialize(JsonParser in, DeserializationContext context) throws IOException {
    JsonNode node = context.readTree(in);
    RecordComponent[] components = type.getRecordComponents();
    Object[] values = new Object[components.length];
    Class<?>[] types = new Class<?>[components.length];
    boolean found = false;
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      try {
        values[i] = context.readTreeAsValue(node, types[i]);
        found = true;
      } catch (IOException | RuntimeException e) { // the value is not that
        values[i] = null;
      }
    }
    if (!found) {
      return context.reportInputMismatch(
          type, "the value is none of what %s can be", type.getSimpleName());
    }
    try {
      return type.getConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IOException(e);
    }
  }
}
