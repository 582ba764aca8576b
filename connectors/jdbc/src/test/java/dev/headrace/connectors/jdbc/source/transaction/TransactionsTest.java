package dev.headrace.connectors.jdbc.source.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class TransactionsTest {

  @Test
  void holdsWhatIsFinished() {
    Transactions set =
        Transactions.NONE.advance(new OpenTransactions(20, new long[] {5, 6, 7, 12}), 10);
    assertThat(set.contains(4)).isTrue();
    assertThat(set.contains(5)).isFalse();
    assertThat(set.contains(7)).isFalse();
    assertThat(set.contains(8)).isTrue();
    assertThat(set.contains(12)).isFalse();
    assertThat(set.contains(19)).isTrue();
    assertThat(set.contains(20)).isFalse();
    assertThat(set.firstMissing()).isEqualTo(5);
    assertThat(Transactions.NONE.contains(0)).isFalse();
  }

  @Test
  void comesBackFromItsText() {
    Transactions set =
        Transactions.NONE.advance(
            new OpenTransactions(5_000_000_000L, new long[] {1, 4_999_999_990L, 4_999_999_999L}),
            10);
    assertThat(Transactions.parse(set.text())).isEqualTo(set);
    assertThat(Transactions.parse(Transactions.NONE.text())).isEqualTo(Transactions.NONE);
  }

  /** Whatever begins and ends: nothing is taken back, nothing open is in, all is in at last. */
  @Test
  void growsWithoutEverTakingBackHoweverFewRangesItMayHave() {
    for (int round = 0; round < 50; round++) {
      long seed = System.nanoTime();
      Random random = new Random(seed);
      int most = 1 + random.nextInt(6);
      Transactions set = Transactions.NONE;
      Set<Long> open = new TreeSet<>();
      long end = 3;
      for (int step = 0; step < 60; step++) {
        for (int i = random.nextInt(20); i > 0; i--) {
          open.add(end++);
        }
        open.removeIf(_ -> random.nextInt(3) == 0);
        Transactions next = set.advance(found(end, open), most);
        for (long xid = 0; xid < end; xid++) {
          if (set.contains(xid)) {
            assertThat(next.contains(xid)).as("seed %d: %d stays", seed, xid).isTrue();
          }
          if (open.contains(xid)) {
            assertThat(next.contains(xid)).as("seed %d: %d is open", seed, xid).isFalse();
          }
        }
        assertThat(next.open()).as("seed %d", seed).hasSizeLessThanOrEqualTo(most);
        assertThat(Transactions.parse(next.text())).isEqualTo(next);
        set = next;
      }
      assertThat(set.advance(found(end, Set.of()), most))
          .isEqualTo(new Transactions(end, List.of()));
    }
  }

  private static OpenTransactions found(long end, Set<Long> open) {
    return new OpenTransactions(end, open.stream().mapToLong(Long::longValue).toArray());
  }
}
