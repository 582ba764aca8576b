package dev.headrace.log;

import static dev.headrace.log.Engines.offset;
import static dev.headrace.log.Engines.staged;
import static dev.headrace.log.Engines.valuesByOffset;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.log.broker.NewTopic;
import dev.headrace.log.broker.TransactionalWriter;
import dev.headrace.log.broker.WriterUnavailableException;
import dev.headrace.log.record.Isolation;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.storage.FilePartitions;
import dev.headrace.log.storage.PartitionLog;
import dev.headrace.log.storage.PartitionLog.Append;
import dev.headrace.log.storage.PartitionLog.Origin;
import dev.headrace.log.storage.PartitionSettings;
import dev.headrace.log.storage.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A small work is done over and over, and each time the power goes one write, flush or change of a
 * folder later, until it is done with the power on; and once more while the log recovers. Whatever
 * survives: nothing that was acknowledged or seen is missing or another, nothing uncommitted is
 * seen then or later, and no offset ever means two records.
 */
final class LosingPowerAtEveryWriteTest {

  private static final int SEEDS = Math.max(1, Integer.getInteger("headrace.rounds", 3) / 20);
  private static final int STEPS = 10;

  /** A recovery makes about so many changes to the disk, so that the power is lost at each. */
  private static final int CHANGES_OF_RECOVERY = 40;

  /** The work makes fewer, unless something goes round and round. */
  private static final int MOST_CHANGES = 2_000;

  private static final PartitionSettings SMALL_SEGMENTS =
      new PartitionSettings(4096, 1_000_000, 1 << 20);
  private static final TopicPartition ORDERS = new TopicPartition("orders", 0);
  private static final TopicPartition PAYMENTS = new TopicPartition("payments", 0);
  private static final String GROUP = "sink";

  @TempDir Path directory;

  /** What was promised to the one who did the work. Values that belong to commits begin with c. */
  private static final class Promises {
    final Map<TopicPartition, Map<Long, String>> acknowledged =
        new HashMap<>(Map.of(ORDERS, new TreeMap<>(), PAYMENTS, new TreeMap<>()));
    final Map<TopicPartition, Map<Long, String>> seen =
        new HashMap<>(Map.of(ORDERS, new TreeMap<>(), PAYMENTS, new TreeMap<>()));
    final Map<String, Long> tried = new HashMap<>();
    final Set<String> committed = new HashSet<>();
  }

  @Test
  void keepsWhatWasAcknowledgedAndShowsNothingElse() throws Exception {
    for (int round = 0; round < SEEDS; round++) {
      long seed = Long.getLong("headrace.seed", System.nanoTime());
      int change = 0;
      try {
        while (losesPowerAt(change, seed, directory.resolve(round + "-" + change))) {
          change++;
          assertThat(change).isLessThan(MOST_CHANGES);
        }
      } catch (AssertionError | Exception e) {
        throw new AssertionError("failed at change " + change + ", -Dheadrace.seed=" + seed, e);
      }
      assertThat(change).isGreaterThan(5 * STEPS); // else something else was done
    }
  }

  private static boolean losesPowerAt(int change, long seed, Path folder) throws Exception {
    Promises promises = new Promises();
    SimulatedDisk disk = new SimulatedDisk(folder, new Random(seed + change));
    disk.losePowerAfter(change);
    work(disk, new Random(seed), promises);
    boolean lost = disk.isPowerLost();

    disk = disk.restore();
    disk.losePowerAfter(change % CHANGES_OF_RECOVERY);
    recover(disk);

    disk = disk.restore();
    goOn(disk, promises);
    return lost;
  }

  private static void work(SimulatedDisk disk, Random random, Promises promises) throws Exception {
    try (LogEngine engine = open(disk)) {
      if (!create(engine, ORDERS) || !create(engine, PAYMENTS)) {
        assertThat(disk.isPowerLost()).isTrue();
        return;
      }
      TransactionalWriter writer = engine.writer("w");
      for (int step = 0; step < STEPS; step++) {
        switch (random.nextInt(4)) {
          case 0 -> append(engine, ORDERS, value("p", step, random), promises);
          case 1 -> writer = engine.writer("w");
          default -> commit(writer, value("c", step, random), promises);
        }
        Map<TopicPartition, Map<Long, String>> now = read(engine);
        if (disk.isPowerLost()) {
          return; // it may have gone while this was read
        }
        see(now, promises);
      }
    } catch (IOException | WriterUnavailableException | ExecutionException e) {
      assertThat(disk.isPowerLost()).as("power lost, else: %s", e).isTrue();
    }
  }

