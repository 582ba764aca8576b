package dev.headrace.connectors.jdbc.sink;

/** How the values of a column are given to a driver. A value is never null here. */
@FunctionalInterface
interface Binding {

  /** What {@link java.sql.PreparedStatement#setObject(int, Object)} takes. */
  Object bound(Object value);
}
