package io.github.gatewright.handler;

/** Reads and writes one entry of the interceptor context with a type. */
public final class ContextKey<T> {

  private final String name;
  private final Class<T> type;

  /** Creates the key of an entry. */
  public ContextKey(String name, Class<T> type) {
    this.name = name;
    this.type = type;
  }

  /** Sets the entry. */
  public void set(RequestInput<?> request, T value) {
    request.getInterceptorContext().put(name, value);
  }

  /** Returns the entry; an IllegalStateException says that it is not there. */
  public T get(RequestInput<?> request) {
    Object value = request.getInterceptorContext().get(name);
    if (value == null) {
      throw new IllegalStateException(
          "the interceptor context has no \""
              + name
              + "\": add the interceptor that sets it to getInterceptors()");
    }
    return type.cast(value);
  }
}
