package dev.headrace.log.group;

import dev.headrace.log.record.FieldReader;
import java.nio.BufferUnderflowException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What consumers of the classic protocol tell one another of themselves.
 *
 * @param version in which it was said, and in which they are to be answered
 * @param topics names that the member subscribes to
 * @param owned by name, the partitions that it reads; none before version 1
 * @see <a
 *     href="https://github.com/apache/kafka/blob/trunk/clients/src/main/resources/common/message/ConsumerProtocolSubscription.json">ConsumerProtocolSubscription</a>
 */
record ClassicSubscription(
    short version, Set<String> topics, Map<String, Set<Integer>> owned, Optional<String> rackId) {

  private static final short FIRST_VERSION_WITH_OWNED = 1;
  private static final short FIRST_VERSION_WITH_GENERATION = 2;
  private static final short FIRST_VERSION_WITH_RACK = 3;

  ClassicSubscription {
    topics = Set.copyOf(topics);
    owned = Map.copyOf(owned);
  }

  /** Empty when the bytes are not what a consumer writes. */
  static Optional<ClassicSubscription> read(Opaque subscription) {
    FieldReader fields = new FieldReader(subscription.toByteArray());
    try {
      short version = fields.int16();
      int count = fields.int32();
      if (version < 0 || count < 0) {
        return Optional.empty();
      }
      Set<String> topics = new HashSet<>();
      for (int i = 0; i < count; i++) {
        topics.add(fields.string());
      }
      fields.skip(Math.max(0, fields.int32())); // What the assignor says besides; -1 for nothing.
      Map<String, Set<Integer>> owned =
          version >= FIRST_VERSION_WITH_OWNED ? partitions(fields) : Map.of();
      if (version >= FIRST_VERSION_WITH_GENERATION) {
        fields.int32();
      }
      Optional<String> rackId =
          version >= FIRST_VERSION_WITH_RACK ? fields.nullableString() : Optional.empty();
      return Optional.of(new ClassicSubscription(version, topics, owned, rackId));
    } catch (BufferUnderflowException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** An array of topics, each with an array of partitions. */
  static Map<String, Set<Integer>> partitions(FieldReader fields) {
    Map<String, Set<Integer>> partitions = new HashMap<>();
    int topics = fields.int32();
    for (int i = 0; i < topics; i++) {
      Set<Integer> numbers = partitions.computeIfAbsent(fields.string(), _ -> new HashSet<>());
      int count = fields.int32();
      for (int n = 0; n < count; n++) {
        numbers.add(fields.int32());
      }
    }
    return partitions;
  }

  /** The names of the topics; empty when the bytes are not what a consumer writes. */
  static Optional<Set<String>> topics(Opaque subscription) {
    return read(subscription).map(ClassicSubscription::topics);
  }
}
