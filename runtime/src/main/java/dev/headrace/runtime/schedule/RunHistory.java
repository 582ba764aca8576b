package dev.headrace.runtime.schedule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The last runs of a connector. Immutable.
 *
 * @param schedule the text of the schedule that it follows; empty before the first
 * @param since when it began to follow it: what was due before was never promised
 * @param runs the last one first, at most {@value #LONGEST}, also of former schedules
 */
public record RunHistory(String schedule, Instant since, List<Run> runs) {

  /** So many runs are kept. */
  public static final int LONGEST = 10;

  /** Of a connector that was never scheduled. */
  public static final RunHistory NONE = new RunHistory("", Instant.EPOCH, List.of());

  public RunHistory {
    runs = List.copyOf(runs);
  }

  /** What is to be done next. */
  public sealed interface Next {
    /** A run was interrupted: it goes on. */
    record GoOn(Run run) implements Next {}

    /** A run is due at this time, which may have passed: what was missed is caught up once. */
    record At(Instant due) implements Next {}

    /** Nothing, for ever. */
    record Nothing() implements Next {}
  }

  /** The same from now on under a schedule, which may be the one that it follows already. */
  public RunHistory under(Schedule next, Instant now) {
    return schedule.equals(next.text()) ? this : new RunHistory(next.text(), now, runs);
  }

  /** With a run as the last one, in place of what is known of it so far. */
  public RunHistory with(Run run) {
    List<Run> all = new ArrayList<>();
    all.add(run);
    runs.stream().filter(former -> !former.due().equals(run.due())).forEach(all::add);
    return new RunHistory(schedule, since, all.subList(0, Math.min(all.size(), LONGEST)));
  }

  /** The run that was begun last. */
  public Optional<Run> last() {
    return runs.stream().findFirst();
  }

  /** The run that has begun and not ended. */
  public Optional<Run> interrupted() {
    return last().filter(run -> run.ending().isEmpty());
  }

  /**
   * What is to be done next.
   *
   * @param by the schedule that it follows
   */
  public Next next(Schedule by) {
    if (interrupted().isPresent()) {
      return new Next.GoOn(interrupted().get());
    }
    Optional<Run> before = last().filter(run -> !run.due().isBefore(since));
    Optional<Instant> due =
        before.isPresent()
            ? by.next(before.get().due(), before.get().ending().orElseThrow().ended())
            : by.first(since);
    return due.<Next>map(Next.At::new).orElseGet(Next.Nothing::new);
  }
}
