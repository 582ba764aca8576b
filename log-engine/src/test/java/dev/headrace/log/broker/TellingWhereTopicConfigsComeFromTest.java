package dev.headrace.log.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.log.broker.TopicConfigs.Entry;
import dev.headrace.log.broker.TopicConfigs.Source;
import dev.headrace.log.storage.PartitionSettings;
import dev.headrace.log.storage.StorageSettings;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TellingWhereTopicConfigsComeFromTest {

  private static final PartitionSettings DEFAULTS = StorageSettings.defaults().topics();

  private static final Topic TOPIC =
      new Topic(
          "orders", UUID.randomUUID(), 1, Map.of(TopicConfig.RETENTION_MS_CONFIG, "7"), false);

  @Test
  void tellsTheTopicsOwn() {
    assertThat(entry(DEFAULTS, TopicConfig.RETENTION_MS_CONFIG))
        .satisfies(
            it -> {
              assertThat(it.value()).isEqualTo("7");
              assertThat(it.source()).isEqualTo(Source.TOPIC);
            });
  }

  @Test
  void tellsTheNodes() {
    PartitionSettings node = new PartitionSettings(1 << 30, 604_800_000, 5_000_000);

    assertThat(entry(node, TopicConfig.MAX_MESSAGE_BYTES_CONFIG))
        .satisfies(
            it -> {
              assertThat(it.value()).isEqualTo("5000000");
              assertThat(it.source()).isEqualTo(Source.NODE);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        TopicConfig.CLEANUP_POLICY_CONFIG,
        TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
        TopicConfig.COMPRESSION_TYPE_CONFIG,
        TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
        TopicConfig.SEGMENT_BYTES_CONFIG
      })
  void tellsWhatClientsAskFor(String name) {
    assertThat(entry(DEFAULTS, name).source()).isEqualTo(Source.DEFAULT);
  }

  @Test
  void hasDefaultsThatItWouldTake() {
    for (KnownTopicConfig known : KnownTopicConfig.ALL.values()) {
      assertThat(known.problemWith(known.defaultValue()))
          .as(known.name())
          .isEqualTo(Optional.empty());
    }
  }

  private static Entry entry(PartitionSettings node, String name) {
    return new EffectiveTopicConfigs(node)
        .of(TOPIC).stream().filter(it -> it.name().equals(name)).findFirst().orElseThrow();
  }
}
