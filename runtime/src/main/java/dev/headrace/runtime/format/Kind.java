package dev.headrace.runtime.format;

import org.apache.avro.LogicalType;
import org.apache.avro.Schema;

/** What an Avro type means: its logical type, when there is one that is known here. */
enum Kind {
  PLAIN,
  DECIMAL,
  BIG_DECIMAL,
  UUID,
  DATE,
  TIME_MILLIS,
  TIME_MICROS,
  TIMESTAMP_MILLIS,
  TIMESTAMP_MICROS,
  TIMESTAMP_NANOS,
  LOCAL_TIMESTAMP_MILLIS,
  LOCAL_TIMESTAMP_MICROS,
  LOCAL_TIMESTAMP_NANOS;

  static Kind of(Schema schema) {
    LogicalType logical = schema.getLogicalType();
    if (logical == null) {
      return PLAIN;
    }
    return switch (logical.getName()) {
      case "decimal" -> DECIMAL;
      case "big-decimal" -> BIG_DECIMAL;
      case "uuid" -> UUID;
      case "date" -> DATE;
      case "time-millis" -> TIME_MILLIS;
      case "time-micros" -> TIME_MICROS;
      case "timestamp-millis" -> TIMESTAMP_MILLIS;
      case "timestamp-micros" -> TIMESTAMP_MICROS;
      case "timestamp-nanos" -> TIMESTAMP_NANOS;
      case "local-timestamp-millis" -> LOCAL_TIMESTAMP_MILLIS;
      case "local-timestamp-micros" -> LOCAL_TIMESTAMP_MICROS;
      case "local-timestamp-nanos" -> LOCAL_TIMESTAMP_NANOS;
      default -> PLAIN;
    };
  }

  /** How fine a time is. */
  Fineness fineness() {
    return switch (this) {
      case TIME_MILLIS, TIMESTAMP_MILLIS, LOCAL_TIMESTAMP_MILLIS -> Fineness.MILLIS;
      case TIME_MICROS, TIMESTAMP_MICROS, LOCAL_TIMESTAMP_MICROS -> Fineness.MICROS;
      case TIMESTAMP_NANOS, LOCAL_TIMESTAMP_NANOS -> Fineness.NANOS;
      default -> throw new IllegalStateException(this + " is no time");
    };
  }
}
