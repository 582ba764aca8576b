package dev.headrace.connector;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One record on its way into the log.
 *
 * @param topic where it goes; empty for the connector's {@code topic}
 * @param key decides the partition; empty for none
 * @param value empty for a tombstone
 * @param timestamp when it happened; empty for now
 * @param headers in order; names may repeat
 */
public record SourceRecord(
    Optional<String> topic,
    Optional<Value> key,
    Optional<Value> value,
    Optional<Instant> timestamp,
    List<Header> headers) {

  public SourceRecord {
    headers = List.copyOf(headers);
  }

  /** A record with a value and nothing else. */
  public static SourceRecord of(Value value) {
    return new SourceRecord(
        Optional.empty(), Optional.empty(), Optional.of(value), Optional.empty(), List.of());
  }

  public SourceRecord withKey(Value newKey) {
    return new SourceRecord(topic, Optional.of(newKey), value, timestamp, headers);
  }

  public SourceRecord withTopic(String newTopic) {
    return new SourceRecord(Optional.of(newTopic), key, value, timestamp, headers);
  }

  public SourceRecord withTimestamp(Instant newTimestamp) {
    return new SourceRecord(topic, key, value, Optional.of(newTimestamp), headers);
  }
}
