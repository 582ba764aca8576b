package dev.headrace.log.broker;

import dev.headrace.log.group.GroupLimits;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/**
 * What groups need of the world.
 *
 * @param memberIds makes an id that nobody had before from a client's or an instance's name
 * @param clock for the time stamps of records
 * @param elapsedMillis never goes back, whatever happens to the clock
 * @param timer wakes groups whose time has come; closed with the coordinator
 */
public record GroupEnvironment(
    GroupLimits limits,
    UnaryOperator<String> memberIds,
    InstantSource clock,
    LongSupplier elapsedMillis,
    ScheduledExecutorService timer) {

  /** The real world; its timer is the thread {@code headrace-groups}, started when needed. */
  public static GroupEnvironment real(GroupLimits limits, InstantSource clock) {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("headrace-groups").daemon().factory());
    timer.setRemoveOnCancelPolicy(true);
    return new GroupEnvironment(
        limits,
        name -> name + "-" + UUID.randomUUID(),
        clock,
        () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()),
        timer);
  }
}
