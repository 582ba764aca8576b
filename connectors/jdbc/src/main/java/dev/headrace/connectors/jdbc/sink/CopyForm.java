package dev.headrace.connectors.jdbc.sink;

/**
 * How the values of one column are written. A value is never null here.
 *
 * @see CopyForms
 */
@FunctionalInterface
interface CopyForm {

  /**
   * Writes a value.
   *
   * @return false when PostgreSQL cannot store it; what was written of it is to be cut off
   */
  boolean write(Object value, CopyText out);
}
