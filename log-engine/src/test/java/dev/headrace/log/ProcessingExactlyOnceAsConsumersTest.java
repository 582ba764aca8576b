package dev.headrace.log;

import static dev.headrace.log.Transactors.producer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Consume, transform, produce: what is made of records goes with the offsets of their readers, who
 * are members of the consumer protocol (KIP-447, KIP-848).
 */
final class ProcessingExactlyOnceAsConsumersTest {

  private static final String MADE = "made";
  private static final int RECORDS = 100;

  @TempDir Path directory;
  private GroupNode node;

  @BeforeEach
  void start() throws Exception {
    node = GroupNode.start(directory);
    node.create(MADE);
    node.beatEach(200);
  }

  @AfterEach
  void stop() throws Exception {
    node.close();
  }

  @Test
  void eachRecordIsProcessedOnceThoughMembersComeAndGo() throws Exception {
    List<String> written = write("before", RECORDS);
    try (Processor first = new Processor("a");
        Processor second = new Processor("b")) {
      awaitDone(() -> first.processed > 0, first);
      awaitDone(() -> first.hasHalf() && second.hasHalf(), first, second);
      written.addAll(write("after", RECORDS));
      awaitDone(() -> second.processed > 0, first, second);
      first.close();
      awaitDone(() -> first.processed + second.processed == written.size(), second);

      assertThat(made()).containsExactlyInAnyOrderElementsOf(written);
    }
  }

  @Test
  void aMemberThatHasLostItsPlaceCommitsNothing() throws Exception {
    write("any", GroupNode.PARTITIONS);
    try (KafkaProducer<String, String> producer = producer(node, "a")) {
      ConsumerGroupMetadata former;
      try (KafkaConsumer<String, String> member = node.consumer(Map.of())) {
        GroupNode.awaitShared(List.of(member));
        former = member.groupMetadata();
        producer.beginTransaction();
        producer.sendOffsetsToTransaction(offsets(1), former);
        producer.commitTransaction();
      }
      try (KafkaConsumer<String, String> successor = node.consumer(Map.of())) {
        GroupNode.awaitShared(List.of(successor));

        producer.beginTransaction();
        assertThatThrownBy(() -> producer.sendOffsetsToTransaction(offsets(2), former))
            .isInstanceOf(CommitFailedException.class);
        producer.abortTransaction();

        assertThat(successor.committed(offsets(0).keySet()).values())
            .extracting(OffsetAndMetadata::offset)
            .containsOnly(1L);
      }
    }
  }

  private static Map<TopicPartition, OffsetAndMetadata> offsets(long offset) {
    return Map.of(new TopicPartition(GroupNode.TOPIC, 0), new OffsetAndMetadata(offset));
  }

  private List<String> write(String prefix, int count) throws Exception {
    List<String> written = new ArrayList<>();
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(node.clientConfig(), new StringSerializer(), new StringSerializer())) {
      for (int i = 0; i < count; i++) {
        written.add(prefix + i);
        producer.send(
            new ProducerRecord<>(GroupNode.TOPIC, i % GroupNode.PARTITIONS, null, prefix + i));
      }
      producer.flush();
    }
    return written;
  }

  private static void awaitDone(BooleanSupplier done, Processor... processors) {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInSameThread()
        .pollInterval(Duration.ofMillis(1))
        .until(
            () -> {
              for (Processor processor : processors) {
                processor.process();
              }
              return done.getAsBoolean();
            });
  }

  /** A member that makes one record of each that it reads, a few in each transaction. */
  private final class Processor implements AutoCloseable {

    private final KafkaConsumer<String, String> consumer;
    private final KafkaProducer<String, String> producer;

    /** How many records it has made, and committed. */
    private int processed;

    Processor(String name) {
      consumer = node.consumer(Map.of("max.poll.records", 5, "isolation.level", "read_committed"));
      producer = producer(node, name);
    }

    void process() {
      ConsumerRecords<String, String> records = consumer.poll(Duration.ofMillis(20));
      if (records.isEmpty()) {
        return;
      }
      producer.beginTransaction();
      for (ConsumerRecord<String, String> record : records) {
        producer.send(new ProducerRecord<>(MADE, 0, null, record.value()));
      }
      try {
        producer.sendOffsetsToTransaction(records.nextOffsets(), consumer.groupMetadata());
        producer.commitTransaction();
        processed += records.count();
      } catch (CommitFailedException _) {
        producer.abortTransaction();
        readAgain();
      }
    }

    boolean hasHalf() {
      return consumer.assignment().size() == GroupNode.PARTITIONS / 2;
    }

    /** From where the group has committed. */
    private void readAgain() {
      consumer
          .committed(consumer.assignment())
          .forEach(
              (partition, committed) -> {
                if (committed == null) {
                  consumer.seekToBeginning(List.of(partition));
                } else {
                  consumer.seek(partition, committed);
                }
              });
    }

    @Override
    public void close() {
      consumer.close();
      producer.close();
    }
  }

  private List<String> made() {
    Map<String, Object> config = new HashMap<>(node.clientConfig());
    config.put("isolation.level", "read_committed");
    List<String> made = new ArrayList<>();
    try (KafkaConsumer<String, String> reader =
        new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
      TopicPartition all = new TopicPartition(MADE, 0);
      reader.assign(List.of(all));
      reader.seekToBeginning(List.of(all));
      long end = reader.endOffsets(List.of(all)).get(all);
      while (reader.position(all) < end) {
        reader.poll(Duration.ofMillis(100)).forEach(record -> made.add(record.value()));
      }
    }
    return made;
  }
}
