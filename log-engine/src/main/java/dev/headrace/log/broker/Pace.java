package dev.headrace.log.broker;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The pace of one client: everything it uses takes the time that it would take at the allowed rate.
 * A client may be ahead by one second, so that bursts cost nothing. Thread-safe.
 */
final class Pace {

  private static final long AHEAD_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Nobody waits longer at a time, whatever it has used. */
  private static final int MOST_MILLIS = 30_000;

  /** When all that was used is paid for. */
  private final AtomicLong paidNanos;

  Pace(long nowNanos) {
    paidNanos = new AtomicLong(nowNanos - AHEAD_NANOS);
  }

  /**
   * @param perSecond the allowed rate, above 0
   * @return milliseconds to wait
   */
  int use(double amount, double perSecond, long nowNanos) {
    long costNanos = (long) (amount / perSecond * TimeUnit.SECONDS.toNanos(1));
    long paid =
        paidNanos.updateAndGet(
            before -> Math.max(before - nowNanos, -AHEAD_NANOS) + nowNanos + costNanos);
    long waitMillis = TimeUnit.NANOSECONDS.toMillis(paid - nowNanos);
    return Math.clamp(waitMillis, 0, MOST_MILLIS);
  }

  /** Whether forgetting it makes no difference. */
  boolean isIdle(long nowNanos) {
    return paidNanos.get() - nowNanos <= -AHEAD_NANOS;
  }
}
