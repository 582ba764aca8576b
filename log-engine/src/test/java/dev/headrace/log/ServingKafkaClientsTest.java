package dev.headrace.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Java clients against the whole engine, files and all. */
class ServingKafkaClientsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path folder;
  private LogEngine engine;
  private InetSocketAddress address;

  @BeforeEach
  void start() throws IOException {
    engine = LogEngine.open(EngineSettings.of(folder));
    address = engine.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).address();
  }

  @AfterEach
  void stop() throws IOException {
    engine.close();
  }

  private void restart() throws IOException {
    engine.close();
    engine = LogEngine.open(EngineSettings.of(folder));
    engine.listen(address);
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "gzip", "snappy", "lz4", "zstd"})
  void whatIsWrittenInACodecIsReadBack(String codec) {
    List<String> written = values(0, 2000);

    write("orders", written, Map.of("compression.type", codec));

    try (var reader = reader("readers", Map.of())) {
      assertThat(read(reader, 2000)).isEqualTo(written);
    }
  }

  @Test
  void anIdempotentProducerGoesOnWhereItWasAfterARestart() throws Exception {
    try (var producer = producer(Map.of())) {
      producer.send(new ProducerRecord<>("orders", "before")).get();
      restart();
      producer.send(new ProducerRecord<>("orders", "after")).get();
    }

    try (var reader = reader("readers", Map.of())) {
      assertThat(read(reader, 2)).containsExactly("before", "after");
    }
  }

  @Test
  void aGroupResumesFromItsCommittedOffsetsAfterARestart() throws Exception {
    List<String> written = values(0, 100);
    write("orders", written, Map.of());
    List<String> read = new ArrayList<>();
    try (var reader = reader("readers", Map.of("max.poll.records", 40))) {
      read.addAll(read(reader, 40));
      reader.commitSync();
    }

    restart();

    try (var reader = reader("readers", Map.of())) {
      read.addAll(read(reader, 60));
    }
    assertThat(read).isEqualTo(written);
  }

  @Test
  void aGroupOfTwoSharesThePartitions() throws Exception {
    try (Admin admin = Admin.create(config(Map.of()))) {
      admin.createTopics(List.of(new NewTopic("orders", 4, (short) 1))).all().get();
    }
    try (var first = reader("readers", Map.of());
        var second = reader("readers", Map.of())) {
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                first.poll(Duration.ofMillis(50));
                second.poll(Duration.ofMillis(50));
                return first.assignment().size() == 2 && second.assignment().size() == 2;
              });

      write("orders", values(0, 400), Map.of());

      Set<String> read = new HashSet<>();
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                first.poll(Duration.ofMillis(50)).forEach(record -> read.add(record.value()));
                second.poll(Duration.ofMillis(50)).forEach(record -> read.add(record.value()));
                return read.size() == 400;
              });
    }
  }

  private void write(String topic, List<String> values, Map<String, Object> overrides) {
    try (var producer = producer(overrides)) {
      values.forEach(value -> producer.send(new ProducerRecord<>(topic, value)));
    }
  }

  private static List<String> read(KafkaConsumer<String, String> reader, int count) {
    List<String> found = new ArrayList<>();
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              reader.poll(Duration.ofMillis(100)).forEach(record -> found.add(record.value()));
              return found.size() >= count;
            });
    return found;
  }

  private KafkaProducer<String, String> producer(Map<String, Object> overrides) {
    return new KafkaProducer<>(config(overrides), new StringSerializer(), new StringSerializer());
  }

  private KafkaConsumer<String, String> reader(String group, Map<String, Object> overrides) {
    Map<String, Object> config = config(overrides);
    config.put("group.id", group);
    config.put("auto.offset.reset", "earliest");
    config.put("enable.auto.commit", false);
    var reader = new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
    reader.subscribe(List.of("orders"));
    return reader;
  }

  private Map<String, Object> config(Map<String, Object> overrides) {
    Map<String, Object> config = new HashMap<>(overrides);
    config.put(
        "bootstrap.servers", address.getAddress().getHostAddress() + ":" + address.getPort());
    config.put("metadata.max.age.ms", 1000);
    config.put("heartbeat.interval.ms", 300);
    config.put("reconnect.backoff.ms", 50);
    config.put("enable.metrics.push", false);
    return config;
  }

  private static List<String> values(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "Bestellung Nº " + i).toList();
  }
}
