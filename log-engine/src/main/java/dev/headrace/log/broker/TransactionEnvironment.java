package dev.headrace.log.broker;

import java.time.InstantSource;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What transactions need of the world.
 *
 * @param clock for the time stamps of records
 * @param elapsedMillis never goes back, whatever happens to the clock
 * @param timer ends transactions whose time is over; closed with the transactions
 */
public record TransactionEnvironment(
    TransactionSettings settings,
    InstantSource clock,
    LongSupplier elapsedMillis,
    ScheduledExecutorService timer) {

  /** The real world; its timer is the thread {@code headrace-transactions}. */
  public static TransactionEnvironment real(TransactionSettings settings, InstantSource clock) {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("headrace-transactions").daemon().factory());
    timer.setRemoveOnCancelPolicy(true);
    return new TransactionEnvironment(
        settings, clock, () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()), timer);
  }
}
