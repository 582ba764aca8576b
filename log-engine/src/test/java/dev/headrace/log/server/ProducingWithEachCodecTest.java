package dev.headrace.log.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.log.record.Compression;
import dev.headrace.log.record.RecordBatch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Java producer, idempotent as it is by default. */
class ProducingWithEachCodecTest {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"none", "gzip", "snappy", "lz4", "zstd"})
  void batchesAreStoredWithTheCodecThatWasAskedFor(String codec) throws Exception {
    try (TestNode node = TestNode.start(folder)) {
      // Given
      PlainPartition partition = node.topic("orders");
      Map<String, Object> config = new HashMap<>(node.clientConfig());
      config.put("compression.type", codec);
      config.put("linger.ms", 20);

      // When
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      try (var producer =
          new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
        for (int i = 0; i < 1000; i++) {
          sent.add(producer.send(new ProducerRecord<>("orders", "key " + i, "value ".repeat(10))));
        }
      }

      // Then
      for (int i = 0; i < sent.size(); i++) {
        assertThat(sent.get(i).get().offset()).isEqualTo(i);
      }
      assertThat(partition.batches())
          .extracting(RecordBatch::compression)
          .containsOnly(Compression.valueOf(codec.toUpperCase(Locale.ROOT)));
      assertThat(partition.batches()).allMatch(RecordBatch::hasProducerId);
    }
  }
}
