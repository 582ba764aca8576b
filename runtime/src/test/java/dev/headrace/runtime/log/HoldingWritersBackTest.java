package dev.headrace.runtime.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class HoldingWritersBackTest {

  private final OnTheirWay onTheirWay = new OnTheirWay(10, 2);

  @Test
  void waitsForRoomUntilACommitIsDone() throws Exception {
    // Given
    onTheirWay.add(8);
    Thread writer = start(() -> onTheirWay.awaitRoom(5));
    await().until(() -> writer.getState() == Thread.State.WAITING);

    // When
    onTheirWay.remove(8, Optional.empty());

    // Then
    assertThat(writer.join(Duration.ofSeconds(20))).isTrue();
  }

  @Test
  void waitsWhenTooManyCommitsAreOnTheirWay() throws Exception {
    onTheirWay.add(1);
    onTheirWay.add(1);
    Thread writer = start(() -> onTheirWay.add(1));
    await().until(() -> writer.getState() == Thread.State.WAITING);

    onTheirWay.remove(1, Optional.empty());

    assertThat(writer.join(Duration.ofSeconds(20))).isTrue();
  }

  @Test
  void letsOneLargeTransactionThroughWhenNothingElseIsOnItsWay() {
    onTheirWay.awaitRoom(1_000);

    assertThat(onTheirWay.failure()).isEmpty();
  }

  @Test
  void remembersTheFirstFailure() {
    LogException first = new LogException.Unavailable("first", new IllegalStateException());
    onTheirWay.add(1);
    onTheirWay.add(1);

    onTheirWay.remove(1, Optional.of(first));
    onTheirWay.remove(1, Optional.of(new LogException.TooLarge("second")));

    assertThat(onTheirWay.failure()).containsSame(first);
  }

  @Test
  void givesUpWaitingWhenItsThreadIsInterrupted() {
    onTheirWay.add(8);
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> onTheirWay.awaitRoom(5)).isInstanceOf(LogException.Unavailable.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  private static Thread start(Runnable work) {
    return Thread.ofPlatform().name("writer").daemon().start(work);
  }
}
