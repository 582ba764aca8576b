package dev.headrace.runtime.schema;

import java.util.Optional;
import org.apache.avro.Schema;

/**
 * Finds the schema that Avro bytes were written by, from what stands before them. A schema registry
 * is one more implementation: what it writes begins with another byte. Thread-safe unless an
 * implementation says otherwise.
 */
public interface SchemaLookup {

  /** The schema of bytes that begin as these do; empty when they do not name one that is known. */
  Optional<Written> find(byte[] array, int from, int length);

  /**
   * @param prefixLength how many bytes stand before the value
   */
  record Written(Schema schema, int prefixLength) {}
}
