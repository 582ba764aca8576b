package dev.headrace.runtime.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connector.ConnectorException.Kind;
import dev.headrace.runtime.connector.Restarts.Decision;
import dev.headrace.runtime.connector.Restarts.Patience;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WaitingBeforeARestartTest {

  private Kind kind = Kind.TRANSIENT;
  private RetryPolicy policy = RetryPolicy.DEFAULT;
  private Patience patience = Patience.ENDLESS;
  private double random;

  @Test
  void doublesFromOneSecondToOneMinute() {
    assertThat(delays(9))
        .extracting(Duration::toSeconds)
        .containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L);
  }

  @Test
  void isNeverLongerThanTheUserSays() {
    policy = new RetryPolicy(Optional.empty(), Duration.ofSeconds(5));

    assertThat(delays(5)).extracting(Duration::toSeconds).containsExactly(1L, 2L, 4L, 5L, 5L);
  }

  @Test
  void isShortenedByUpToAQuarterSoThatNotAllComeBackAtOnce() {
    random = 1;

    assertThat(delays(3)).extracting(Duration::toMillis).containsExactly(750L, 1500L, 3000L);
  }

  @Test
  void goesOnWithoutEndWhileTheFarSideIsAway() {
    assertThat(delays(5_000)).hasSize(5_000);
  }

  @Test
  void endsWhenTheNextTryWouldBeTooLate() {
    policy = new RetryPolicy(Optional.of(Duration.ofSeconds(20)), Duration.ofMinutes(1));

    // after 0, 1, 3, 7 and 15 seconds; the next would be after 31
    assertThat(delays(5_000)).hasSize(4);
  }

  @Test
  void isNotDoneAtAllWhenTheUserSaysSo() {
    policy = new RetryPolicy(Optional.of(Duration.ZERO), Duration.ofMinutes(1));

    assertThat(delays(5_000)).isEmpty();
  }

  @Test
  void hasAnEndWhereSomebodyWaitsForIt() {
    patience = Patience.BUDGETED;

    assertThat(delays(5_000)).hasSize(Restarts.BUDGET);
  }

  @Test
  void isAsLongAsTheUserSaysEvenThere() {
    patience = Patience.BUDGETED;
    policy = new RetryPolicy(Optional.of(Duration.ofDays(1)), Duration.ofMinutes(1));

    assertThat(delays(5_000)).hasSizeGreaterThan(1_400);
  }

  @Test
  void hasAnEndForWhatNobodyForesaw() {
    kind = Kind.UNEXPECTED;

    assertThat(delays(5_000)).hasSize(Restarts.BUDGET);
  }

  @Test
  void isNoUseForAWrongConfiguration() {
    kind = Kind.CONFIGURATION;

    assertThat(delays(5_000)).isEmpty();
  }

  private List<Duration> delays(int most) {
    List<Duration> delays = new ArrayList<>();
    Restarts restarts = Restarts.NONE;
    long nowNanos = Long.MAX_VALUE - 5;
    while (delays.size() < most
        && restarts.after(kind, policy, patience, nowNanos, random)
            instanceof Decision.Again(Duration delay, Restarts next)) {
      delays.add(delay);
      nowNanos += delay.toNanos();
      restarts = next;
    }
    return delays;
  }
}
