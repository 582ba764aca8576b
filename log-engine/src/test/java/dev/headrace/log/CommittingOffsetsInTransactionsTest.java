package dev.headrace.log;

import static dev.headrace.log.Transactors.producer;
import static dev.headrace.log.Transactors.sendToAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading, processing and writing as one: offsets in the transaction of what was made of them. */
final class CommittingOffsetsInTransactionsTest {

  private static final TopicPartition FIRST = new TopicPartition(GroupNode.TOPIC, 0);

  @TempDir Path directory;
  private GroupNode node;

  /** The group {@code readers}, of nobody. */
  private ConsumerGroupMetadata readers;

  @BeforeEach
  void start() throws Exception {
    node = GroupNode.start(directory);
    try (KafkaConsumer<String, String> nobody = node.member(Map.of())) {
      readers = nobody.groupMetadata();
    }
  }

  @AfterEach
  void stop() throws Exception {
    node.close();
  }

  @Test
  void theyAreTheGroupsWhenTheTransactionIsCommitted() throws Exception {
    try (KafkaProducer<String, String> producer = producer(node, "a")) {
      producer.beginTransaction();
      sendToAll(producer, "one");
      producer.sendOffsetsToTransaction(at(7), readers);
      assertThat(node.engine().offsets().committed("readers")).isEmpty();

      producer.commitTransaction();
      assertThat(committedOffset()).isEqualTo(7);

      producer.beginTransaction();
      producer.sendOffsetsToTransaction(at(9), readers);
      producer.abortTransaction();
      assertThat(committedOffset()).isEqualTo(7);
    }
  }

  @Test
  void nobodyIsToldAnOffsetThatAnOpenTransactionMayChange() throws Exception {
    try (KafkaProducer<String, String> producer = producer(node, "a");
        KafkaConsumer<String, String> reader = node.member(Map.of());
        Admin admin = node.admin()) {
      producer.beginTransaction();
      producer.sendOffsetsToTransaction(at(7), readers);

      assertThatThrownBy(() -> reader.committed(Set.of(FIRST), Duration.ofSeconds(1)))
          .isInstanceOf(TimeoutException.class);
      assertThat(
              admin
                  .listConsumerGroupOffsets("readers")
                  .partitionsToOffsetAndMetadata()
                  .get(30, TimeUnit.SECONDS))
          .isEmpty();

      producer.commitTransaction();
      assertThat(reader.committed(Set.of(FIRST)).get(FIRST).offset()).isEqualTo(7);
    }
  }

  @Test
  void whatIsPendingOutlivesARestart() throws Exception {
    try (KafkaProducer<String, String> producer = producer(node, "a")) {
      producer.beginTransaction();
      producer.sendOffsetsToTransaction(at(7), readers);

      node.restart();
      assertThat(node.engine().offsets().committed("readers")).isEmpty();
      producer.commitTransaction();

      assertThat(committedOffset()).isEqualTo(7);
    }
    node.restart();
    assertThat(committedOffset()).isEqualTo(7);
  }

  @Test
  void aMemberCommitsInItsOwnGenerationOnly() throws Exception {
    try (KafkaProducer<String, String> producer = producer(node, "a");
        KafkaConsumer<String, String> member = node.member(Map.of())) {
      GroupNode.awaitShared(List.of(member));
      ConsumerGroupMetadata former = member.groupMetadata();
      try (KafkaConsumer<String, String> other = node.member(Map.of())) {
        GroupNode.awaitShared(List.of(member, other));
      }
      ConsumerGroupMetadata present = member.groupMetadata();

      producer.beginTransaction();
      producer.sendOffsetsToTransaction(at(3), present);
      producer.commitTransaction();
      assertThat(committedOffset()).isEqualTo(3);

      producer.beginTransaction();
      assertThatThrownBy(() -> producer.sendOffsetsToTransaction(at(5), former))
          .isInstanceOf(CommitFailedException.class);
      producer.abortTransaction();
      assertThat(committedOffset()).isEqualTo(3);
    }
  }

  @Test
  void aGroupReadsOnWhereTheLastCommittedTransactionWas() throws Exception {
    node.write("in");
    try (KafkaProducer<String, String> producer = producer(node, "a")) {
      try (KafkaConsumer<String, String> reader = node.member(Map.of())) {
        assertThat(GroupNode.read(reader, GroupNode.PARTITIONS)).containsExactly("in");
        producer.beginTransaction();
        Map<TopicPartition, OffsetAndMetadata> read = positions(reader);
        producer.sendOffsetsToTransaction(read, reader.groupMetadata());
        producer.commitTransaction();
      }
      node.write("next");

      try (KafkaConsumer<String, String> reader = node.member(Map.of())) {
        assertThat(GroupNode.read(reader, GroupNode.PARTITIONS)).containsExactly("next");
      }
    }
  }

  private static Map<TopicPartition, OffsetAndMetadata> positions(
      KafkaConsumer<String, String> reader) {
    return reader.assignment().stream()
        .collect(
            Collectors.toMap(
                partition -> partition,
                partition -> new OffsetAndMetadata(reader.position(partition))));
  }

  private long committedOffset() {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> !node.engine().offsets().committed("readers").isEmpty());
    return node.engine()
        .offsets()
        .committed("readers")
        .get(new dev.headrace.log.record.TopicPartition(GroupNode.TOPIC, 0))
        .offset();
  }

  private static Map<TopicPartition, OffsetAndMetadata> at(long offset) {
    return Map.of(FIRST, new OffsetAndMetadata(offset));
  }
}
