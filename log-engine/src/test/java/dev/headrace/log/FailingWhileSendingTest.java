package dev.headrace.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.server.RawClient;
import dev.headrace.log.server.Requests;
import dev.headrace.log.storage.FilePartitions;
import dev.headrace.log.storage.SimulatedDisk;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The kernel sends records and cannot read them: the connection breaks, for half an answer cannot
 * be mended, the partition goes offline, and all others are served.
 */
class FailingWhileSendingTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;
  private SimulatedDisk disk;
  private LogEngine engine;
  private InetSocketAddress address;

  @BeforeEach
  void start() throws Exception {
    disk = new SimulatedDisk(folder, new Random(1));
    EngineSettings settings = EngineSettings.of(folder);
    engine =
        LogEngine.open(
            settings,
            FilePartitions.open(folder, settings.storage(), disk, InstantSource.system()),
            InstantSource.system());
    address = engine.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).address();
    for (String topic : List.of("failing", "sound")) {
      Engines.createTopic(engine, topic, 1);
      try (var writer = engine.writer("w")) {
        Engines.commit(writer, Engines.staged(topic, 0, "a record of " + topic));
      }
    }
  }

  @AfterEach
  void stop() throws IOException {
    engine.close();
  }

  @Test
  void aFileThatCannotBeReadTakesItsPartitionOfflineAndNoOther() throws Exception {
    disk.failReading(FailingWhileSendingTest::isOfFailing);

    expectFailureOfOnePartition("Input/output error");
  }

  /** Somebody has cut it short. */
  @Test
  void aFileThatHasLostItsEndTakesItsPartitionOfflineAndNoOther() throws Exception {
    Path file = folder.resolve("failing-0").resolve("00000000000000000000.log");
    try (RandomAccessFile cut = new RandomAccessFile(file.toFile(), "rw")) {
      cut.setLength(10);
    }

    expectFailureOfOnePartition("ends at byte 10");
  }

  private void expectFailureOfOnePartition(String reason) throws Exception {
    assertThatThrownBy(() -> fetch("failing")).isInstanceOf(IOException.class);

    await().atMost(PATIENCE).until(() -> offline("failing").isPresent());
    assertThat(offline("failing").orElseThrow()).contains(reason, "failing-0", "restart");
    assertThat(fetch("failing")).isEqualTo(Errors.KAFKA_STORAGE_ERROR);
    assertThat(fetch("sound")).isEqualTo(Errors.NONE);
    assertThat(offline("sound")).isEmpty();
  }

  /** Kafka's own client, which asks for both at a time. */
  @Test
  void aConsumerOfBothGetsTheOther() {
    disk.failReading(FailingWhileSendingTest::isOfFailing);

    List<String> values = new ArrayList<>();
    try (var consumer = consumer()) {
      consumer.assign(List.of(kafkas("failing"), kafkas("sound")));
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                for (ConsumerRecord<String, String> each : consumer.poll(Duration.ofMillis(200))) {
                  values.add(each.value());
                }
                return !values.isEmpty();
              });
    }
    assertThat(values).containsExactly("a record of sound");
    assertThat(offline("failing")).isPresent();
  }

  private Errors fetch(String topic) throws IOException {
    try (RawClient client = new RawClient(address)) {
      FetchResponseData answer =
          (FetchResponseData) client.ask(ApiKeys.FETCH, 12, Requests.fetch(topic, 0, 1, 0));
      return Errors.forCode(answer.responses().getFirst().partitions().getFirst().errorCode());
    }
  }

  private Optional<String> offline(String topic) {
    return engine.partitions().find(new TopicPartition(topic, 0)).orElseThrow().offlineReason();
  }

  private static org.apache.kafka.common.TopicPartition kafkas(String topic) {
    return new org.apache.kafka.common.TopicPartition(topic, 0);
  }

  private KafkaConsumer<String, String> consumer() {
    return new KafkaConsumer<>(
        Map.of(
            "bootstrap.servers",
            address.getAddress().getHostAddress() + ":" + address.getPort(),
            "auto.offset.reset",
            "earliest",
            "enable.metrics.push",
            false),
        new StringDeserializer(),
        new StringDeserializer());
  }

  private static boolean isOfFailing(Path file) {
    return file.getParent().endsWith("failing-0");
  }
}
