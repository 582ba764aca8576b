package dev.headrace.log.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.log.MortalPartitions;
import dev.headrace.log.storage.FilePartitions;
import dev.headrace.log.storage.StorageSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two transactions of a client, killed before each of their writes. The client may outlive the
 * node, and then ends what it has begun; or it may not, and then its successor finds it aborted.
 */
final class KillingAClientsTransactionAtEveryStepTest {

  private static final int TRANSACTIONS = 3;
  private static final int MOST_STEPS = 100;

  @TempDir Path directory;

  @Test
  void aClientThatLivesOnEndsWhatItHasBegun() throws Exception {
    int step = 0;
    boolean survived = false;
    while (!survived) {
      assertThat(step).as("steps of two transactions").isLessThan(MOST_STEPS);
      Path data = directory.resolve("step" + step);
      StubbornProducer producer = dieAt(step, data);
      survived = producer.number() > TRANSACTIONS;
      try (TransactionNode node = new TransactionNode(open(data))) {
        checkWhole(node, producer);
        producer.meet(node);
        while (producer.number() <= TRANSACTIONS) {
          assertThat(done(producer.ask())).as("step %s, %s", step, producer.step()).isTrue();
        }

        assertThat(node.committed(0)).isEqualTo(List.of(1, 2, 3));
        assertThat(node.committed(1)).isEqualTo(List.of(1, 2, 3));
        assertThat(node.committedOffset()).hasValue(TRANSACTIONS);
        Awaitility.await().until(node::isSettled);
      }
      step++;
    }
    assertThat(step).as("there are writes to be killed between").isGreaterThan(16);
  }

  @Test
  void theSuccessorOfAClientThatIsGoneFindsItAborted() throws Exception {
    int step = 0;
    boolean survived = false;
    while (!survived) {
      Path data = directory.resolve("step" + step);
      StubbornProducer gone = dieAt(step++, data);
      survived = gone.number() > TRANSACTIONS;
      try (TransactionNode node = new TransactionNode(open(data))) {
        List<Integer> seen = checkWhole(node, gone);

        StubbornProducer successor = new StubbornProducer(node, 99);
        while (successor.number() == 99) {
          done(successor.ask());
        }

        assertThat(node.committed(0)).startsWith(seen.toArray(Integer[]::new)).endsWith(99);
        assertThat(node.committed(0)).hasSize(seen.size() + 1);
        assertThat(node.committed(1)).isEqualTo(node.committed(0));
        assertThat(node.committedOffset()).hasValue(99);
        Awaitility.await().until(node::isSettled);
      }
    }
  }

  /**
   * Writes two transactions behind a first one; the node dies before its write number {@code step}.
   */
  private static StubbornProducer dieAt(int step, Path data) throws Exception {
    try (MortalPartitions partitions = new MortalPartitions(open(data))) {
      TransactionNode doomed = new TransactionNode(partitions);
      doomed.createTopic();
      StubbornProducer producer = new StubbornProducer(doomed, 1);
      while (producer.number() == 1) {
        assertThat(done(producer.ask())).isTrue();
      }

      partitions.dieAfter(step);
      while (producer.number() <= TRANSACTIONS && !partitions.isDead()) {
        partitions.awaitDeathOr(producer.ask());
      }
      return producer;
    }
  }

  /** Each transaction is everywhere or nowhere, none that was acknowledged is missing. */
  private static List<Integer> checkWhole(TransactionNode node, StubbornProducer producer)
      throws IOException {
    List<Integer> seen = node.committed(0);
    assertThat(node.committed(1)).isEqualTo(seen);
    assertThat(node.committedOffset()).hasValue(seen.size());
    assertThat(seen).isEqualTo(IntStream.rangeClosed(1, seen.size()).boxed().toList());
    int acknowledged = producer.number() - 1;
    assertThat(seen.size()).isBetween(acknowledged, acknowledged + 1);
    if (producer.step() != StubbornProducer.Step.COMMIT) {
      assertThat(seen).hasSize(acknowledged);
    }
    return seen;
  }

  private static FilePartitions open(Path data) throws IOException {
    return FilePartitions.open(data, StorageSettings.defaults());
  }

  private static boolean done(CompletableFuture<Boolean> asked) throws Exception {
    return asked.get(30, TimeUnit.SECONDS);
  }
}
