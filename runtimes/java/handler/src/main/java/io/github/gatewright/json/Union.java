package io.github.gatewright.json;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Says of an interface which classes its values are of. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Union {

  /** The classes. */
  Of[] value();

  /** The property that tells which class a value is of; empty: what it looks like does. */
  String discriminator() default "";

  /** One of the classes. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target({})
  @interface Of {

    /** The class. */
    Class<?> type();

    /** What the discriminator says of its values. */
    String[] names() default {};
  }
}
