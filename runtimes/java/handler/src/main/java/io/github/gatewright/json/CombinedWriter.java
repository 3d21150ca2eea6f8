package io.github.gatewright.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.lang.reflect.RecordComponent;

/** Writes what {@link CombinedReader} reads: the properties of all components together. */
public final class CombinedWriter extends StdSerializer<Object> {

  private static final long serialVersionUID = 1L;

  /** For Jackson. */
  public CombinedWriter() {
    super(Object.class);
  }

  @Override
  public void serialize(Object value, JsonGenerator out, SerializerProvider provider)
      throws IOException {
    ObjectNode all = Json.mapper().createObjectNode();
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      JsonNode part = Json.mapper().valueToTree(valueOf(value, component));
      if (part instanceof ObjectNode object) {
        all.setAll(object);
      }
    }
    out.writeTree(all);
  }

  private static Object valueOf(Object value, RecordComponent component) throws IOException {
    try {
      return component.getAccessor().invoke(value);
    } catch (ReflectiveOperationException e) {
      throw new IOException(e);
    }
  }
}
