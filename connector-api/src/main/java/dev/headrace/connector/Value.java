package dev.headrace.connector;

import org.apache.avro.Schema;

/** The key or value of a record. Immutable by contract: the arrays inside are not to be changed. */
public sealed interface Value {

  /** Bytes without a meaning known here. */
  record Bytes(byte[] bytes) implements Value {}

  /** Text. */
  record Text(String text) implements Value {}

  /** One JSON text in UTF-8, as a slice that is parsed only where somebody needs to. */
  record Json(byte[] buffer, int from, int length) implements Value {
    public static Json of(byte[] json) {
      return new Json(json, 0, json.length);
    }
  }

  /**
   * Typed data: an Avro datum with its schema. Java types are fixed: text is {@link String},
   * decimals {@link java.math.BigDecimal}, dates {@link java.time.LocalDate}, instants {@link
   * java.time.Instant}, local times {@link java.time.LocalDateTime}, uuids {@link java.util.UUID},
   * records {@link org.apache.avro.generic.GenericRecord}.
   */
  record Datum(Object value, Schema schema) implements Value {}
}
