package dev.headrace.runtime.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DealingSharesTest {

  @Test
  void makesNoMoreTasksThanThereIsToDo() {
    assertThat(Shares.<String>none().deal(List.of("a", "b"), 5).byTask())
        .containsExactly(List.of("a"), List.of("b"));
    assertThat(Shares.<String>none().deal(List.of(), 5).byTask()).isEmpty();
  }

  @Test
  void dealsEvenly() {
    assertThat(Shares.<String>none().deal(List.of("a", "b", "c", "d", "e"), 2).byTask())
        .containsExactly(List.of("a", "c", "e"), List.of("b", "d"));
  }

  @Test
  void leavesWithItsTaskWhatIsStillWanted() {
    Shares<String> first = Shares.<String>none().deal(List.of("a", "b", "c"), 2);

    assertThat(first.deal(List.of("c", "d", "e", "b"), 2).byTask())
        .containsExactly(List.of("c", "d"), List.of("b", "e"));
  }

  @Test
  void keepsThePlaceOfATaskThatHasNothingToDoAnyMore() {
    Shares<String> first = Shares.<String>none().deal(List.of("a", "b"), 2);

    Shares<String> then = first.deal(List.of("b"), 2);

    assertThat(then.of(0)).isEmpty();
    assertThat(then.of(1)).containsExactly("b");
    assertThat(then.of(2)).isEmpty();
  }

  @Test
  void dealsEverythingOnceWhateverIsWantedAfterWhat() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Shares<Integer> shares = Shares.none();
    for (int round = 0; round < 200; round++) {
      List<Integer> wanted = new ArrayList<>();
      for (int each = 0; each < 20; each++) {
        if (random.nextBoolean()) {
          wanted.add(each);
        }
      }
      Shares<Integer> before = shares;
      shares = shares.deal(wanted, 4);

      assertThat(shares.all()).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(wanted);
      assertThat(shares.tasks()).as("seed %d", seed).isLessThanOrEqualTo(4);
      for (int task = 0; task < before.tasks(); task++) {
        List<Integer> kept = new ArrayList<>(before.of(task));
        kept.retainAll(wanted);
        assertThat(shares.of(task)).as("seed %d", seed).containsAll(kept);
      }
    }
  }
}
