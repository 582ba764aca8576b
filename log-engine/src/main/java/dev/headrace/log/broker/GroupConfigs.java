package dev.headrace.log.broker;

import dev.headrace.log.broker.TopicConfigs.Entry;
import dev.headrace.log.group.ConsumerTimes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The settings of groups of the consumer protocol, by Kafka's names (KIP-848). Thread-safe; in
 * effect from the next heartbeat on, and durable when a stage is done.
 */
public interface GroupConfigs {

  /** All settings of a group as they are in effect, by name; any group has them. */
  List<Entry> of(String group);

  /** Changes a group's settings. Returns what speaks against it; empty when it is done. */
  CompletionStage<Optional<String>> configure(String group, ConfigChange change);

  /** Says what {@link #configure} would, and does nothing. */
  Optional<String> validate(String group, ConfigChange change);

  /** What {@link #of} comes to for the members of a group. */
  ConsumerTimes times(String group);

  /** The groups that have settings of their own, with these. */
  Map<String, Map<String, String>> all();
}
