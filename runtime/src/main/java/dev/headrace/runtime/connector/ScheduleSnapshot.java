package dev.headrace.runtime.connector;

import dev.headrace.runtime.connector.ConnectorStatus.State;
import dev.headrace.runtime.schedule.Run;
import dev.headrace.runtime.schedule.RunHistory;
import dev.headrace.runtime.schedule.Schedule;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a scheduled connector stands, for any thread to look at.
 *
 * @param restarts how often the log failed in a row
 * @param lastRun the connector of the run that goes on, or of the last one
 */
record ScheduleSnapshot(
    ScheduleState state,
    Restarts restarts,
    RunHistory history,
    Optional<SupervisedConnector> lastRun) {

  ConnectorStatus status(BoundConnector.Source<?, ?, ?> bound, Schedule schedule) {
    Optional<ConnectorStatus> run = lastRun.map(SupervisedConnector::status);
    return new ConnectorStatus(
        bound.common().name(),
        ConnectorStatus.Kind.SOURCE,
        state(run),
        trace(run),
        retry(run),
        Optional.of(new ConnectorStatus.Times(schedule.text(), next(), history.runs())),
        bound.guarantee(),
        bound.settings().topic().stream().toList(),
        run.map(ConnectorStatus::tasks).orElse(List.of()));
  }

  /** Why it, or tasks of its last run, have failed for good. */
  List<Failure> failures() {
    Stream<Failure> own =
        state instanceof ScheduleState.Failed(Failure why) ? Stream.of(why) : Stream.empty();
    return Stream.concat(own, lastRun.stream().flatMap(run -> run.failures().stream())).toList();
  }

  private State state(Optional<ConnectorStatus> run) {
    return switch (state) {
      case ScheduleState.Unknown _ -> State.UNASSIGNED;
      case ScheduleState.Retrying _ -> State.RESTARTING;
      case ScheduleState.Failed _ -> State.FAILED;
      case ScheduleState.Waiting _ -> failed().isPresent() ? State.FAILED : State.RUNNING;
      case ScheduleState.Over _ -> failed().isPresent() ? State.FAILED : State.COMPLETED;
      case ScheduleState.Reading _ ->
          run.map(ConnectorStatus::state)
              .filter(shown -> shown != State.COMPLETED && shown != State.UNASSIGNED)
              .orElse(State.RUNNING);
    };
  }

  private Optional<String> trace(Optional<ConnectorStatus> run) {
    return switch (state) {
      case ScheduleState.Unknown _ -> Optional.empty();
      case ScheduleState.Retrying(Failure why, _, _) -> Optional.of(why.words());
      case ScheduleState.Failed(Failure why) -> Optional.of(why.words());
      case ScheduleState.Waiting _, ScheduleState.Over _ -> failed().flatMap(Run.Ending::trace);
      case ScheduleState.Reading _ -> run.flatMap(ConnectorStatus::trace);
    };
  }

  private Optional<ConnectorStatus.Retry> retry(Optional<ConnectorStatus> run) {
    return state instanceof ScheduleState.Retrying(_, Instant at, _)
        ? Optional.of(new ConnectorStatus.Retry(restarts.inARow(), at))
        : run.flatMap(ConnectorStatus::retry);
  }

  private Optional<Instant> next() {
    return state instanceof ScheduleState.Waiting(Instant due, _)
        ? Optional.of(due)
        : Optional.empty();
  }

  /** The end of the last run, when it was no good one. */
  private Optional<Run.Ending> failed() {
    return history
        .last()
        .flatMap(Run::ending)
        .filter(ending -> ending.outcome() == Run.Outcome.FAILED);
  }
}
