package dev.headrace.log.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.log.record.Isolation;
import dev.headrace.log.record.Marker;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.storage.PartitionLog.Append;
import dev.headrace.log.storage.PartitionLog.OpenTransaction;
import dev.headrace.log.storage.PartitionLog.Refusal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The disk is full at random moments of a random work, in the midst of any write, and has room
 * again later. Nobody stops the process: the partition stays sound, what was taken is there, and
 * what was refused is not.
 */
class FillingTheDiskTest {

  private static final int ROUNDS = 3 * Integer.getInteger("headrace.rounds", 3);
  private static final int FILLINGS = 12;
  private static final TopicPartition PARTITION = new TopicPartition("orders", 0);
  private static final StorageSettings SETTINGS =
      StorageSettings.defaults()
          .withTopics(new PartitionSettings(6000, 1_000_000, 1 << 20))
          .withLeastUsableBytes(0)
          .withBudget(new DiskBudget(0, OptionalLong.empty(), Set.of()));

  @TempDir Path directory;

  private final Map<Long, String> taken = new HashMap<>();
  private final Set<String> unwanted = new HashSet<>();
  private final List<CompletableFuture<Void>> flushes = new ArrayList<>();
  private int number;
  private long nextProducerId;
  private int refusals;

  @Test
  void nothingIsDamagedAndAllThatWasTakenIsThere() throws Exception {
    refusals = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long seed = Long.getLong("headrace.seed", System.nanoTime());
      try {
        round(directory.resolve("round-" + round), new Random(seed));
      } catch (AssertionError | Exception e) {
        throw new AssertionError("failed with -Dheadrace.seed=" + seed, e);
      }
    }
    assertThat(refusals).isPositive();
  }

  /** The kernel's own words, from a device that is always full. */
  @Test
  void theKernelsRefusalIsKnown() throws IOException {
    Path full = Path.of("/dev/full");
    org.junit.jupiter.api.Assumptions.assumeTrue(Files.isWritable(full), "no /dev/full");

    try (DiskFile file = new ChannelFile(full)) {
      assertThatThrownBy(() -> file.write(ByteBuffer.allocate(1), 0))
          .isInstanceOf(NoSpaceException.class);
    }
  }

  private void round(Path folder, Random random) throws Exception {
    taken.clear();
    unwanted.clear();
    nextProducerId = 1;
    SimulatedDisk disk = new SimulatedDisk(folder, random);
    FilePartitions partitions = FilePartitions.open(folder, SETTINGS, disk, InstantSource.system());
    PartitionLog log = partitions.create(PARTITION, new UUID(1, 1));
    for (int filling = 0; filling < FILLINGS; filling++) {
      disk.limitFreeBytes(random.nextInt(8000));
      for (int step = random.nextInt(25); step > 0; step--) {
        step(log, random);
      }
      disk.limitFreeBytes(Long.MAX_VALUE);
      recover(log);
      if (random.nextInt(3) == 0) {
        if (random.nextBoolean()) {
          partitions.close();
        } else {
          disk = disk.restore();
        }
        partitions = FilePartitions.open(folder, SETTINGS, disk, InstantSource.system());
        log = partitions.find(PARTITION).orElseThrow();
        check(log);
      }
    }
    partitions.close();
  }

  private void step(PartitionLog log, Random random) {
    String value = "value-" + number++ + "-" + "x".repeat(random.nextInt(1500));
    if (random.nextInt(3) > 0) {
      if (stored(log, Batches.append(log, Batches.of(value))) instanceof Append.Stored stored) {
        taken.put(stored.baseOffset(), value);
      } else {
        unwanted.add(value);
      }
      return;
    }
    long producerId = nextProducerId++;
    Append data = stored(log, Batches.append(log, Batches.transactional(producerId, 0, 0, value)));
    Marker marker = random.nextBoolean() ? Marker.COMMIT : Marker.ABORT;
    Append marked = log.appendMarker(producerId, (short) 0, marker, 0);
    stored(log, marked);
    if (marker == Marker.COMMIT
        && data instanceof Append.Stored stored
        && marked instanceof Append.Stored) {
      taken.put(stored.baseOffset(), value);
    } else {
      unwanted.add(value); // The open transaction is aborted when there is room.
    }
  }

  private Append stored(PartitionLog log, Append outcome) {
    switch (outcome) {
      case Append.Stored stored ->
          flushes.add(log.durable(stored.endOffset()).toCompletableFuture());
      case Append.Refused refused -> {
        assertThat(refused.why()).isEqualTo(Refusal.NO_ROOM);
        refusals++;
      }
      case Append.Duplicate duplicate -> throw new AssertionError(duplicate);
    }
    return outcome;
  }

  private void recover(PartitionLog log) throws Exception {
    for (OpenTransaction open : log.openTransactions()) {
      assertThat(stored(log, log.appendMarker(open.producerId(), (short) 0, Marker.ABORT, 0)))
          .isInstanceOf(Append.Stored.class);
    }
    Append.Stored last = (Append.Stored) Batches.append(log, Batches.of("room again"));
    flushes.add(log.durable(last.endOffset()).toCompletableFuture());
    CompletableFuture.allOf(flushes.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
    flushes.clear();
    check(log);
  }

  private void check(PartitionLog log) throws IOException {
    assertThat(log.offlineReason()).isEmpty();
    Map<Long, String> now = CommittedView.of(log);
    assertThat(now).containsAllEntriesOf(taken);
    assertThat(now.values()).noneMatch(unwanted::contains);
    List<String> all = Batches.read(log, 0, Isolation.READ_UNCOMMITTED);
    for (int i = 0; i < all.size(); i++) {
      assertThat(all.get(i)).startsWith(i + ":");
    }
  }
}
