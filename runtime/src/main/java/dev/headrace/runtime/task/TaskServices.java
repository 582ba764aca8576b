package dev.headrace.runtime.task;

import dev.headrace.runtime.log.Log;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * What every task of a worker works with.
 *
 * @param groupId the worker group, part of the writers' names
 * @param waker gives a waiting task its next turn
 * @param clock for time stamps of records
 * @param nanoTime for intervals, as {@link System#nanoTime()}
 */
public record TaskServices(
    Log log, String groupId, Waker waker, InstantSource clock, LongSupplier nanoTime) {

  /** With the system's clocks. */
  public static TaskServices system(Log log, String groupId, Waker waker) {
    return new TaskServices(log, groupId, waker, InstantSource.system(), System::nanoTime);
  }
}
