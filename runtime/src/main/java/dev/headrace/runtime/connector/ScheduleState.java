package dev.headrace.runtime.connector;

import dev.headrace.runtime.schedule.Run;
import java.time.Instant;

/**
 * What a scheduled connector does.
 *
 * <pre>
 *                        ┌────────────── due ─────────────┐
 *                        │                                ▼
 *  Unknown ─► asked ─► Waiting ◄─── ended, noted ──── Reading
 *                │       └─ nothing is due any more ─► Over
 *                └─ a run was interrupted ─────────────► Reading
 * </pre>
 *
 * Where the log cannot be asked or written, it is Retrying in between.
 */
sealed interface ScheduleState {

  /** The log was not asked yet. */
  record Unknown() implements ScheduleState {}

  /** Until a run is due. */
  record Waiting(Instant due, Alarm.Ticket ticket) implements ScheduleState {}

  /** A run goes on. */
  record Reading(Run run, SupervisedConnector connector) implements ScheduleState {}

  /** Nothing more is due. */
  record Over() implements ScheduleState {}

  /** The log failed, and is tried again. */
  record Retrying(Failure why, Instant at, Alarm.Ticket ticket) implements ScheduleState {}

  /** The log failed for good. */
  record Failed(Failure why) implements ScheduleState {}
}
