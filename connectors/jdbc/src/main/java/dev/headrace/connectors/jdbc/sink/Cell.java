package dev.headrace.connectors.jdbc.sink;

import org.apache.avro.Schema;

/**
 * A column that records fill.
 *
 * @param column it, as the table has it
 * @param origin where its values are in a record
 * @param schema of its values, without null
 */
record Cell(Column column, Origin origin, Schema schema) {

  String name() {
    return column.name();
  }
}
