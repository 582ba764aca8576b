package dev.headrace.log.broker;

import dev.headrace.log.broker.Topics.Creation.Refused;
import dev.headrace.log.broker.Topics.Refusal;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a topic must be like to be created; Kafka's rules. Pure. */
final class TopicRules {

  private static final int LONGEST_NAME = 249;
  private static final Pattern LEGAL_NAME = Pattern.compile("[a-zA-Z0-9._-]+");

  private final BrokerSettings settings;

  TopicRules(BrokerSettings settings) {
    this.settings = settings;
  }

  /** How many partitions a topic gets. */
  int partitionsOf(NewTopic topic) {
    return topic.partitions().orElse(settings.numPartitions());
  }

  /**
   * Why a client may not have a topic; empty when it may.
   *
   * @param existing the names in use
   */
  Optional<Refused> refuse(NewTopic topic, Collection<String> existing) {
    return nameProblem(topic.name())
        .or(() -> collision(topic.name(), existing))
        .map(message -> new Refused(Refusal.INVALID_NAME, message))
        .or(() -> partitionsProblem(partitionsOf(topic)))
        .or(() -> replicationProblem(topic.replicationFactor().orElse(1)))
        .or(() -> configProblem(topic.config()));
  }

  /** Why a topic may not have this many partitions from now on; empty when it may. */
  Optional<Refused> refuseGrowth(Topic topic, int partitions) {
    if (topic.internal()) {
      return Optional.of(
          new Refused(
              Refusal.INVALID_NAME,
              "the node keeps its own state in " + topic.name() + ", which stays as it is"));
    }
    if (partitions <= topic.partitions()) {
      return Optional.of(
          new Refused(
              Refusal.INVALID_PARTITIONS,
              "topic "
                  + topic.name()
                  + " has "
                  + topic.partitions()
                  + " partitions already; it can have more, not "
                  + partitions));
    }
    return partitionsProblem(partitions);
  }

  /** Why a topic may not have these settings from now on; empty when it may. */
  Optional<Refused> refuseConfig(Topic topic, Map<String, String> config) {
    return topic.internal()
        ? Optional.of(
            new Refused(
                Refusal.INVALID_CONFIG,
                "the node keeps its own state in " + topic.name() + ", which stays as it is"))
        : configProblem(config);
  }

  private static Optional<String> nameProblem(String name) {
    if (name.isEmpty()) {
      return Optional.of("a topic needs a name");
    }
    if (name.equals(".") || name.equals("..")) {
      return Optional.of("a topic cannot be named '" + name + "'");
    }
    if (name.length() > LONGEST_NAME) {
      return Optional.of(
          "the name has " + name.length() + " characters, at most " + LONGEST_NAME + " can be had");
    }
    if (!LEGAL_NAME.matcher(name).matches()) {
      return Optional.of(
          "the name '" + name + "' may only hold letters a-z and A-Z, digits, '.', '_' and '-'");
    }
    if (InternalTopics.RESERVED.contains(name)) {
      return Optional.of("'" + name + "' is a topic that the node makes for itself");
    }
    return Optional.empty();
  }

  /** Metric names turn dots into underscores, so Kafka lets no two topics differ only there. */
  private static Optional<String> collision(String name, Collection<String> existing) {
    String folded = name.replace('.', '_');
    return existing.stream()
        .filter(other -> !other.equals(name) && other.replace('.', '_').equals(folded))
        .findFirst()
        .map(
            other ->
                "the name '"
                    + name
                    + "' collides with '"
                    + other
                    + "': '.' and '_' count"
                    + " as the same");
  }

  private static Optional<Refused> partitionsProblem(int partitions) {
    return partitions >= 1 && partitions <= BrokerSettings.MOST_PARTITIONS
        ? Optional.empty()
        : Optional.of(
            new Refused(
                Refusal.INVALID_PARTITIONS,
                "a topic has from 1 to "
                    + BrokerSettings.MOST_PARTITIONS
                    + " partitions, not "
                    + partitions));
  }

  private static Optional<Refused> replicationProblem(int factor) {
    return factor == 1
        ? Optional.empty()
        : Optional.of(
            new Refused(
                Refusal.INVALID_REPLICATION_FACTOR,
                "the replication factor is "
                    + factor
                    + ", but there is one node: use 1, or -1 for the default"));
  }

  private static Optional<Refused> configProblem(Map<String, String> config) {
    return config.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .flatMap(entry -> problemWith(entry.getKey(), entry.getValue()).stream())
        .findFirst()
        .or(() -> KnownTopicConfig.problemAmong(config))
        .map(message -> new Refused(Refusal.INVALID_CONFIG, message));
  }

  private static Optional<String> problemWith(String name, String value) {
    KnownTopicConfig known = KnownTopicConfig.ALL.get(name);
    return known == null
        ? Optional.of("'" + name + "' is no setting of a topic")
        : known.problemWith(value);
  }
}
