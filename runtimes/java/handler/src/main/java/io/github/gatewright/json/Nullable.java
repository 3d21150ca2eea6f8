package io.github.gatewright.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.util.Objects;

/**
 * A property that need not be there, and may be null when it is: it is absent, null, or has a
 * value.
 */
@JsonSerialize(using = Nullable.Writer.class)
@JsonDeserialize(using = Nullable.Reader.class)
public final class Nullable<T> {

  private static final Nullable<?> ABSENT = new Nullable<>(false, null);

  private final boolean present;
  private final T value;

  private Nullable(boolean present, T value) {
    this.present = present;
    this.value = value;
  }

  /** Is not there. */
  @SuppressWarnings("unchecked") // it holds no T
  public static <T> Nullable<T> absent() {
    return (Nullable<T>) ABSENT;
  }

  /** Is there, with a value or null. */
  public static <T> Nullable<T> of(T value) {
    return new Nullable<>(true, value);
  }

  /** Whether the property is there. */
  public boolean isPresent() {
    return present;
  }

  /** Gives the value, or null. */
  public T get() {
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Nullable<?> that
        && present == that.present
        && Objects.equals(value, that.value);
  }

  @Override
  public int hashCode() {
    return Objects.hash(present, value);
  }

  @Override
  public String toString() {
    return present ? String.valueOf(value) : "absent";
  }

  /** Writes them. */
  static final class Writer extends StdSerializer<Nullable<?>> {
    private static final long serialVersionUID = 1L;

    Writer() {
      super(Nullable.class, false);
    }

    @Override
    public boolean isEmpty(SerializerProvider provider, Nullable<?> value) {
      return !value.present;
    }

    @Override
    public void serialize(Nullable<?> value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      provider.defaultSerializeValue(value.value, out);
    }
  }

  /** Reads them. */
  static final class Reader extends StdDeserializer<Nullable<?>> implements ContextualDeserializer {
    private static final long serialVersionUID = 1L;

    private final JavaType content;

    Reader() {
      this(null);
    }

    private Reader(JavaType content) {
      super(Nullable.class);
      this.content = content;
    }

    @Override
    public JsonDeserializer<?> createContextual(
        DeserializationContext context, BeanProperty property) {
      return new Reader(context.getContextualType().containedType(0));
    }

    @Override
    public Nullable<?> deserialize(JsonParser in, DeserializationContext context)
        throws IOException {
      Object value = context.readValue(in, content);
      return of(value);
    }

    @Override
    public Nullable<?> getNullValue(DeserializationContext context) {
      return of(null);
    }

    @Override
    public Object getAbsentValue(DeserializationContext context) {
      return absent();
    }
  }
}
