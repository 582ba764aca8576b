package dev.headrace.log.queue;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headrace.log.NodeProcess;
import dev.headrace.log.queue.Event.Ending;
import dev.headrace.log.queue.Event.Polled;
import dev.headrace.log.queue.Event.Read;
import dev.headrace.log.queue.Nemesis.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kafka's own clients write and read while the node is killed and frozen and the network between
 * them fails. Nothing that they are told contradicts what a queue promises, and once all is well
 * again, readers come to the end.
 */
final class KeepingTheRulesOfAQueueTest {

  private static final int ROUNDS = Integer.getInteger("headrace.rounds", 3);
  private static final int STRIKES_OF_A_ROUND = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int MOST_TOLD = 5;
  private static final List<String> PROTOCOLS = List.of("classic", "consumer");

  @TempDir Path directory;

  private final Journal journal = new Journal();
  private final List<Worker> senders = new ArrayList<>();
  private final List<Worker> readers = new ArrayList<>();
  private final List<Fault> faults = new ArrayList<>();

  @Test
  void underKillsFreezesAndABreakingNetwork() throws Exception {
    long seed = Long.getLong("headrace.seed", System.nanoTime());
    Random random = new Random(seed);
    try (NodeProcess node = NodeProcess.start(directory.resolve("data"));
        BreakingProxy proxy = BreakingProxy.to(node.port());
        ExecutorService threads = Executors.newCachedThreadPool()) {
      create(node.bootstrapServers());
      hire(new Clients(proxy.address()), random);
      try {
        List<Future<Void>> sending = senders.stream().map(threads::submit).toList();
        List<Future<Void>> reading = readers.stream().map(threads::submit).toList();
        trouble(new Nemesis(node, proxy, random));
        end(senders, sending);
        Set<Long> all = readAll(new Clients(node.bootstrapServers()));
        for (String protocol : PROTOCOLS) {
          await("group of %s, seed %d".formatted(protocol, seed))
              .atMost(PATIENCE)
              .until(() -> journal.groupHasRead("readers-" + protocol, all));
        }
        Clients direct = new Clients(node.bootstrapServers());
        await("copies, seed " + seed)
            .atMost(PATIENCE)
            .untilAsserted(() -> assertThat(copies(direct)).containsAll(all));
        end(readers, reading);
        assertThat(copies(direct))
            .as("each value copied once, seed %d, faults %s", seed, faults)
            .containsExactlyInAnyOrderElementsOf(all);
      } finally {
        threads.shutdownNow();
      }
    }
    judge(journal.history(), seed);
  }

  private static void create(String bootstrapServers) throws Exception {
    try (Admin admin =
        Admin.create(Map.<String, Object>of("bootstrap.servers", bootstrapServers))) {
      List<NewTopic> topics =
          Stream.of(Clients.TOPIC, Clients.COPIES)
              .map(it -> new NewTopic(it, Clients.PARTITIONS, (short) 1))
              .toList();
      admin.createTopics(topics).all().get(PATIENCE.toSeconds(), SECONDS);
      ConfigResource group = new ConfigResource(ConfigResource.Type.GROUP, "readers-consumer");
      admin
          .incrementalAlterConfigs(
              Map.of(
                  group,
                  List.of(
                      set("consumer.session.timeout.ms", "6000"),
                      set("consumer.heartbeat.interval.ms", "1000"))))
          .all()
          .get(PATIENCE.toSeconds(), SECONDS);
    }
  }

  private static AlterConfigOp set(String key, String value) {
    return new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET);
  }

  private void hire(Clients clients, Random random) {
    for (int i = 0; i < 2; i++) {
      senders.add(new IdempotentSender(clients, journal, "sender-" + i, random.nextLong()));
      senders.add(new TransactionalMover(clients, journal, "mover-" + i, random.nextLong()));
    }
    for (String protocol : PROTOCOLS) {
      String group = "readers-" + protocol;
      for (int i = 0; i < 2; i++) {
        readers.add(
            new SubscribedReader(
                clients, journal, group, protocol, group + "-" + i, random.nextLong()));
      }
    }
    for (int i = 0; i < 2; i++) {
      readers.add(new Relay(clients, "relays", "classic", "relay-" + i));
    }
    for (String isolation : List.of("read_committed", "read_uncommitted")) {
      readers.add(new AssignedReader(clients, journal, isolation, isolation, random.nextLong()));
    }
  }

  private void trouble(Nemesis nemesis) throws Exception {
    for (int strike = 0; strike < ROUNDS * STRIKES_OF_A_ROUND; strike++) {
      Fault fault = nemesis.choose();
      long sent = journal.acknowledged();
      long moved = journal.transactions();
      await(fault + " after " + faults)
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(5))
          .until(() -> journal.acknowledged() >= sent + 40 && journal.transactions() >= moved + 4);
      faults.add(fault);
      nemesis.strike(fault);
    }
  }

  private static void end(List<Worker> workers, List<Future<Void>> working) throws Exception {
    workers.forEach(Worker::stop);
    for (Future<Void> each : working) {
      each.get(PATIENCE.toSeconds(), SECONDS);
    }
  }

  /** Reads all that is committed, once nothing is undecided, and returns the values. */
  private Set<Long> readAll(Clients clients) {
    List<TopicPartition> partitions = Clients.partitions();
    try (KafkaConsumer<Long, Long> reader = clients.assigned("read_committed");
        KafkaConsumer<Long, Long> other = clients.assigned("read_uncommitted")) {
      Map<TopicPartition, Long> ends = other.endOffsets(partitions);
      await().atMost(PATIENCE).until(() -> reader.endOffsets(partitions).equals(ends));
      Set<Long> values = new HashSet<>();
      while (partitions.stream().anyMatch(it -> reader.position(it) < ends.get(it))) {
        List<Read> reads = Clients.reads(reader.poll(Duration.ofMillis(100)));
        journal.add(new Polled("last", true, 0, reads));
        reads.forEach(read -> values.add(read.value()));
      }
      return values;
    }
  }

  /** What relays have copied, for good. */
  private static List<Long> copies(Clients clients) {
    List<TopicPartition> partitions = Clients.partitions(Clients.COPIES);
    try (KafkaConsumer<Long, Long> reader = clients.assigned(Clients.COPIES, "read_committed")) {
      Map<TopicPartition, Long> ends = reader.endOffsets(partitions);
      List<Long> values = new ArrayList<>();
      while (partitions.stream().anyMatch(it -> reader.position(it) < ends.get(it))) {
        reader.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
      }
      return values;
    }
  }

  private void judge(History history, long seed) {
    String story = "seed " + seed + ", faults " + faults;
    for (Rule rule : Rule.all()) {
      List<String> violations = rule.violations(history);
      assertThat(violations.stream().limit(MOST_TOLD))
          .as("%d violations of %s, %s", violations.size(), rule.getClass().getSimpleName(), story)
          .isEmpty();
    }
    for (Ending ending : List.of(Ending.COMMITTED, Ending.ABORTED)) {
      assertThat(history.sent()).as(story).anyMatch(it -> it.ending() == ending);
    }
    assertThat(history.sent())
        .as("transactions that read, " + story)
        .anyMatch(it -> !it.reads().isEmpty());
  }
}
