package dev.headrace.log.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.log.record.Isolation;
import dev.headrace.log.record.Marker;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.storage.PartitionLog.Append;
import dev.headrace.log.storage.PartitionLog.OpenTransaction;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The power goes at random moments of a random work. Whatever survives on the disk: nothing that
 * was acknowledged or seen is missing or another, and nothing uncommitted is seen.
 */
class LosingPowerTest {

  private static final int ROUNDS = 5 * Integer.getInteger("headrace.rounds", 3);
  private static final int STARTS = 6;
  private static final TopicPartition PARTITION = new TopicPartition("orders", 0);
  private static final StorageSettings SETTINGS =
      StorageSettings.defaults().withTopics(new PartitionSettings(4096, 1_000_000, 1 << 20));

  @TempDir Path directory;

  private final Map<Long, String> acknowledged = new HashMap<>();
  private final Map<Long, String> seen = new HashMap<>();
  private final Set<String> aborted = new HashSet<>();
  private final Set<String> undecided = new HashSet<>();
  private int number;
  private long nextProducerId = 1;

  @Test
  void nothingAcknowledgedIsLostAndNothingUncommittedIsSeen() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      long seed = Long.getLong("headrace.seed", System.nanoTime());
      try {
        round(directory.resolve("round-" + round), new Random(seed));
      } catch (AssertionError | Exception e) {
        throw new AssertionError("failed with -Dheadrace.seed=" + seed, e);
      }
    }
  }

  private void round(Path folder, Random random) throws Exception {
    acknowledged.clear();
    seen.clear();
    aborted.clear();
    undecided.clear();
    SimulatedDisk disk = new SimulatedDisk(folder, random);
    for (int start = 0; start < STARTS; start++) {
      disk.losePowerAfter(random.nextInt(4) == 0 ? random.nextInt(20) : random.nextInt(400));
      try {
        workUntilThePowerGoes(disk, random);
      } catch (IOException | CompletionException e) {
        assertThat(disk.isPowerLost()).as("power lost, else: %s", e).isTrue();
      }
      disk = disk.restore();
      Partitions partitions = FilePartitions.open(folder, SETTINGS, disk, InstantSource.system());
      check(partitions);
      if (random.nextBoolean()) {
        partitions.close();
      } else {
        disk = disk.restore();
      }
    }
  }

  private void workUntilThePowerGoes(SimulatedDisk disk, Random random) throws IOException {
    Partitions partitions =
        FilePartitions.open(disk.root(), SETTINGS, disk, InstantSource.system());
    PartitionLog log = partitions.create(PARTITION, new UUID(1, 1));
    settle(log);
    int steps = random.nextInt(100);
    for (int i = 0; i < steps; i++) {
      if (log.offlineReason().isPresent()) {
        return;
      }
      step(log, random);
    }
    if (random.nextBoolean()) {
      partitions.close();
    }
  }

  /** As the transaction coordinator does at a start: what has no outcome is aborted. */
  private void settle(PartitionLog log) {
    for (OpenTransaction open : log.openTransactions()) {
      await(log, log.appendMarker(open.producerId(), open.producerEpoch(), Marker.ABORT, 0));
    }
    aborted.addAll(undecided);
    undecided.clear();
  }

  private void step(PartitionLog log, Random random) {
    switch (random.nextInt(4)) {
      case 0 -> appendPlain(log, random);
      case 1 -> appendTransaction(log, random);
      case 2 -> {
        // Not waited for: it may survive or not, but never as something else.
        Batches.append(log, Batches.of(value(random)));
      }
      default -> seen.putAll(read(log));
    }
  }

  private void appendPlain(PartitionLog log, Random random) {
    String value = value(random);
    Append outcome = Batches.append(log, Batches.of(value));
    if (await(log, outcome) && outcome instanceof Append.Stored stored) {
      acknowledged.put(stored.baseOffset(), value);
    }
  }

  private void appendTransaction(PartitionLog log, Random random) {
    String value = value(random);
    long producerId = nextProducerId++;
    undecided.add(value);
    Append data = Batches.append(log, Batches.transactional(producerId, 0, 0, value));
    if (!(data instanceof Append.Stored stored) || random.nextInt(5) == 0) {
      return;
    }
    Marker marker = random.nextBoolean() ? Marker.COMMIT : Marker.ABORT;
    undecided.remove(value);
    if (marker == Marker.ABORT) {
      aborted.add(value);
    }
    Append marked = log.appendMarker(producerId, (short) 0, marker, 0);
    if (await(log, marked) && marker == Marker.COMMIT) {
      acknowledged.put(stored.baseOffset(), value);
    }
  }

  private static boolean await(PartitionLog log, Append outcome) {
    if (!(outcome instanceof Append.Stored stored)) {
      return false;
    }
    log.durable(stored.endOffset()).toCompletableFuture().join();
    return true;
  }

  private String value(Random random) {
    return "value-" + number++ + "-" + "x".repeat(random.nextInt(1200));
  }

  private static Map<Long, String> read(PartitionLog log) {
    Map<Long, String> values = new HashMap<>();
    if (log.offlineReason().isEmpty()) {
      try {
        values.putAll(CommittedView.of(log));
      } catch (IOException | ClassCastException _) {
        // The power went while it was read.
      }
    }
    return values;
  }

  private void check(Partitions partitions) throws IOException {
    if (partitions.find(PARTITION).isEmpty()) {
      assertThat(acknowledged).isEmpty();
      return;
    }
    PartitionLog log = partitions.find(PARTITION).get();
    assertThat(log.offlineReason()).isEmpty();
    settle(log);
    Map<Long, String> now = CommittedView.of(log);
    assertThat(now).containsAllEntriesOf(acknowledged).containsAllEntriesOf(seen);
    assertThat(now.values()).noneMatch(aborted::contains);
    List<String> all = Batches.read(log, 0, Isolation.READ_UNCOMMITTED);
    for (int i = 0; i < all.size(); i++) {
      assertThat(all.get(i)).startsWith(i + ":");
    }
    seen.putAll(now);
  }
}
