package dev.headrace.log.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Compaction moves no more bytes a second than it may, and stops waiting when it is closed. */
final class ThrottlingCompactionTest {

  private final AtomicLong nanos = new AtomicLong();

  @Test
  void whatIsWithinTheSpeedDoesNotWait() {
    try (Throttle throttle = new Throttle(1000, nanos::get)) {
      for (int second = 0; second < 10; second++) {
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
        throttle.moved(100);
      }
    }
  }

  @Test
  void whatIsBeyondWaitsUntilItIsClosed() {
    Throttle throttle = new Throttle(1000, nanos::get);
    CompletableFuture<Thread> mover = new CompletableFuture<>();
    CompletableFuture<Void> moved =
        CompletableFuture.runAsync(
            () -> {
              mover.complete(Thread.currentThread());
              throttle.moved(1_000_000_000);
            });
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> mover.join().getState() == Thread.State.TIMED_WAITING);

    throttle.close();

    assertThatThrownBy(moved::join).hasCauseInstanceOf(CancellationException.class);
    assertThat(moved).isCompletedExceptionally();
  }
}
