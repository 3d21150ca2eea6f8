package io.github.gatewright.handler;

import java.util.List;

/** The interceptors that a handler is best with. */
public final class DefaultInterceptors {

  private DefaultInterceptors() {}

  /** Returns CORS as the environment says, and {@link TryCatchInterceptor}. */
  public static <I> List<Interceptor<I>> all() {
    return List.of(CorsInterceptor.fromEnvironment(), new TryCatchInterceptor<>());
  }
}
