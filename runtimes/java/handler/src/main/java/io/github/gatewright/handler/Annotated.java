package io.github.gatewright.handler;

import java.util.ArrayList;
import java.util.List;

/** Creates the interceptors that {@link Interceptors} names. */
final class Annotated {

  private Annotated() {}

  @SuppressWarnings({"unchecked", "rawtypes"}) // an interceptor by its class is one for any input
  static <I> List<Interceptor<I>> interceptors(Class<?> handler) {
    Interceptors annotation = handler.getAnnotation(Interceptors.class);
    List<Interceptor<I>> all = new ArrayList<>();
    if (annotation == null) {
      return all;
    }
    for (Class<? extends Interceptor> type : annotation.value()) {
      try {
        all.add(type.getDeclaredConstructor().newInstance());
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(
            type.getName()
                + " needs a public constructor without parameters; or add it to getInterceptors() of "
                + handler.getName(),
            e);
      }
    }
    return all;
  }
}
