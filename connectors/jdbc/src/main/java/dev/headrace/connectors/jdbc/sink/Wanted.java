package dev.headrace.connectors.jdbc.sink;

import org.apache.avro.Schema;

/**
 * A column as records of one schema want it.
 *
 * @param schema of its values, without null; null's own when no value was seen so far
 * @param nullable whether null is among them
 * @param key whether it is part of the primary key
 */
record Wanted(String name, Origin origin, Schema schema, boolean nullable, boolean key) {

  boolean hasType() {
    return schema.getType() != Schema.Type.NULL;
  }
}
