package dev.headrace.log.broker;

import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes a shard when the first time-out of its groups may be over; one timer for all of them.
 * Guarded by its {@link ShardTurns}.
 */
final class GroupAlarm {

  private static final Logger LOG = LoggerFactory.getLogger(GroupAlarm.class);
  private static final long NEVER = Long.MAX_VALUE;

  private final GroupEnvironment environment;
  private final Runnable ring;
  private Optional<Future<?>> set = Optional.empty();
  private long setForMillis = NEVER;

  GroupAlarm(GroupEnvironment environment, Runnable ring) {
    this.environment = environment;
    this.ring = ring;
  }

  /**
   * Rings at a time, or earlier where that was asked for.
   *
   * @param deadlineMillis {@link Long#MAX_VALUE} for never
   */
  void noLaterThan(long deadlineMillis) {
    if (deadlineMillis >= setForMillis) {
      return;
    }
    set.ifPresent(former -> former.cancel(false));
    long delayMillis = Math.max(1, deadlineMillis - environment.elapsedMillis().getAsLong());
    try {
      set = Optional.of(environment.timer().schedule(ring, delayMillis, TimeUnit.MILLISECONDS));
      setForMillis = deadlineMillis;
    } catch (RejectedExecutionException _) {
      LOG.debug("the node stops: no more time-outs of groups");
    }
  }

  /** It has rung: the next one must be set. */
  void rung() {
    set = Optional.empty();
    setForMillis = NEVER;
  }
}
