package dev.headrace.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A few kilobytes that decompress to more than the node's memory are no harm to it. */
final class TakingNoMoreMemoryThanThereIsTest {

  private static final int HEAP_MEBIBYTES = 48;
  private static final int VALUE_BYTES = 64 * 1024 * 1024;
  private static final long NOW_MILLIS = System.currentTimeMillis();

  @TempDir Path directory;
  private NodeProcess node;
  private Admin admin;

  @BeforeEach
  void start() throws Exception {
    node = NodeProcess.startWithHeap(directory, HEAP_MEBIBYTES);
    admin =
        Admin.create(
            Map.of("bootstrap.servers", node.bootstrapServers(), "enable.metrics.push", false));
  }

  @AfterEach
  void stop() throws Exception {
    admin.close();
    node.close();
  }

  @Test
  void whenItLooksForATime() throws Exception {
    create("plain", Map.of());

    assertThat(write("plain")).isZero();

    assertThat(offsetOf("plain", OffsetSpec.forTimestamp(NOW_MILLIS))).isZero();
    assertThat(offsetOf("plain", OffsetSpec.maxTimestamp())).isZero();
  }

  @Test
  void whenItLooksForTimesThatAreTooEarly() throws Exception {
    create("timely", Map.of("message.timestamp.before.max.ms", "3600000"));

    assertThat(write("timely")).isZero();
  }

  @Test
  void whenACompactedTopicIsToTakeIt() throws Exception {
    create("compacted", Map.of("cleanup.policy", "compact"));

    assertThatThrownBy(() -> write("compacted"))
        .hasCauseInstanceOf(RecordTooLargeException.class)
        .hasMessageContaining("decompressed");

    assertThat(offsetOf("compacted", OffsetSpec.latest())).isZero();
  }

  private void create(String topic, Map<String, String> configs) throws Exception {
    admin
        .createTopics(List.of(new NewTopic(topic, 1, (short) 1).configs(configs)))
        .all()
        .get(30, TimeUnit.SECONDS);
  }

  private long offsetOf(String topic, OffsetSpec spec) throws Exception {
    TopicPartition partition = new TopicPartition(topic, 0);
    return admin
        .listOffsets(Map.of(partition, spec))
        .partitionResult(partition)
        .get(30, TimeUnit.SECONDS)
        .offset();
  }

  private long write(String topic) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                node.bootstrapServers(),
                "compression.type",
                "zstd",
                "max.request.size",
                2 * VALUE_BYTES,
                "buffer.memory",
                2L * VALUE_BYTES,
                "enable.metrics.push",
                false),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      byte[] key = {1};
      return producer
          .send(new ProducerRecord<>(topic, 0, NOW_MILLIS, key, new byte[VALUE_BYTES]))
          .get(30, TimeUnit.SECONDS)
          .offset();
    }
  }
}
