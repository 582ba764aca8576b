package dev.headrace.runtime.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connector.ConnectorException.Kind;
import dev.headrace.runtime.connector.Restarts.Decision;
import dev.headrace.runtime.connector.Restarts.Patience;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaitingBeforeARestartTest {

  @Test
  void doublesFromOneSecondToOneMinute() {
    assertThat(delays(Kind.TRANSIENT, Patience.ENDLESS, 0, 9))
        .extracting(Duration::toSeconds)
        .containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L);
  }

  @Test
  void isShortenedByUpToAQuarterSoThatNotAllComeBackAtOnce() {
    assertThat(delays(Kind.TRANSIENT, Patience.ENDLESS, 1, 3))
        .extracting(Duration::toMillis)
        .containsExactly(750L, 1500L, 3000L);
  }

  @Test
  void goesOnWithoutEndWhileTheFarSideIsAway() {
    assertThat(delays(Kind.TRANSIENT, Patience.ENDLESS, 0, 5_000)).hasSize(5_000);
  }

  @Test
  void hasAnEndWhereSomebodyWaitsForIt() {
    assertThat(delays(Kind.TRANSIENT, Patience.BUDGETED, 0, 5_000)).hasSize(Restarts.BUDGET);
  }

  @Test
  void hasAnEndForWhatNobodyForesaw() {
    assertThat(delays(Kind.UNEXPECTED, Patience.ENDLESS, 0, 5_000)).hasSize(Restarts.BUDGET);
  }

  @Test
  void isNoUseForAWrongConfiguration() {
    assertThat(delays(Kind.CONFIGURATION, Patience.ENDLESS, 0, 5_000)).isEmpty();
  }

  private static List<Duration> delays(Kind kind, Patience patience, double random, int most) {
    List<Duration> delays = new ArrayList<>();
    Restarts restarts = Restarts.NONE;
    while (delays.size() < most
        && restarts.after(kind, patience, random)
            instanceof Decision.Again(Duration delay, Restarts next)) {
      delays.add(delay);
      restarts = next;
    }
    return delays;
  }
}
