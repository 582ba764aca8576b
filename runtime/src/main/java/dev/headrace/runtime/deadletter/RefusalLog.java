package dev.headrace.runtime.deadletter;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of refused records, one line in ten seconds: a file full of bad lines must not become a log
 * full of them. The task's thread only.
 */
public final class RefusalLog {

  private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);
  private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final String task;
  private final LongSupplier nanoTime;
  private long notTold;
  private long lastNanos;

  /**
   * @param task whose records they are, as {@code orders-in-0}
   * @param nanoTime as {@link System#nanoTime()}
   */
  public RefusalLog(String task, LongSupplier nanoTime) {
    this.task = task;
    this.nanoTime = nanoTime;
    this.lastNanos = nanoTime.getAsLong() - INTERVAL_NANOS;
  }

  void tell(Refusal refusal) {
    long now = nanoTime.getAsLong();
    if (now - lastNanos < INTERVAL_NANOS) {
      notTold++;
      return;
    }
    LOG.warn(
        "task {} left a record out at {}: {} [{}]{}",
        task,
        refusal.origin().where(),
        refusal.why().what(),
        refusal.why().code(),
        notTold == 0 ? "" : "; " + notTold + " others since the last such line");
    lastNanos = now;
    notTold = 0;
  }
}
