package dev.headrace.log.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headrace.log.record.Marker;
import dev.headrace.log.record.StateRecord;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.storage.CountingDisk;
import dev.headrace.log.storage.FilePartitions;
import dev.headrace.log.storage.PartitionLog;
import dev.headrace.log.storage.PartitionLog.Append;
import dev.headrace.log.storage.StateSnapshot;
import dev.headrace.log.storage.StorageSettings;
import dev.headrace.log.transaction.ProducerEpoch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A replayed state comes back from its last snapshot and the part of the log behind it. */
final class StartingFromSnapshotsTest {

  private static final int ROUNDS = 10 * Integer.getInteger("headrace.rounds", 3);
  private static final TopicPartition PARTITION = new TopicPartition("__state", 0);
  private static final String LARGE = "x".repeat(32 * 1024);

  @TempDir Path directory;

  private CountingDisk disk = new CountingDisk();
  private FilePartitions partitions;
  private StateLog log;
  private Words words;

  /** The producers whose transactions are open. */
  private final Set<Long> open = new TreeSet<>();

  private long producers;

  /** A state of words by words. */
  private static final class Words implements ReplayedState {
    private final Map<String, String> words = new ConcurrentHashMap<>();
    private final Map<Long, StateRecord> pending = new ConcurrentHashMap<>();

    @Override
    public void replay(StateRecord record, long offset) {
      apply(new String(record.key(), UTF_8), record.value().map(bytes -> new String(bytes, UTF_8)));
    }

    @Override
    public void replayPending(long producerId, StateRecord record, long offset) {
      pending.put(producerId, record);
    }

    @Override
    public void replayEnd(long producerId, Marker outcome) {
      Optional<StateRecord> ended = Optional.ofNullable(pending.remove(producerId));
      if (outcome == Marker.COMMIT) {
        ended.ifPresent(it -> replay(it, 0));
      }
    }

    void apply(String key, Optional<String> value) {
      value.ifPresentOrElse(it -> words.put(key, it), () -> words.remove(key));
    }

    @Override
    public List<StateRecord> records() {
      List<StateRecord> records = new ArrayList<>();
      words.forEach((key, value) -> records.add(record(key, Optional.of(value))));
      return records;
    }
  }

  private static StateRecord record(String key, Optional<String> value) {
    return new StateRecord(key.getBytes(UTF_8), value.map(it -> it.getBytes(UTF_8)));
  }

  private void start() throws IOException {
    disk = new CountingDisk();
    partitions =
        FilePartitions.open(directory, StorageSettings.defaults(), disk, InstantSource.system());
    log = new StateLog(partitions.create(PARTITION, new UUID(1, 1)), InstantSource.system());
    words = new Words();
    log.replay(words);
  }

  /** As after a crash: nobody wrote the state down at the end. */
  private void restart() throws IOException {
    partitions.close();
    start();
  }

  @AfterEach
  void stop() throws IOException {
    partitions.close();
  }

  private void put(String key, Optional<String> value) {
    log.append(List.of(record(key, value)), _ -> words.apply(key, value))
        .toCompletableFuture()
        .join();
  }

  private PartitionLog partition() {
    return log.partition();
  }

  private long snapshotOffset() throws IOException {
    return partition().snapshot().map(StateSnapshot::offset).orElse(-1L);
  }

  @Test
  void aStartReadsAboutAMebibyteOfALongLog() throws Exception {
    start();
    for (int i = 0; i < 200; i++) {
      put("key-" + i % 3, Optional.of(i + LARGE));
    }
    await().atMost(Duration.ofSeconds(60)).until(() -> snapshotOffset() > 160);
    Map<String, String> before = Map.copyOf(words.words);

    restart();

    assertThat(words.words).isEqualTo(before);
    assertThat(partition().sizeInBytes()).isGreaterThan(6L << 20);
    assertThat(disk.bytesRead(CountingDisk::isData)).isLessThan(2L << 20);
  }

