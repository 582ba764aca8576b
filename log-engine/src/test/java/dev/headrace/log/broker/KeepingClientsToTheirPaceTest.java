package dev.headrace.log.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class KeepingClientsToTheirPaceTest {

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final long start = Long.MAX_VALUE - 5 * SECOND; // The clock may pass its own end.
  private final Pace pace = new Pace(start);

  @Test
  void aBurstOfASecondCostsNothing() {
    assertThat(pace.use(600, 1000, start)).isZero();
    assertThat(pace.use(400, 1000, start)).isZero();
    assertThat(pace.use(1, 1000, start)).isEqualTo(1);
  }

  @Test
  void whatWasUsedTooMuchIsWaitedFor() {
    assertThat(pace.use(3000, 1000, start)).isEqualTo(2000);
    assertThat(pace.use(500, 1000, start + SECOND)).isEqualTo(1500);
    assertThat(pace.use(0, 1000, start + 3 * SECOND)).isZero();
  }

  @Test
  void restIsNotSavedUp() {
    assertThat(pace.use(1000, 1000, start + 100 * SECOND)).isZero();
    assertThat(pace.use(1000, 1000, start + 100 * SECOND)).isEqualTo(1000);
  }

  @Test
  void nobodyWaitsForMoreThanHalfAMinute() {
    assertThat(pace.use(1e12, 1, start)).isEqualTo(30_000);
  }

  @Test
  void oneThatIsWithinItsQuotaMayBeForgotten() {
    assertThat(pace.isIdle(start)).isTrue();
    pace.use(1, 1, start);
    assertThat(pace.isIdle(start)).isFalse();
    assertThat(pace.isIdle(start + SECOND)).isTrue();
  }
}
