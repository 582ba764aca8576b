package dev.headrace.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headrace.log.Bank.Books;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tellers with Kafka's own producers move money between accounts, while the node is killed again
 * and again. Whenever they hold still, all the money is there, each transfer is booked on both
 * accounts or on none, none that was acknowledged is missing, and none that was taken back is
 * there. Who reads along sees the same at the end of every transaction.
 */
final class TransferringMoneyWhileTheNodeIsKilledTest {

  private static final int ROUNDS = Integer.getInteger("headrace.rounds", 3);
  private static final int TELLERS = 3;

  @TempDir Path directory;

  /** Tellers hold it shared during a transfer; whoever holds it alone finds none on its way. */
  private final ReentrantReadWriteLock transferring = new ReentrantReadWriteLock(true);

  private volatile boolean isClosingTime;

  @Test
  void noMoneyIsLostOrMade() throws Exception {
    long seed = Long.getLong("headrace.seed", System.nanoTime());
    Random random = new Random(seed);
    try (NodeProcess node = NodeProcess.start(directory.resolve("data"));
        ExecutorService threads = Executors.newFixedThreadPool(TELLERS + 1)) {
      Bank bank = new Bank(node.bootstrapServers());
      bank.open();
      try (Teller owner = new Teller(bank, "owner", seed)) {
        owner.deposit();
      }
      Auditor auditor = new Auditor(bank);
      try {
        Future<Auditor.Report> auditing = threads.submit(auditor);
        List<Future<?>> working = new ArrayList<>();
        for (int i = 0; i < TELLERS; i++) {
          working.add(threads.submit(work(new Teller(bank, "t" + i, random.nextLong()))));
        }
        killAgainAndAgain(node, bank, random, seed);
        isClosingTime = true;
        for (Future<?> each : working) {
          each.get(60, TimeUnit.SECONDS);
        }
        audit(bank, seed);
        auditor.leave();
        examine(auditing.get(60, TimeUnit.SECONDS), bank, seed);
      } finally {
        isClosingTime = true;
        auditor.leave();
        threads.shutdownNow();
      }
    }
  }

  private void killAgainAndAgain(NodeProcess node, Bank bank, Random random, long seed)
      throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      int before = bank.acknowledged().size();
      int more = 20 + random.nextInt(60);
      await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(1))
          .until(() -> bank.acknowledged().size() >= before + more);
      node.kill();
      node.restart();
      audit(bank, seed);
    }
  }

  private Callable<Void> work(Teller teller) {
    return () -> {
      try (teller) {
        while (!isClosingTime) {
          transferring.readLock().lock();
          try {
            teller.transfer();
          } finally {
            transferring.readLock().unlock();
          }
        }
      }
      return null;
    };
  }

  private void audit(Bank bank, long seed) {
    transferring.writeLock().lock();
    try {
      Books books = bank.read();
      assertThat(books.total()).as("total, seed %s", seed).isEqualTo(Bank.ACCOUNTS * Bank.DEPOSIT);
      books
          .accountsByTransfer()
          .forEach(
              (transfer, accounts) ->
                  assertThat(accounts)
                      .as("accounts of %s, seed %s", transfer, seed)
                      .hasSize(transfer.equals("deposit") ? Bank.ACCOUNTS : 2)
                      .doesNotHaveDuplicates());
      assertThat(books.accountsByTransfer().keySet())
          .as("seed %s", seed)
          .containsAll(bank.acknowledged())
          .doesNotContainAnyElementsOf(bank.withdrawn());
    } finally {
      transferring.writeLock().unlock();
    }
  }

  private static void examine(Auditor.Report report, Bank bank, long seed) {
    assertThat(report.complaints()).as("complaints, seed %s", seed).isEmpty();
    assertThat(report.unbalanced()).as("halves of transfers, seed %s", seed).isEmpty();
    assertThat(report.balances()).as("balances, seed %s", seed).isPositive();
    assertThat(report.seen())
        .as("seen while it went on, seed %s", seed)
        .containsAll(bank.acknowledged())
        .isSubsetOf(bank.read().accountsByTransfer().keySet())
        .doesNotContainAnyElementsOf(bank.withdrawn());
    assertThat(bank.withdrawn()).as("transfers taken back, seed %s", seed).isNotEmpty();
  }
}
