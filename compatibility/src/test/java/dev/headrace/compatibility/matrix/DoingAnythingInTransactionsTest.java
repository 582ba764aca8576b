package dev.headrace.compatibility.matrix;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Whatever transactional producers do, in whatever order, is answered alike and comes to the same.
 */
@ExtendWith(BesideKafka.class)
final class DoingAnythingInTransactionsTest {

  private static final int SCRIPTS = 5 * Integer.getInteger("headrace.rounds", 3);

  @Test
  void inTheOldProtocol(BothLogs both) {
    for (long seed : RandomTransactions.seeds(SCRIPTS)) {
      both.tellAlike(RandomTransactions.of(seed, 4, 11));
    }
  }

  @Test
  void inTheNewProtocol(BothLogs both) {
    for (long seed : RandomTransactions.seeds(SCRIPTS)) {
      both.tellAlike(RandomTransactions.of(seed, 5, 13));
    }
  }
}
