package dev.headrace.connectors.jdbc;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Waits for what a follower does by and by. */
final class Awaiting {

  private static final int QUIET_LOOKS = 5;

  private Awaiting() {}

  /** Looks until several looks in a row bring nothing. */
  static void quiet(Follower follower) {
    AtomicInteger quiet = new AtomicInteger();
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInSameThread()
        .pollInterval(Duration.ofMillis(15))
        .until(
            () -> {
              quiet.set(follower.look() ? 0 : quiet.get() + 1);
              return quiet.get() >= QUIET_LOOKS;
            });
  }
}
