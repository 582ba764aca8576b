package dev.headrace.log.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadingAsAssignedConsumerTest {

  private static final TopicPartition ORDERS = new TopicPartition("orders", 0);

  @TempDir Path folder;

  @Test
  void recordsComeBackInOrderOutOfTheSegmentFile() throws Exception {
    try (TestNode node = TestNode.start(folder)) {
      // Given
      PlainPartition partition = node.topic("orders");
      List<String> written = new ArrayList<>();
      try (var producer =
          new KafkaProducer<>(
              node.clientConfig(), new StringSerializer(), new StringSerializer())) {
        for (int i = 0; i < 5000; i++) {
          written.add("Größe " + i);
          producer.send(new ProducerRecord<>("orders", written.get(i)));
        }
      }

      // When
      List<String> read = new ArrayList<>();
      try (var consumer = consumer(node, Map.of("max.partition.fetch.bytes", 10_000))) {
        consumer.assign(List.of(ORDERS));
        consumer.seekToBeginning(List.of(ORDERS));
        while (read.size() < written.size()) {
          consumer.poll(Duration.ofSeconds(5)).forEach(record -> read.add(record.value()));
        }
      }

      // Then
      assertThat(read).isEqualTo(written);
      assertThat(partition.openSlices()).isZero();
    }
  }

  @Test
  void offsetsAreFoundByTheirTime() throws Exception {
    try (TestNode node = TestNode.start(folder)) {
      // Given
      node.topic("orders");
      try (var producer =
          new KafkaProducer<>(
              node.clientConfig(), new StringSerializer(), new StringSerializer())) {
        for (long time = 1000; time <= 5000; time += 1000) {
          producer.send(new ProducerRecord<>("orders", 0, time, null, "at " + time)).get();
        }
      }

      try (var consumer = consumer(node, Map.of())) {
        // When
        var found = consumer.offsetsForTimes(Map.of(ORDERS, 2500L)).get(ORDERS);
        var late = consumer.offsetsForTimes(Map.of(ORDERS, 6000L)).get(ORDERS);

        // Then
        assertThat(found.offset()).isEqualTo(2);
        assertThat(found.timestamp()).isEqualTo(3000);
        assertThat(late).isNull();
        assertThat(consumer.beginningOffsets(List.of(ORDERS))).containsEntry(ORDERS, 0L);
        assertThat(consumer.endOffsets(List.of(ORDERS))).containsEntry(ORDERS, 5L);
      }
    }
  }

  private static KafkaConsumer<String, String> consumer(
      TestNode node, Map<String, Object> overrides) {
    Map<String, Object> config = new HashMap<>(node.clientConfig());
    config.putAll(overrides);
    return new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
  }
}
