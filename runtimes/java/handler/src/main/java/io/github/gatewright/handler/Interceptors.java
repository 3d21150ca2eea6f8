package io.github.gatewright.handler;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names interceptors of a handler or a router. They have a public constructor without parameters,
 * and run outside of those of {@code getInterceptors()}; the first is the outermost.
 */
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Interceptors {

  /** The classes. */
  @SuppressWarnings("rawtypes") // the literal of a generic class has a raw type
  Class<? extends Interceptor>[] value();
}
