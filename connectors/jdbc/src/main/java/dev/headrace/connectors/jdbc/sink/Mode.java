package dev.headrace.connectors.jdbc.sink;

/** What becomes of a record with a value. */
enum Mode {
  INSERT,
  UPSERT,
  UPDATE
}
