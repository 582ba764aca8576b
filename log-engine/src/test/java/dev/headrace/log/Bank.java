package dev.headrace.log;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Accounts, each a partition of a topic; what is booked on them is in its records. */
final class Bank {

  static final String TOPIC = "accounts";
  static final int ACCOUNTS = 4;
  static final long DEPOSIT = 1_000;

  private final String bootstrapServers;

  /** The transfers whose tellers were told that they are made. */
  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();

  /** Those that their tellers never asked to be made. */
  private final Set<String> withdrawn = ConcurrentHashMap.newKeySet();

  Bank(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
  }

  void open() throws Exception {
    try (Admin admin =
        Admin.create(Map.<String, Object>of("bootstrap.servers", bootstrapServers))) {
      admin.createTopics(List.of(new NewTopic(TOPIC, ACCOUNTS, (short) 1))).all().get(60, SECONDS);
    }
  }

  String bootstrapServers() {
    return bootstrapServers;
  }

  void acknowledge(String transfer) {
    acknowledged.add(transfer);
  }

  Set<String> acknowledged() {
    return Set.copyOf(acknowledged);
  }

  void withdraw(String transfer) {
    withdrawn.add(transfer);
  }

  Set<String> withdrawn() {
    return Set.copyOf(withdrawn);
  }

  List<TopicPartition> accounts() {
    return IntStream.range(0, ACCOUNTS).mapToObj(i -> new TopicPartition(TOPIC, i)).toList();
  }

  /** A reader of all accounts from their first records on, of committed records. */
  KafkaConsumer<String, Long> reader() {
    Map<String, Object> config =
        Map.of(
            "bootstrap.servers",
            bootstrapServers,
            "isolation.level",
            "read_committed",
            "reconnect.backoff.max.ms",
            100);
    KafkaConsumer<String, Long> reader =
        new KafkaConsumer<>(config, new StringDeserializer(), new LongDeserializer());
    reader.assign(accounts());
    reader.seekToBeginning(accounts());
    return reader;
  }

  /**
   * What a reader of committed records finds.
   *
   * @param total of all accounts
   * @param accountsByTransfer on which accounts each is booked
   */
  record Books(long total, Map<String, List<Integer>> accountsByTransfer) {}

  Books read() {
    List<TopicPartition> accounts = accounts();
    try (KafkaConsumer<String, Long> reader = reader()) {
      Map<TopicPartition, Long> ends = reader.endOffsets(accounts);
      long total = 0;
      Map<String, List<Integer>> booked = new HashMap<>();
      while (accounts.stream().anyMatch(it -> reader.position(it) < ends.get(it))) {
        for (var record : reader.poll(Duration.ofMillis(100))) {
          total += record.value();
          booked.computeIfAbsent(record.key(), _ -> new ArrayList<>()).add(record.partition());
        }
      }
      return new Books(total, booked);
    }
  }
}
