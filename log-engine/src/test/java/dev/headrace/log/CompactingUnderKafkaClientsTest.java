package dev.headrace.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.headrace.log.storage.CleaningSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kafka's clients write, transactionally too, and read tables from topics that are compacted. */
final class CompactingUnderKafkaClientsTest {

  private static final TopicPartition STATES = new TopicPartition("states", 0);
  private static final int RECORDS = 4_000;

  @TempDir Path directory;
  private LogEngine engine;
  private String bootstrap;

  @BeforeEach
  void start() throws Exception {
    CleaningSettings cleaning = CleaningSettings.defaults().withCompactionCheckMillis(20);
    engine =
        LogEngine.open(
            EngineSettings.of(directory)
                .withLogFlush(EngineSettings.LogFlush.OS)
                .withKeeping(LogKeeping.defaults().withCleaning(cleaning)));
    Listener listener = engine.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    bootstrap = "127.0.0.1:" + listener.address().getPort();
    try (Admin admin = Admin.create(config(Map.of()))) {
      Map<String, String> compacted =
          Map.of(
              "cleanup.policy",
              "compact",
              "segment.bytes",
              "1048576",
              "min.cleanable.dirty.ratio",
              "0.01",
              "delete.retention.ms",
              "0");
      admin
          .createTopics(List.of(new NewTopic("states", 1, (short) 1).configs(compacted)))
          .all()
          .get(30, TimeUnit.SECONDS);
    }
  }

  @AfterEach
  void stop() throws Exception {
    engine.close();
  }

  private Map<String, Object> config(Map<String, Object> more) {
    Map<String, Object> config = new HashMap<>(more);
    config.put("bootstrap.servers", bootstrap);
    config.put("enable.metrics.push", false);
    return config;
  }

  private KafkaProducer<String, String> producer(Map<String, Object> more) {
    return new KafkaProducer<>(config(more), new StringSerializer(), new StringSerializer());
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "zstd"})
  void aConsumerFromTheBeginningFindsTheLastValueOfEachKey(String codec) {
    Map<String, String> expected = new TreeMap<>();
    Random random = new Random(1);
    try (var producer = producer(Map.of("compression.type", codec))) {
      for (int i = 0; i < RECORDS; i++) {
        write(producer, expected, random, i);
      }
    }
    awaitCompacted();
    assertThat(read("read_uncommitted")).isEqualTo(expected);
  }

  @Test
  void whatWasAbortedIsNeverSeen() {
    Map<String, String> expected = new TreeMap<>();
    Random random = new Random(2);
    try (var producer = producer(Map.of("transactional.id", "w"))) {
      producer.initTransactions();
      for (int transaction = 0; transaction < 40; transaction++) {
        Map<String, String> after = new TreeMap<>(expected);
        producer.beginTransaction();
        for (int i = 0; i < RECORDS / 40; i++) {
          write(producer, after, random, transaction * 1_000 + i);
        }
        if (transaction % 3 == 1) {
          producer.abortTransaction();
        } else {
          producer.commitTransaction();
          expected = after;
        }
      }
    }
    awaitCompacted();
    assertThat(read("read_committed")).isEqualTo(expected);
  }

  @Test
  void aRecordWithoutKeyIsRefused() {
    try (var producer = producer(Map.of())) {
      assertThatThrownBy(
              () ->
                  producer.send(new ProducerRecord<>("states", "no key")).get(30, TimeUnit.SECONDS))
          .hasCauseInstanceOf(InvalidRecordException.class);
    }
  }

  private static void write(
      KafkaProducer<String, String> producer,
      Map<String, String> table,
      Random random,
      int number) {
    String key = "key-" + random.nextInt(50);
    if (random.nextInt(10) == 0) {
      table.remove(key);
      producer.send(new ProducerRecord<>("states", key, null));
    } else {
      // Hardly compressible, so that there are several segments.
      String value = number + ":" + random.ints(700, '!', '~').mapToObj(it -> (char) it).toList();
      table.put(key, value);
      producer.send(new ProducerRecord<>("states", key, value));
    }
  }

  private void awaitCompacted() {
    var log =
        engine
            .partitions()
            .find(new dev.headrace.log.record.TopicPartition("states", 0))
            .orElseThrow();
    await().atMost(Duration.ofSeconds(60)).until(() -> log.sizeInBytes() < 2 << 20);
  }

  private Map<String, String> read(String isolation) {
    Map<String, String> table = new TreeMap<>();
    try (var consumer =
        new KafkaConsumer<>(
            config(Map.of("isolation.level", isolation)),
            new StringDeserializer(),
            new StringDeserializer())) {
      consumer.assign(List.of(STATES));
      consumer.seekToBeginning(List.of(STATES));
      long end = consumer.endOffsets(List.of(STATES)).get(STATES);
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> {
                for (ConsumerRecord<String, String> each : consumer.poll(Duration.ofMillis(100))) {
                  if (each.value() == null) {
                    table.remove(each.key());
                  } else {
                    table.put(each.key(), each.value());
                  }
                }
                return consumer.position(STATES) == end;
              });
    }
    return table;
  }
}
