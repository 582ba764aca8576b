package dev.headrace.connectors.jdbc.sink;

/** What becomes of a table when records have fields that do not fit it. */
enum SchemaChanges {
  /** Missing columns are added. */
  ADD,
  /** Missing columns are added, and narrower ones widened. */
  WIDEN,
  /** What has no column is left out. */
  IGNORE,
  /** The task stops. */
  FAIL
}
