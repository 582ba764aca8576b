package dev.headrace.runtime.connector;

import java.time.Instant;
import java.util.Optional;

/** Whether a connector knows what it has to do. */
sealed interface PlanState {

  /** What went wrong last; empty when nothing did. */
  default Optional<Failure> failure() {
    return Optional.empty();
  }

  /** When it is tried again; empty unless it is going to be. */
  default Optional<Instant> nextAttempt() {
    return Optional.empty();
  }

  /** It has not looked yet. */
  record Unknown() implements PlanState {}

  /** It knows, and looks again when the alarm rings. */
  record Changing(Alarm.Ticket next) implements PlanState {}

  /** It knows, and nothing will change. */
  record Settled() implements PlanState {}

  /** Looking failed, and is tried again. */
  record Retrying(Failure why, Instant at, Alarm.Ticket next) implements PlanState {
    @Override
    public Optional<Instant> nextAttempt() {
      return Optional.of(at);
    }

    @Override
    public Optional<Failure> failure() {
      return Optional.of(why);
    }
  }

  /** Looking failed for good. */
  record Failed(Failure why) implements PlanState {
    @Override
    public Optional<Failure> failure() {
      return Optional.of(why);
    }
  }
}
