package dev.headrace.compatibility.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headrace.distribution.Headrace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kafka Streams with {@code exactly_once_v2} on a node that is killed under it, and an application
 * that is closed and started again: each order counts once, and all totals are right.
 */
final class RunningKafkaStreamsIT {

  private static final int ROUNDS = Integer.getInteger("headrace.rounds", 3);
  private static final int ORDERS_A_ROUND = 600;
  private static final int CUSTOMERS = 20;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir Path directory;
  @TempDir Path state;

  private final long seed = Long.getLong("headrace.seed", System.nanoTime());
  private final Random random = new Random(seed);

  /** What must come out: for each customer a total behind each order. */
  private final Map<String, List<String>> expected = new TreeMap<>();

  private final Map<String, Long> sums = new HashMap<>();
  private Headrace node;
  private String address;

  @Test
  void eachOrderCountsOnceThroughKillsAndRestarts() throws Exception {
    node = Headrace.node(directory);
    address = node.kafka();
    try {
      createTopics();
      Turnover turnover = Turnover.start(address, state);
      try (KafkaProducer<String, String> producer = producer()) {
        for (int round = 0; round < ROUNDS; round++) {
          List<Future<?>> sent = order(producer, ORDERS_A_ROUND / 2);
          awaitSome(round * ORDERS_A_ROUND + 1 + random.nextInt(ORDERS_A_ROUND / 2));
          sent.addAll(order(producer, ORDERS_A_ROUND / 2));
          node.kill();
          start();
          for (Future<?> each : sent) {
            each.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
          }
          if (round % 2 == 0) {
            turnover.close();
            turnover = Turnover.start(address, state);
          }
        }
        awaitSome(ROUNDS * ORDERS_A_ROUND);
      } finally {
        turnover.close();
      }
      assertThat(totals()).as("seed %d", seed).isEqualTo(expected);
      node.stop();
    } finally {
      node.close();
    }
  }

  /** At the address that clients know. */
  private void start() throws IOException {
    node = Headrace.start(directory, "run", "--kafka", address, "--rest", "127.0.0.1:0");
    node.awaitStarted();
  }

  private void createTopics() throws Exception {
    try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", address))) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(Turnover.ORDERS, 3, (short) 1),
                  new NewTopic(Turnover.TOTALS, 2, (short) 1)))
          .all()
          .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
  }

  private List<Future<?>> order(KafkaProducer<String, String> producer, int count) {
    List<Future<?>> sent = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String customer = "customer-" + random.nextInt(CUSTOMERS);
      long amount = random.nextInt(1_000);
      // All of a customer's in one partition, so that their order is known.
      sent.add(
          producer.send(
              new ProducerRecord<>(
                  Turnover.ORDERS,
                  Math.floorMod(customer.hashCode(), 3),
                  "order-" + i,
                  customer + " " + amount)));
      List<String> totals = expected.computeIfAbsent(customer, _ -> new ArrayList<>());
      totals.add((totals.size() + 1) + " " + sums.merge(customer, amount, Long::sum));
    }
    return sent;
  }

  private void awaitSome(int count) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> totals().values().stream().mapToInt(List::size).sum() >= count);
  }

  /** What a reader of committed records sees. */
  private Map<String, List<String>> totals() {
    Map<String, List<String>> totals = new TreeMap<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of(
                "bootstrap.servers",
                address,
                "isolation.level",
                "read_committed",
                "enable.metrics.push",
                false),
            new StringDeserializer(),
            new StringDeserializer())) {
      List<TopicPartition> partitions =
          List.of(new TopicPartition(Turnover.TOTALS, 0), new TopicPartition(Turnover.TOTALS, 1));
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
          totals.computeIfAbsent(record.key(), _ -> new ArrayList<>()).add(record.value());
        }
      }
    }
    return totals;
  }

  private KafkaProducer<String, String> producer() {
    return new KafkaProducer<>(
        Map.<String, Object>of(
            "bootstrap.servers",
            address,
            "reconnect.backoff.max.ms",
            200,
            "enable.metrics.push",
            false),
        new StringSerializer(),
        new StringSerializer());
  }
}