  @Test
  void aStartReadsNothingOfALogWhoseStateWasWrittenDown() throws Exception {
    start();
    put("key", Optional.of("value"));
    put("gone", Optional.of("value"));
    put("gone", Optional.empty());
    log.close();

    restart();

    assertThat(words.words).containsExactly(Map.entry("key", "value"));
    assertThat(disk.bytesRead(CountingDisk::isData)).isZero();
  }

  @Test
  void aDamagedSnapshotIsIgnoredAndTheWholeLogReplayed() throws Exception {
    start();
    put("key", Optional.of("value"));
    log.close();
    Path file = stateFile();
    byte[] bytes = Files.readAllBytes(file);
    for (int at = 0; at < bytes.length; at++) {
      byte[] damaged = bytes.clone();
      damaged[at] ^= 1;
      partitions.close();
      Files.write(file, damaged);
      start();
      assertThat(words.words).containsExactly(Map.entry("key", "value"));
      assertThat(disk.bytesRead(CountingDisk::isData)).isPositive();
    }
  }

  @Test
  void aSnapshotBeyondTheEndOfTheLogIsDeleted() throws Exception {
    start();
    partition().keep(new StateSnapshot(5, ByteBuffer.allocate(0)));

    restart();

    assertThat(stateFile()).doesNotExist();
    put("key", Optional.of("value"));
    assertThat(words.words).containsExactly(Map.entry("key", "value"));
  }

  @Test
  void noSnapshotPassesRecordsOfATransactionBeforeItsOutcomeIsApplied() throws Exception {
    start();
    put("first", Optional.of("1"));
    appendTentatively(7, "second", "2");
    put("third", Optional.of("3"));
    log.snapshot();
    assertThat(snapshotOffset()).isEqualTo(1);

    restart();
    mark(7, Marker.COMMIT);
    log.snapshot();
    assertThat(snapshotOffset()).isEqualTo(1);

    words.replayEnd(7, Marker.COMMIT);
    log.ended(7);
    log.snapshot();
    assertThat(snapshotOffset()).isEqualTo(4);
    assertThat(words.words).containsEntry("second", "2");
  }

  private void appendTentatively(long producerId, String key, String value) {
    StateRecord record = record(key, Optional.of(value));
    assertThat(log.appendTentatively(List.of(record), ProducerEpoch.firstOf(producerId)))
        .isInstanceOf(Append.Stored.class);
    words.replayPending(producerId, record, 0);
  }

  private void mark(long producerId, Marker outcome) {
    Append.Stored marker =
        (Append.Stored) partition().appendMarker(producerId, (short) 1, outcome, 0);
    partition().durable(marker.endOffset()).toCompletableFuture().join();
  }

  @Test
  void whateverWasWrittenDownWhenTheStateComesBackAsItWas() throws Exception {
    long seed = Long.getLong("headrace.seed", System.nanoTime());
    Random random = new Random(seed);
    start();
    for (int round = 0; round < ROUNDS; round++) {
      for (int step = random.nextInt(30); step > 0; step--) {
        act(random);
      }
      Map<String, String> before = Map.copyOf(words.words);
      restart();
      assertThat(words.words).as("seed %s", seed).isEqualTo(before);
      assertThat(words.pending.keySet()).as("seed %s", seed).isEqualTo(open);
    }
  }

  private void act(Random random) {
    String key = "key-" + random.nextInt(5);
    switch (random.nextInt(8)) {
      case 0 -> log.snapshot();
      case 1 -> put(key, Optional.empty());
      case 2 -> {
        long producerId = producers++;
        appendTentatively(producerId, "of-" + producerId, "tentative-" + random.nextInt());
        open.add(producerId);
      }
      case 3 -> {
        if (!open.isEmpty()) {
          long producerId =
              open.stream().skip(random.nextInt(open.size())).findFirst().orElseThrow();
          Marker outcome = random.nextBoolean() ? Marker.COMMIT : Marker.ABORT;
          mark(producerId, outcome);
          words.replayEnd(producerId, outcome);
          log.ended(producerId);
          open.remove(producerId);
        }
      }
      default -> put(key, Optional.of("value-" + random.nextInt()));
    }
  }

  private Path stateFile() {
    return directory.resolve("__state-0").resolve("replayed.state");
  }
}
