package dev.headrace.connector.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The least and the greatest value of a number, duration or data size, both allowed, written as a
 * user would write them.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Range {

  /** The least value; empty for none. */
  String from() default "";

  /** The greatest value; empty for none. */
  String to() default "";
}
