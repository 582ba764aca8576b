package dev.headrace.log.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.log.broker.Topics.Creation.Refused;
import dev.headrace.log.broker.Topics.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RefusingTopicsTest {

  private final TopicRules rules = new TopicRules(BrokerSettings.defaults());

  @ParameterizedTest
  @ValueSource(strings = {"orders", "Orders.2026-11_x", "_", "-", "a.b"})
  void takesLegalNames(String name) {
    assertThat(rules.refuse(NewTopic.of(name, 1), List.of("other"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ".", "..", "a b", "größe", "a/b", "../x", "a\u0000", "__consumer_offsets"})
  void refusesIllegalNames(String name) {
    assertThat(refusal(NewTopic.of(name, 1))).contains(Refusal.INVALID_NAME);
  }

  @Test
  void refusesNamesThatAreTooLongForAFolder() {
    assertThat(refusal(NewTopic.of("a".repeat(249), 1))).isEmpty();
    assertThat(refusal(NewTopic.of("a".repeat(250), 1))).contains(Refusal.INVALID_NAME);
  }

  @Test
  void refusesNamesThatDifferFromAnotherOnlyInDotsAndUnderscores() {
    Optional<Refused> refused = rules.refuse(NewTopic.of("a.b", 1), List.of("a_b"));

    assertThat(refused.orElseThrow().message()).contains("a.b", "a_b");
    assertThat(rules.refuse(NewTopic.of("a_b", 1), List.of("a_b"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 10_001})
  void refusesImpossibleNumbersOfPartitions(int partitions) {
    assertThat(refusal(NewTopic.of("orders", partitions))).contains(Refusal.INVALID_PARTITIONS);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 3})
  void refusesReplicationOnOneNode(int factor) {
    NewTopic topic = new NewTopic("orders", OptionalInt.empty(), OptionalInt.of(factor), Map.of());

    assertThat(refusal(topic)).contains(Refusal.INVALID_REPLICATION_FACTOR);
  }

  @ParameterizedTest
  @CsvSource({
    "cleanup.policy, compact",
    "cleanup.policy, 'compact,delete'",
    "cleanup.policy, ''",
    "retention.hold.for.sinks, true",
    "retention.ms, -1",
    "max.message.bytes, 2000000",
    "min.cleanable.dirty.ratio, 0.01",
    "preallocate, TRUE",
    "leader.replication.throttled.replicas, '0:1,1:1'"
  })
  void takesWhatKafkaKnows(String name, String value) {
    assertThat(refusal(configured(name, value))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "retention.mss, 1",
    "cleanup.policy, squash",
    "cleanup.policy, 'compact,'",
    "retention.ms, -2",
    "retention.ms, soon",
    "segment.bytes, 12",
    "preallocate, yes",
    "min.cleanable.dirty.ratio, 1.5",
    "min.insync.replicas, 0",
    "compression.gzip.level, 0",
    "remote.storage.enable, true",
    "leader.replication.throttled.replicas, some"
  })
  void refusesUnknownSettingsAndWrongValues(String name, String value) {
    Optional<Refused> refused = rules.refuse(configured(name, value), List.of());

    assertThat(refused).map(Refused::why).contains(Refusal.INVALID_CONFIG);
    assertThat(refused.orElseThrow().message()).contains(name);
  }

  @Test
  void refusesValuesThatContradictOneAnother() {
    Map<String, String> lags =
        Map.of("min.compaction.lag.ms", "5000", "max.compaction.lag.ms", "4000");
    NewTopic topic = new NewTopic("orders", OptionalInt.of(1), OptionalInt.empty(), lags);

    assertThat(refusal(topic)).contains(Refusal.INVALID_CONFIG);
  }

  @Test
  void whatSurroundsAValueIsNotKept() {
    assertThat(configured("retention.ms", " 5 ").config()).containsEntry("retention.ms", "5");
  }

  private Optional<Refusal> refusal(NewTopic topic) {
    return rules.refuse(topic, List.of()).map(Refused::why);
  }

  private static NewTopic configured(String name, String value) {
    return new NewTopic("orders", OptionalInt.of(1), OptionalInt.empty(), Map.of(name, value));
  }
}
