package dev.headrace.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.log.storage.FileDisk;
import dev.headrace.log.storage.FilePartitions;
import dev.headrace.log.storage.TestClock;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The node's clock jumps while clients are in groups and transactions: time-outs do not follow. */
class SettingTheClockBackUnderClientsTest {

  private static final TopicPartition ORDERS = new TopicPartition("orders", 0);

  @TempDir Path directory;

  private final TestClock clock = new TestClock();
  private LogEngine engine;
  private InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  @BeforeEach
  void start() throws Exception {
    EngineSettings settings = EngineSettings.of(directory);
    engine =
        LogEngine.open(
            settings,
            FilePartitions.open(directory, settings.storage(), new FileDisk(), clock),
            clock);
    address = engine.listen(address).address();
  }

  @AfterEach
  void stop() throws Exception {
    engine.close();
  }

  @Test
  void groupsKeepTheirMembersAndTransactionsGoOn() throws Exception {
    try (KafkaConsumer<String, String> member = member();
        KafkaProducer<String, String> producer = producer()) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(now("first")).get();
      producer.commitTransaction();
      assertThat(read(member, 1)).containsExactly("first");
      int generation = member.groupMetadata().generationId();

      producer.beginTransaction();
      producer.send(now("second")).get();
      for (Duration jump : List.of(Duration.ofDays(-400), Duration.ofDays(2))) {
        clock.pass(jump);
        member.poll(Duration.ofMillis(300));
        member.commitSync(Map.of(ORDERS, new OffsetAndMetadata(1)));
      }
      producer.commitTransaction();

      assertThat(read(member, 1)).containsExactly("second");
      assertThat(member.groupMetadata().generationId()).isEqualTo(generation);
      assertThat(member.committed(Set.of(ORDERS)).get(ORDERS).offset()).isEqualTo(1);
    }
  }

  @Test
  void nothingIsLostByARestartWithAnEarlierClock() throws Exception {
    try (KafkaProducer<String, String> producer = producer()) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(now("before")).get();
      producer.commitTransaction();
    }

    engine.close();
    clock.pass(Duration.ofDays(-400));
    start();

    try (KafkaConsumer<String, String> member = member();
        KafkaProducer<String, String> producer = producer()) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(now("after")).get();
      producer.commitTransaction();
      assertThat(read(member, 2)).containsExactly("before", "after");
    }
  }

  /** Producers have the node's time: of a clock that is far behind theirs a node takes nothing. */
  private ProducerRecord<String, String> now(String value) {
    return new ProducerRecord<>("orders", null, clock.instant().toEpochMilli(), null, value);
  }

  private static List<String> read(KafkaConsumer<String, String> member, int count) {
    List<String> values = new ArrayList<>();
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInSameThread()
        .until(
            () -> {
              for (ConsumerRecord<String, String> each : member.poll(Duration.ofMillis(100))) {
                values.add(each.value());
              }
              return values.size() >= count;
            });
    return values;
  }

  private String bootstrap() {
    return "127.0.0.1:" + address.getPort();
  }

  private KafkaConsumer<String, String> member() {
    KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                bootstrap(),
                "group.id",
                "readers",
                "isolation.level",
                "read_committed",
                "auto.offset.reset",
                "earliest",
                "enable.auto.commit",
                false,
                "session.timeout.ms",
                30_000),
            new StringDeserializer(),
            new StringDeserializer());
    consumer.subscribe(List.of("orders"));
    return consumer;
  }

  private KafkaProducer<String, String> producer() {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", bootstrap(), "transactional.id", "t"),
        new StringSerializer(),
        new StringSerializer());
  }
}
