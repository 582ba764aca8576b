package dev.headrace.log;

import static dev.headrace.log.Engines.committed;
import static dev.headrace.log.Engines.offset;
import static dev.headrace.log.Engines.staged;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.log.broker.NewTopic;
import dev.headrace.log.broker.TransactionalWriter;
import dev.headrace.log.broker.WriterUnavailableException;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.storage.FilePartitions;
import dev.headrace.log.storage.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One writer commits numbers to two partitions and as an offset, and the power goes at a random
 * write. Whatever survives on the disk: each commit is in all places or in none, none that was
 * acknowledged is missing, none that was refused is there, and what was once seen stays.
 */
final class LosingPowerDuringCommitsTest {

  private static final int ROUNDS = 4 * Integer.getInteger("headrace.rounds", 3);
  private static final int STARTS = 4;
  private static final int MOST_COMMITS = 30;
  private static final int MOST_ON_THEIR_WAY = 3;
  private static final TopicPartition FIRST = new TopicPartition("numbers", 0);

  @TempDir Path directory;

  /** A commit and what its writer was told. */
  private record Commit(long number, CompletableFuture<Void> done) {

    boolean isAcknowledged() {
      return done.isDone() && !done.isCompletedExceptionally();
    }
  }

  @Test
  void leavesEachCommitWholeOrNotThere() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      long seed = Long.getLong("headrace.seed", System.nanoTime());
      try {
        playRound(directory.resolve("round-" + round), new Random(seed));
      } catch (AssertionError | Exception e) {
        throw new AssertionError("failed with -Dheadrace.seed=" + seed, e);
      }
    }
  }

  private static void playRound(Path folder, Random random) throws Exception {
    SimulatedDisk disk = new SimulatedDisk(folder, random);
    List<String> seen = List.of();
    long next = 1;
    for (int start = 0; start < STARTS; start++) {
      disk.losePowerAfter(random.nextInt(start == 0 ? 400 : 150));
      List<Commit> commits = new ArrayList<>();
      workUntilThePowerGoes(disk, random, next, commits);
      disk = disk.restore();
      seen = check(disk, seen, commits);
      next += commits.size();
      disk = disk.restore();
    }
  }

  private static void workUntilThePowerGoes(
      SimulatedDisk disk, Random random, long first, List<Commit> commits) throws Exception {
    try (LogEngine engine = open(disk)) {
      engine
          .topics()
          .create(NewTopic.of("numbers", 2))
          .toCompletableFuture()
          .get(30, TimeUnit.SECONDS);
      if (engine.topics().find("numbers").isEmpty()) {
        return;
      }
      TransactionalWriter writer = engine.writer("w");
      Queue<Commit> onTheirWay = new ArrayDeque<>();
      for (int i = 0; i < MOST_COMMITS && !disk.isPowerLost(); i++) {
        Commit commit = commit(writer, first + i);
        commits.add(commit);
        onTheirWay.add(commit);
        if (onTheirWay.size() == MOST_ON_THEIR_WAY || random.nextBoolean()) {
          await(onTheirWay.remove());
        }
        if (random.nextInt(10) == 0) {
          writer = engine.writer("w");
        }
      }
      for (Commit commit : onTheirWay) {
        await(commit);
      }
    } catch (IOException | WriterUnavailableException | ExecutionException e) {
      assertThat(disk.isPowerLost()).as("power lost, else: %s", e).isTrue();
    }
  }

  private static Commit commit(TransactionalWriter writer, long number) {
    String value = Long.toString(number);
    return new Commit(
        number,
        writer
            .commit(
                List.of(staged("numbers", 0, value), staged("numbers", 1, value)),
                offset("sink", "numbers", number))
            .toCompletableFuture());
  }

  private static void await(Commit commit) throws Exception {
    commit.done().handle((_, _) -> true).get(30, TimeUnit.SECONDS);
  }

  private static List<String> check(SimulatedDisk disk, List<String> before, List<Commit> commits)
      throws Exception {
    try (LogEngine engine = open(disk)) {
      if (engine.topics().find("numbers").isEmpty()) {
        assertThat(before).isEmpty();
        assertThat(commits).noneMatch(Commit::isAcknowledged);
        return List.of();
      }
      List<String> seen = committed(engine, "numbers", 0);
      assertThat(committed(engine, "numbers", 1)).isEqualTo(seen);
      assertThat(seen).hasSizeGreaterThanOrEqualTo(before.size()).doesNotHaveDuplicates();
      assertThat(seen.subList(0, before.size())).isEqualTo(before);
      List<String> added = seen.subList(before.size(), seen.size());
      assertThat(added).isSubsetOf(commits.stream().map(it -> "" + it.number()).toList());
      assertThat(added)
          .containsAll(
              commits.stream().filter(Commit::isAcknowledged).map(it -> "" + it.number()).toList());
      assertThat(added.stream().map(Long::valueOf).toList()).isSorted();
      if (!seen.isEmpty()) {
        assertThat(engine.offsets().committed("sink").get(FIRST).offset())
            .isEqualTo(Long.parseLong(seen.getLast()));
      }
      return seen;
    }
  }

  private static LogEngine open(SimulatedDisk disk) throws IOException {
    EngineSettings settings = EngineSettings.of(disk.root());
    InstantSource clock = InstantSource.system();
    return LogEngine.open(
        settings, FilePartitions.open(disk.root(), settings.storage(), disk, clock), clock);
  }
}
