package dev.headrace.log;

import static dev.headrace.log.GroupNode.awaitShared;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.SubscriptionPattern;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidRegularExpression;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kafka's own consumer with {@code group.protocol=consumer}, alone in its group. */
final class ReadingByTheConsumerProtocolTest {

  @TempDir Path directory;
  private GroupNode node;

  @BeforeEach
  void start() throws Exception {
    node = GroupNode.start(directory);
  }

  @AfterEach
  void stop() throws Exception {
    node.close();
  }

  @Test
  void aSuccessorGoesOnAtTheCommittedOffsets() throws Exception {
    node.write("before");
    try (KafkaConsumer<String, String> member = node.consumer(Map.of())) {
      assertThat(GroupNode.read(member, GroupNode.PARTITIONS)).containsExactly("before");
      member.commitSync();
    }
    node.write("after");
    node.restart();

    try (KafkaConsumer<String, String> member = node.consumer(Map.of())) {
      assertThat(GroupNode.read(member, GroupNode.PARTITIONS)).containsExactly("after");
    }
  }

  @Test
  void aMemberGoesOnInItsEpochThroughARestart() throws Exception {
    node.write("before");
    try (KafkaConsumer<String, String> member = node.consumer(Map.of())) {
      GroupNode.read(member, GroupNode.PARTITIONS);
      member.commitSync();
      int epoch = member.groupMetadata().generationId();

      node.restart();
      node.write("after");

      assertThat(GroupNode.read(member, GroupNode.PARTITIONS)).containsExactly("after");
      member.commitSync();
      assertThat(member.groupMetadata().generationId()).isEqualTo(epoch);
      TopicPartition first = new TopicPartition(GroupNode.TOPIC, 0);
      assertThat(member.committed(Set.of(first)))
          .isEqualTo(Map.of(first, new OffsetAndMetadata(2, Optional.of(0), "")));
    }
  }

  @Test
  void aPatternIsResolvedByTheNode() throws Exception {
    try (KafkaConsumer<String, String> member = node.consumer(Map.of())) {
      member.unsubscribe();
      member.subscribe(new SubscriptionPattern("ord.*"));

      awaitShared(List.of(member));
    }
  }

  @Test
  void whatIsNoPatternIsRefused() {
    try (KafkaConsumer<String, String> member = node.consumer(Map.of())) {
      member.unsubscribe();
      member.subscribe(new SubscriptionPattern("(ord"));

      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 300; i++) {
                  member.poll(Duration.ofMillis(100));
                }
              })
          .isInstanceOf(InvalidRegularExpression.class)
          .hasMessageContaining("(ord");
    }
  }

  @Test
  void aGroupChangesItsProtocolWhenItIsEmpty() {
    try (KafkaConsumer<String, String> classic = node.member(Map.of())) {
      awaitShared(List.of(classic));
      classic.commitSync(Map.of(new TopicPartition(GroupNode.TOPIC, 0), new OffsetAndMetadata(1)));
    }
    try (KafkaConsumer<String, String> member = node.consumer(Map.of())) {
      awaitShared(List.of(member));
    }
    try (KafkaConsumer<String, String> classic = node.member(Map.of())) {
      awaitShared(List.of(classic));
    }
  }
}
