package dev.headrace.runtime.schema;

import java.util.List;
import java.util.Optional;
import org.apache.avro.LogicalType;
import org.apache.avro.Schema;

/** Joins times of one kind: the result is as fine as the finer of both. */
final class Times {

  /** Kinds of times, from coarse to fine. */
  private static final List<List<String>> KINDS =
      List.of(
          List.of("time-millis", "time-micros"),
          List.of("timestamp-millis", "timestamp-micros", "timestamp-nanos"),
          List.of("local-timestamp-millis", "local-timestamp-micros", "local-timestamp-nanos"));

  private Times() {}

  /** Empty when they are no times, or of different kinds. */
  static Optional<Schema> join(Schema first, Schema second) {
    LogicalType one = first.getLogicalType();
    LogicalType other = second.getLogicalType();
    if (one == null || other == null) {
      return Optional.empty();
    }
    return KINDS.stream()
        .filter(kind -> kind.contains(one.getName()) && kind.contains(other.getName()))
        .findFirst()
        .map(kind -> kind.indexOf(one.getName()) >= kind.indexOf(other.getName()) ? first : second);
  }
}
