package dev.headrace.connectors.jdbc.sink;

/** Where the columns of the primary key come from. */
enum KeyFrom {
  /** The record's key. */
  KEY,
  /** The record's value. */
  VALUE,
  /** The record's headers, as text. */
  HEADERS
}
