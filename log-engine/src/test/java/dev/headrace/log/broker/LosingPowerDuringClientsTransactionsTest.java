package dev.headrace.log.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.log.storage.FilePartitions;
import dev.headrace.log.storage.SimulatedDisk;
import dev.headrace.log.storage.StorageSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A client writes transactions, and the power goes at a random write. Whatever survives on the
 * disk: each transaction is everywhere or nowhere, none that was acknowledged is missing, what was
 * seen stays, and a client that is still there goes on as if nothing had been.
 */
final class LosingPowerDuringClientsTransactionsTest {

  private static final int ROUNDS = 4 * Integer.getInteger("headrace.rounds", 3);
  private static final int STARTS = 4;
  private static final int MOST_TRANSACTIONS = 20;

  @TempDir Path directory;

  @Test
  void leavesEachTransactionWholeOrNotThere() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      long seed = Long.getLong("headrace.seed", System.nanoTime());
      try {
        new Round(directory.resolve("round-" + round), new Random(seed)).play();
      } catch (AssertionError | Exception e) {
        throw new AssertionError("failed with -Dheadrace.seed=" + seed, e);
      }
    }
  }

  private static final class Round {

    private final Random random;

    /** Whether clients wait for the outcome only; such cannot go on after a loss. */
    private final boolean isHasty;

    private SimulatedDisk disk;
    private StubbornProducer producer;
    private List<Integer> seen = List.of();

    /** What some client was told is committed. */
    private final Set<Integer> acknowledged = new TreeSet<>();

    /** What a client that is gone had asked to be committed, without an answer. */
    private final Set<Integer> unknown = new TreeSet<>();

    private int next = 1;

    Round(Path folder, Random random) {
      this.random = random;
      this.isHasty = random.nextBoolean();
      this.disk = new SimulatedDisk(folder, random);
    }

    void play() throws Exception {
      for (int start = 0; start < STARTS; start++) {
        disk.losePowerAfter(random.nextInt(start == 0 ? 400 : 150));
        workUntilThePowerGoes();
        disk = disk.restore();
        check();
        disk = disk.restore();
      }
      finish();
    }

    private void workUntilThePowerGoes() throws Exception {
      try (TransactionNode node = open()) {
        if (!node.createTopic()) {
          return;
        }
        takeUp(node);
        int last = producer.number() + MOST_TRANSACTIONS;
        while (producer.number() < last && !disk.isPowerLost()) {
          ask();
        }
      } catch (IOException e) {
        assertThat(disk.isPowerLost()).as("power lost, else: %s", e).isTrue();
      }
    }

    private void takeUp(TransactionNode node) {
      if (producer != null && !isHasty && random.nextInt(4) > 0) {
        producer.meet(node);
        return;
      }
      if (producer != null && producer.step() == StubbornProducer.Step.COMMIT) {
        unknown.add(producer.number());
      }
      producer = isHasty ? StubbornProducer.hasty(node, next) : new StubbornProducer(node, next);
    }

    private void ask() throws Exception {
      int number = producer.number();
      boolean isCommit = producer.step() == StubbornProducer.Step.COMMIT;
      if (producer.ask().get(30, TimeUnit.SECONDS) && isCommit) {
        acknowledged.add(number);
      }
      next = Math.max(next, producer.number() + 1);
    }

    private void check() throws Exception {
      try (TransactionNode node = open()) {
        if (node.partitions.all().stream()
            .noneMatch(it -> it.topicPartition().topic().equals(TransactionNode.TOPIC))) {
          assertThat(acknowledged).isEmpty();
          return;
        }
        List<Integer> now = node.committed(0);
        assertThat(node.committed(1)).isEqualTo(now);
        assertBeginsAsSeen(now);
        assertThat(now).isSorted().doesNotHaveDuplicates();
        assertThat(now).containsAll(acknowledged);
        List<Integer> others = new ArrayList<>(now);
        others.removeAll(acknowledged);
        others.removeAll(unknown);
        assertThat(others).allMatch(it -> it == producer.number());
        if (!now.isEmpty()) {
          assertThat(node.committedOffset()).hasValue(now.getLast());
        }
        seen = now;
      }
    }

    private void assertBeginsAsSeen(List<Integer> now) {
      assertThat(now).hasSizeGreaterThanOrEqualTo(seen.size());
      assertThat(now.subList(0, seen.size())).isEqualTo(seen);
    }

    /** The last client still has what it began, if it may go on, and it is committed once. */
    private void finish() throws Exception {
      try (TransactionNode node = open()) {
        node.createTopic();
        if (producer == null || isHasty) {
          producer = new StubbornProducer(node, next);
        }
        producer.meet(node);
        int last = producer.number();
        while (producer.number() <= last) {
          assertThat(producer.ask().get(30, TimeUnit.SECONDS) || isInit()).isTrue();
        }
        List<Integer> now = node.committed(0);
        assertBeginsAsSeen(now);
        assertThat(now).endsWith(last);
        assertThat(now).doesNotHaveDuplicates();
        assertThat(node.committed(1)).isEqualTo(now);
        assertThat(node.isSettled()).isTrue();
      }
    }

    /** A successor is told to ask again while the transaction of the one before is aborted. */
    private boolean isInit() {
      return producer.step() == StubbornProducer.Step.INIT;
    }

    private TransactionNode open() throws IOException {
      return new TransactionNode(
          FilePartitions.open(
              disk.root(), StorageSettings.defaults(), disk, InstantSource.system()));
    }
  }
}
