package dev.headrace.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.log.broker.NewTopic;
import dev.headrace.log.record.Marker;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.storage.PartitionLog;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a Java consumer sees of transactions, by its isolation level. */
class ReadingCommittedRecordsTest {

  private static final short EPOCH = 0;

  @TempDir Path folder;
  private LogEngine engine;
  private InetSocketAddress address;
  private PartitionLog orders;

  @BeforeEach
  void start() throws Exception {
    engine = LogEngine.open(EngineSettings.of(folder));
    address = engine.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).address();
    engine.topics().create(NewTopic.of("orders", 1)).toCompletableFuture().get();
    orders = engine.partitions().find(new TopicPartition("orders", 0)).orElseThrow();
  }

  @AfterEach
  void stop() throws Exception {
    engine.close();
  }

  @Test
  void abortedRecordsAreSkippedAndOpenOnesNotReached() throws Exception {
    // Given
    write(1, "committed");
    orders.appendMarker(1, EPOCH, Marker.COMMIT, 0);
    write(2, "aborted");
    orders.appendMarker(2, EPOCH, Marker.ABORT, 0);
    write(3, "committed too");
    orders.appendMarker(3, EPOCH, Marker.COMMIT, 0);
    write(4, "open");
    orders.durable(orders.endOffset()).toCompletableFuture().get();

    // When
    List<String> committed = read("read_committed");
    List<String> all = read("read_uncommitted");

    // Then
    assertThat(committed).containsExactly("committed", "committed too");
    assertThat(all).containsExactly("committed", "aborted", "committed too", "open");
  }

  private void write(long producerId, String value) {
    MemoryRecords records =
        MemoryRecords.withTransactionalRecords(
            Compression.NONE,
            producerId,
            EPOCH,
            0,
            new SimpleRecord(value.getBytes(StandardCharsets.UTF_8)));
    assertThat(orders.append(records.buffer(), PartitionLog.Origin.NODE))
        .isInstanceOf(PartitionLog.Append.Stored.class);
  }

  /** From the start to the end that this isolation level has. */
  private List<String> read(String isolation) {
    var partition = new org.apache.kafka.common.TopicPartition("orders", 0);
    Map<String, Object> config =
        Map.of(
            "bootstrap.servers",
            address.getAddress().getHostAddress() + ":" + address.getPort(),
            "isolation.level",
            isolation);
    try (var consumer =
        new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      List<String> values = new ArrayList<>();
      while (consumer.position(partition) < end) {
        consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
      }
      return values;
    }
  }
}
