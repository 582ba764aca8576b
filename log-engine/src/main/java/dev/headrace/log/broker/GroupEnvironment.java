package dev.headrace.log.broker;

import dev.headrace.log.group.ConsumerTimes;
import dev.headrace.log.group.GroupLimits;
import java.time.InstantSource;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/**
 * What groups need of the world.
 *
 * @param memberIds makes an id that nobody had before from a client's or an instance's name
 * @param clock for the time stamps of records
 * @param elapsedMillis never goes back, whatever happens to the clock
 * @param timer wakes groups whose time has come; closed with the coordinator
 * @param hiddenTopics that no group gets to read
 * @param consumerTimes of a group of the consumer protocol, by its id; asked at each heartbeat
 * @param offsetRetention when what groups have committed goes
 */
public record GroupEnvironment(
    GroupLimits limits,
    UnaryOperator<String> memberIds,
    InstantSource clock,
    LongSupplier elapsedMillis,
    ScheduledExecutorService timer,
    Set<String> hiddenTopics,
    Function<String, ConsumerTimes> consumerTimes,
    OffsetRetention offsetRetention) {

  public GroupEnvironment {
    hiddenTopics = Set.copyOf(hiddenTopics);
  }

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
        timer,
        Set.of(),
        _ -> ConsumerTimes.DEFAULTS,
        OffsetRetention.DEFAULTS);
  }

  public GroupEnvironment withHiddenTopics(Set<String> topics) {
    return new GroupEnvironment(
        limits, memberIds, clock, elapsedMillis, timer, topics, consumerTimes, offsetRetention);
  }

  public GroupEnvironment withConsumerTimes(Function<String, ConsumerTimes> times) {
    return new GroupEnvironment(
        limits, memberIds, clock, elapsedMillis, timer, hiddenTopics, times, offsetRetention);
  }

  public GroupEnvironment withOffsetRetention(OffsetRetention retention) {
    return new GroupEnvironment(
        limits, memberIds, clock, elapsedMillis, timer, hiddenTopics, consumerTimes, retention);
  }
}
