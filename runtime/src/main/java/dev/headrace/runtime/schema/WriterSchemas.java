package dev.headrace.runtime.schema;

import org.apache.avro.Schema;

/** Finds the schemas of Avro bytes, and keeps those of bytes that are to be written. */
public interface WriterSchemas extends SchemaLookup {

  /**
   * What bytes of this schema are to begin with. The schema can be found by it from now on, also
   * after a crash.
   */
  byte[] prefix(Schema schema);
}