  private static void recover(SimulatedDisk disk) throws Exception {
    try (LogEngine engine = open(disk)) {
      engine.writer("w").close();
    } catch (IOException | WriterUnavailableException e) {
      assertThat(disk.isPowerLost()).as("power lost, else: %s", e).isTrue();
    }
  }

  /** Checks what is there, and that this stays when its user goes on. */
  private static void goOn(SimulatedDisk disk, Promises promises) throws Exception {
    try (LogEngine engine = open(disk)) {
      assertThat(create(engine, ORDERS) && create(engine, PAYMENTS)).isTrue();
      List<String> expected = new ArrayList<>(check(engine, promises));
      expected.add("c-last");
      commit(engine.writer("w"), "c-last", promises);
      assertThat(check(engine, promises)).isEqualTo(expected);
    }
  }

  /** Creates a topic that is not there yet; whether it is there then. */
  private static boolean create(LogEngine engine, TopicPartition only) throws Exception {
    if (engine.topics().find(only.topic()).isEmpty()) {
      await(engine.topics().create(NewTopic.of(only.topic(), 1)));
    }
    return engine.topics().find(only.topic()).isPresent();
  }

  /** As a client does with {@code acks=all}. */
  private static void append(
      LogEngine engine, TopicPartition partition, String value, Promises promises)
      throws Exception {
    PartitionLog log = engine.partitions().find(partition).orElseThrow();
    promises.tried.put(value, 0L);
    if (log.append(Engines.batch(value).bytes(), Origin.CLIENT) instanceof Append.Stored stored) {
      await(log.durable(stored.endOffset()));
      promises.acknowledged.get(partition).put(stored.baseOffset(), value);
    }
  }

  /** To both partitions and as an offset of the group. */
  private static void commit(TransactionalWriter writer, String value, Promises promises)
      throws Exception {
    long number = promises.tried.size() + 1L;
    promises.tried.put(value, number);
    await(
        writer.commit(
            List.of(staged(ORDERS.topic(), 0, value), staged(PAYMENTS.topic(), 0, value)),
            offset(GROUP, ORDERS.topic(), number)));
    promises.committed.add(value);
  }

  private static void see(Map<TopicPartition, Map<Long, String>> now, Promises promises) {
    now.forEach(
        (partition, values) -> {
          assertThat(values).containsAllEntriesOf(promises.seen.get(partition));
          promises.seen.get(partition).putAll(values);
        });
  }

  /** What is in the first partition. */
  private static List<String> check(LogEngine engine, Promises promises) throws IOException {
    see(read(engine), promises);
    Map<Long, String> orders = promises.seen.get(ORDERS);
    Map<Long, String> payments = promises.seen.get(PAYMENTS);
    assertThat(orders).containsAllEntriesOf(promises.acknowledged.get(ORDERS));
    assertThat(orders.values()).doesNotHaveDuplicates().isSubsetOf(promises.tried.keySet());
    assertThat(orders.values()).containsAll(promises.committed);
    List<String> commits = orders.values().stream().filter(it -> it.startsWith("c")).toList();
    assertThat(payments.values()).containsExactlyElementsOf(commits);
    if (!commits.isEmpty()) {
      assertThat(engine.offsets().committed(GROUP).get(ORDERS).offset())
          .isEqualTo(promises.tried.get(commits.getLast()));
    }
    return List.copyOf(orders.values());
  }

  private static Map<TopicPartition, Map<Long, String>> read(LogEngine engine) throws IOException {
    return Map.of(
        ORDERS, valuesByOffset(engine, ORDERS, Isolation.READ_COMMITTED),
        PAYMENTS, valuesByOffset(engine, PAYMENTS, Isolation.READ_COMMITTED));
  }

  private static String value(String kind, int step, Random random) {
    return kind + "-" + step + "-" + "x".repeat(random.nextInt(1_500));
  }

  private static <T> T await(CompletionStage<T> answer) throws Exception {
    return answer.toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private static LogEngine open(SimulatedDisk disk) throws IOException {
    EngineSettings settings = EngineSettings.of(disk.root());
    InstantSource clock = InstantSource.system();
    return LogEngine.open(
        settings,
        FilePartitions.open(
            disk.root(), settings.storage().withTopics(SMALL_SEGMENTS), disk, clock),
        clock);
  }
}
