package dev.headrace.runtime.connector;

import dev.headrace.connector.config.Problem;
import java.util.List;
import java.util.Optional;

/** Settings of Kafka Connect that mean something there and nothing here (yet). */
final class ForeignKeys {

  private record Foreign(String prefix, String next) {}

  private static final List<Foreign> KNOWN =
      List.of(
          new Foreign("key.converter", "Remove it; `key.format` says how keys lie in a topic."),
          new Foreign(
              "value.converter", "Remove it; `value.format` says how values lie in a topic."),
          new Foreign("header.converter", "Remove it; headers are kept as they are."),
          new Foreign("transforms", "Remove it; transformations are not supported yet."),
          new Foreign("predicates", "Remove it; transformations are not supported yet."),
          new Foreign("producer.override.", "Remove it; connectors write through the node's log."),
          new Foreign("consumer.override.", "Remove it; connectors read through the node's log."),
          new Foreign(
              "exactly.once.support", "Remove it; sources are exactly once where they can."),
          new Foreign("transaction.boundary", "Remove it; the worker decides when to commit."),
          new Foreign("offsets.storage.topic", "Remove it; all positions are in one topic."),
          new Foreign("config.action.reload", "Remove it; files are applied when they change."),
          new Foreign(
              "errors.log.", "Remove it; what is refused is always logged, without payload."),
          new Foreign(
              "topic.creation.",
              "Remove it; only the group `topic.creation.default` is supported."));

  private ForeignKeys() {}

  /** What to tell about a key that is one of Kafka Connect's; empty when it is none. */
  static Optional<Problem> problem(String key) {
    return KNOWN.stream()
        .filter(foreign -> key.startsWith(foreign.prefix))
        .findFirst()
        .map(
            foreign ->
                new Problem(
                    "config.not-supported",
                    key,
                    "`" + key + "` is a setting of Kafka Connect that Headrace does not have.",
                    foreign.next));
  }
}
