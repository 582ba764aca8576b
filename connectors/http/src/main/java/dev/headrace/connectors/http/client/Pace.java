package dev.headrace.connectors.http.client;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** When the next request may be sent. Used by one thread at a time. */
public final class Pace {

  private final long leastNanos;
  private final LongSupplier nanoTime;
  private long nextNanos;

  /**
   * The first request may be sent at once.
   *
   * @param perSecond the most requests in a second
   */
  public Pace(Optional<Double> perSecond, LongSupplier nanoTime) {
    this.leastNanos = perSecond.map(most -> (long) (TimeUnit.SECONDS.toNanos(1) / most)).orElse(0L);
    this.nanoTime = nanoTime;
    this.nextNanos = nanoTime.getAsLong();
  }

  /** A request is sent now. */
  public void asked() {
    nextNanos = nanoTime.getAsLong() + leastNanos;
  }

  /** None may be sent before {@code delay} has passed. */
  public void hold(Duration delay) {
    long untilNanos = nanoTime.getAsLong() + delay.toNanos();
    nextNanos = untilNanos - nextNanos > 0 ? untilNanos : nextNanos;
  }

  /** How long no request may be sent; empty when one may. */
  public Optional<Duration> pause() {
    long nanos = nextNanos - nanoTime.getAsLong();
    return nanos > 0 ? Optional.of(Duration.ofNanos(nanos)) : Optional.empty();
  }
}
