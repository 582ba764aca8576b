package dev.headrace.runtime.task;

import dev.headrace.connector.Connector;
import dev.headrace.runtime.deadletter.ErrorPolicy;
import dev.headrace.runtime.deadletter.RefusalLog;
import dev.headrace.runtime.deadletter.Refusals;
import dev.headrace.runtime.deadletter.Refuser;
import dev.headrace.runtime.format.Conversions;
import dev.headrace.runtime.log.Log;
import dev.headrace.runtime.schema.TopicSchemas;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * What every task of a worker works with.
 *
 * @param schemas of the topics
 * @param groupId the worker group, part of the writers' names
 * @param waker gives a waiting task its next turn
 * @param clock for time stamps of records
 * @param nanoTime for intervals, as {@link System#nanoTime()}
 */
public record TaskServices(
    Log log,
    TopicSchemas schemas,
    String groupId,
    Waker waker,
    InstantSource clock,
    LongSupplier nanoTime) {

  /** With the system's clocks. */
  public static TaskServices system(Log log, TopicSchemas schemas, String groupId, Waker waker) {
    return new TaskServices(log, schemas, groupId, waker, InstantSource.system(), System::nanoTime);
  }

  /** From the formats in topics to the forms of sinks. */
  Conversions conversions() {
    return new Conversions(schemas);
  }

  /** What becomes of the records that a task refuses. */
  Refusals refusals(TaskName task, Connector<?> connector, ErrorPolicy policy, Outbox outbox) {
    return new Refusals(
        new Refuser(task.connector(), task.number(), connector.getClass().getName()),
        policy,
        clock,
        new RefusalLog(task.toString(), nanoTime),
        outbox);
  }
}
