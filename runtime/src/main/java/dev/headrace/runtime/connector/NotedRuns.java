package dev.headrace.runtime.connector;

import dev.headrace.runtime.schedule.Run;
import dev.headrace.runtime.schedule.RunHistory;
import dev.headrace.runtime.schedule.RunLog;
import dev.headrace.runtime.schedule.Schedule;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The runs of a scheduled connector: each is noted in the log before it begins, and when it has
 * ended. What the log does not take has not happened. One thread at a time.
 */
final class NotedRuns {

  private static final Logger LOG = LoggerFactory.getLogger(NotedRuns.class);

  private final String connector;
  private final Schedule schedule;
  private final RunLog log;
  private final InstantSource clock;
  private RunHistory history = RunHistory.NONE;

  NotedRuns(String connector, Schedule schedule, RunLog log, InstantSource clock) {
    this.connector = connector;
    this.schedule = schedule;
    this.log = log;
    this.clock = clock;
  }

  RunHistory history() {
    return history;
  }

  /** What is known of former runs, under the schedule as it is now. */
  void read() {
    RunHistory known = log.read(connector);
    RunHistory followed = known.under(schedule, clock.instant());
    if (!followed.equals(known)) {
      log.write(connector, followed);
    }
    history = followed;
  }

  /** What is to be done next. */
  RunHistory.Next next() {
    return history.next(schedule);
  }

  /** The run that did not come to its end; a new one when there is none. */
  Run interruptedOrBegun() {
    return history.interrupted().orElseGet(() -> begun(clock.instant()));
  }

  /** A new run. */
  Run begun(Instant due) {
    Run run = Run.begun(due, clock.instant());
    note(run);
    return run;
  }

  /**
   * The end of a run.
   *
   * @param why it failed; empty when all went well
   */
  void ended(Run run, Optional<Failure> why) {
    Run.Ending ending =
        new Run.Ending(
            clock.instant(),
            log.records(connector, run),
            why.isPresent() ? Run.Outcome.FAILED : Run.Outcome.DONE,
            why.map(Failure::words));
    note(run.ended(ending));
    LOG.info(
        "connector {}: the run that was due at {} has ended with {} records: {}",
        connector,
        run.due(),
        ending.records(),
        ending.outcome());
  }

  private void note(Run run) {
    RunHistory with = history.with(run);
    log.write(connector, with);
    history = with;
  }
}
