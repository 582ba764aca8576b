package dev.headrace.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.headrace.log.record.Isolation;
import dev.headrace.log.storage.DiskBudget;
import dev.headrace.log.storage.DiskRoom.Level;
import dev.headrace.log.storage.FilePartitions;
import dev.headrace.log.storage.SimulatedDisk;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kafka's own client, unmodified, and a node whose disk fills up and is cleared. */
class ServingOnAFullDiskTest {

  private static final long MIB = 1 << 20;
  private static final long PLENTY = 220 * MIB;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;
  private SimulatedDisk disk;
  private LogEngine engine;
  private InetSocketAddress address;

  /** With little more than the margin the node looks every second. */
  @BeforeEach
  void start() throws IOException {
    disk = new SimulatedDisk(folder, new Random(1));
    disk.limitFreeBytes(PLENTY);
    DiskBudget budget = new DiskBudget(100 * MIB, OptionalLong.empty(), Set.of());
    EngineSettings settings = EngineSettings.of(folder).withDisk(budget);
    engine =
        LogEngine.open(
            settings,
            FilePartitions.open(folder, settings.storage(), disk, InstantSource.system()),
            InstantSource.system());
    address = engine.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).address();
  }

  @AfterEach
  void stop() throws IOException {
    disk.limitFreeBytes(Long.MAX_VALUE);
    engine.close();
  }

  @Test
  void producerWaitsAndLosesNothingAndConsumersGoOnMeanwhile() throws Exception {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    try (var producer = producer(Map.of())) {
      for (int i = 0; i < 10; i++) {
        producer.send(record(i)).get();
      }

      fill();
      for (int i = 10; i < 500; i++) {
        sent.add(producer.send(record(i)));
      }
      producesNothingWithin(Duration.ofSeconds(1));
      try (var consumer = consumer()) {
        assertThat(read(consumer, 10)).isEqualTo(values(10));
        consumer.commitSync();
      }
      assertThat(sent).noneMatch(Future::isDone);

      clear();
      for (Future<RecordMetadata> each : sent) {
        each.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      }
    }
    assertThat(Engines.committed(engine, "orders", 0)).isEqualTo(values(500));
  }

  @Test
  void transactionIsEndedAndTheNextOneWaits() throws Exception {
    try (var producer = producer(Map.of("transactional.id", "t"))) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(record(0)).get();

      fill();
      producer.commitTransaction();
      assertThat(Engines.committed(engine, "orders", 0)).containsExactly("0");

      producer.beginTransaction();
      Future<RecordMetadata> sent = producer.send(record(1));
      producesNothingWithin(Duration.ofMillis(500));
      clear();
      sent.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      producer.commitTransaction();
    }
    assertThat(Engines.committed(engine, "orders", 0)).containsExactly("0", "1");
  }

  @Test
  void writerInTheProcessIsToldAndTheNextOneGoesOn() throws Exception {
    Engines.createTopic(engine, "orders", 1);
    try (var writer = engine.writer("w")) {
      fill();

      assertThatThrownBy(() -> Engines.commit(writer, Engines.staged("orders", 0, "refused")))
          .isInstanceOf(ExecutionException.class)
          .hasMessageContaining("log.disk.min.free.bytes");
    }
    try (var sink = engine.writer("sink")) {
      sink.commit(List.of(), Engines.offset("connect-sink", "orders", 0))
          .toCompletableFuture()
          .get(30, TimeUnit.SECONDS);
    }
    clear();
    try (var writer = engine.writer("w")) {
      Engines.commit(writer, Engines.staged("orders", 0, "taken"));
    }
    assertThat(Engines.committed(engine, "orders", 0)).containsExactly("taken");
  }

  /** Somebody else has used up the reserve, too: nothing at all can be written. */
  @Test
  void offsetsOfASinkAreCommittedAfterADiskWithoutAByteHasRoomAgain() throws Exception {
    Engines.createTopic(engine, "orders", 1);
    var before = engine.writer("sink");
    before
        .commit(List.of(), Engines.offset("connect-sink", "orders", 0))
        .toCompletableFuture()
        .get(30, TimeUnit.SECONDS);

    disk.limitFreeBytes(0);
    assertThatThrownBy(
            () ->
                before
                    .commit(List.of(), Engines.offset("connect-sink", "orders", 0))
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class);
    assertThat(engine.partitions().room().level()).isEqualTo(Level.FULL);

    clear();
    try (var after = engine.writer("sink")) {
      after
          .commit(
              List.of(Engines.staged("orders", 0, "letter")),
              Engines.offset("connect-sink", "orders", 0))
          .toCompletableFuture()
          .get(30, TimeUnit.SECONDS);
    }
    assertThat(Engines.values(engine, "orders", 0, Isolation.READ_COMMITTED))
        .containsExactly("letter");
  }

  @Test
  void aProducerThatGivesUpIsToldWhy() throws Exception {
    Engines.createTopic(engine, "orders", 1);
    fill();
    Map<String, Object> impatient = Map.of("retries", 2, "enable.idempotence", false);
    try (var producer = producer(impatient)) {
      assertThatThrownBy(() -> producer.send(record(0)).get())
          .hasCauseInstanceOf(org.apache.kafka.common.errors.KafkaStorageException.class)
          .hasMessageContaining("99 MiB are free")
          .hasMessageContaining("log.disk.min.free.bytes is 100 MiB");
    }
  }

  @Test
  void theBudgetIsShownAmongTheNodesSettings() throws Exception {
    ConfigResource node = new ConfigResource(ConfigResource.Type.BROKER, "1");
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap()))) {
      var configs = admin.describeConfigs(List.of(node)).all().get().get(node);

      ConfigEntry free = configs.get("log.disk.min.free.bytes");
      assertThat(free.value()).isEqualTo(Long.toString(100 * MIB));
      assertThat(free.source()).isEqualTo(ConfigEntry.ConfigSource.STATIC_BROKER_CONFIG);
      assertThat(configs.get("log.disk.max.bytes").value()).isEqualTo("-1");
    }
  }

  private void fill() {
    disk.limitFreeBytes(100 * MIB - 1);
    await().atMost(PATIENCE).until(() -> engine.partitions().room().isFull());
  }

  private void clear() {
    disk.limitFreeBytes(PLENTY);
    await().atMost(PATIENCE).until(() -> engine.partitions().room().level() == Level.AMPLE);
  }

  /** Nothing tells that nothing will come; so somebody else looks for a while. */
  private void producesNothingWithin(Duration time) throws IOException {
    int before = Engines.values(engine, "orders", 0, Isolation.READ_UNCOMMITTED).size();
    int millis = (int) time.toMillis();
    try (var other =
        producer(Map.of("delivery.timeout.ms", millis, "request.timeout.ms", millis))) {
      assertThatThrownBy(() -> other.send(record(-1)).get())
          .hasCauseInstanceOf(TimeoutException.class);
    }
    assertThat(Engines.values(engine, "orders", 0, Isolation.READ_UNCOMMITTED)).hasSize(before);
  }

  private static ProducerRecord<String, String> record(int value) {
    return new ProducerRecord<>("orders", Integer.toString(value));
  }

  private static List<String> values(int count) {
    return java.util.stream.IntStream.range(0, count).mapToObj(Integer::toString).toList();
  }

  private static List<String> read(KafkaConsumer<String, String> consumer, int count) {
    List<String> values = new ArrayList<>();
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              for (ConsumerRecord<String, String> each : consumer.poll(Duration.ofMillis(200))) {
                values.add(each.value());
              }
              return values.size() >= count;
            });
    return values;
  }

  private String bootstrap() {
    return address.getAddress().getHostAddress() + ":" + address.getPort();
  }

  private KafkaProducer<String, String> producer(Map<String, Object> settings) {
    Map<String, Object> config = new HashMap<>();
    config.put("bootstrap.servers", bootstrap());
    config.put("linger.ms", 0);
    config.put("enable.metrics.push", false);
    config.putAll(settings);
    return new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
  }

  private KafkaConsumer<String, String> consumer() {
    KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                bootstrap(),
                "group.id",
                "readers",
                "auto.offset.reset",
                "earliest",
                "enable.metrics.push",
                false),
            new StringDeserializer(),
            new StringDeserializer());
    consumer.subscribe(List.of("orders"));
    return consumer;
  }
}
