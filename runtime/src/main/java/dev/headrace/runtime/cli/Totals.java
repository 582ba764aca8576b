package dev.headrace.runtime.cli;

import dev.headrace.runtime.connector.ConnectorStatus;
import dev.headrace.runtime.connector.ConnectorStatus.Kind;
import dev.headrace.runtime.connector.ConnectorStatus.State;
import dev.headrace.runtime.connector.Connectors;
import dev.headrace.runtime.task.TaskProgress;
import java.util.List;
import java.util.stream.Stream;

/**
 * What all connectors of a node have done so far.
 *
 * @param in what the sources brought in
 * @param out what the sinks took out
 * @param lag how many records the sinks have still to do
 * @param restarting how many connectors wait to try again what failed, as a whole or a task of them
 * @param stalled how many do not go forward
 * @param held how many wait because the log should take nothing now
 * @param failed how many have failed
 */
record Totals(
    Flow in, Flow out, long refused, long lag, int restarting, int stalled, int held, int failed) {

  /** Records and the bytes of their values. */
  record Flow(long records, long bytes) {
    private Flow plus(TaskProgress progress) {
      return new Flow(records + progress.records(), bytes + progress.bytes());
    }
  }

  static Totals of(Connectors connectors) {
    List<ConnectorStatus> all =
        connectors.names().stream().flatMap(name -> connectors.status(name).stream()).toList();
    return new Totals(
        flow(all, Kind.SOURCE),
        flow(all, Kind.SINK),
        all.stream().flatMap(Totals::tasks).mapToLong(TaskProgress::refused).sum(),
        all.stream()
            .filter(status -> status.kind() == Kind.SINK)
            .flatMap(Totals::tasks)
            .mapToLong(progress -> progress.lag().orElse(0))
            .sum(),
        with(all, State.RESTARTING),
        with(all, State.STALLED),
        with(all, State.HELD),
        with(all, State.FAILED));
  }

  /** Whether records went through between then and now. */
  boolean movedSince(Totals then) {
    return !in.equals(then.in) || !out.equals(then.out) || refused != then.refused;
  }

  /**
   * One line for people.
   *
   * @param then what it was {@code millis} ago
   */
  String line(Totals then, long millis) {
    StringBuilder line = new StringBuilder();
    line.append("in ").append(amounts(in, then.in, millis));
    line.append(" · out ").append(amounts(out, then.out, millis));
    return line.append(rest()).toString();
  }

  /** The last line of a run. */
  String summary() {
    return "%s in, %s out%s".formatted(records(in), records(out), rest());
  }

  private String rest() {
    return (lag > 0 ? " · lag %,d".formatted(lag) : "")
        + (refused > 0 ? " · refused %,d".formatted(refused) : "")
        + (restarting > 0 ? " · restarting %d".formatted(restarting) : "")
        + (stalled > 0 ? " · stalled %d".formatted(stalled) : "")
        + (held > 0 ? " · held %d".formatted(held) : "")
        + (failed > 0 ? " · failed %d".formatted(failed) : "");
  }

  private static String records(Flow flow) {
    return "%,d record%s (%s)"
        .formatted(flow.records(), flow.records() == 1 ? "" : "s", size(flow.bytes()));
  }

  private static String amounts(Flow now, Flow then, long millis) {
    // A task that was started anew counts from zero.
    long perSecond = Math.max(0, now.records() - then.records()) * 1000 / Math.max(1, millis);
    return "%s %,d/s".formatted(records(now), perSecond);
  }

  static String size(long bytes) {
    if (bytes < 1_000) {
      return bytes + " B";
    }
    double amount = bytes / 1_000.0;
    String units = "kMGTP";
    int unit = 0;
    while (amount >= 1_000 && unit < units.length() - 1) {
      amount /= 1_000;
      unit++;
    }
    return "%.1f %sB".formatted(amount, units.charAt(unit));
  }

  private static Flow flow(List<ConnectorStatus> all, Kind kind) {
    return all.stream()
        .filter(status -> status.kind() == kind)
        .flatMap(Totals::tasks)
        .reduce(new Flow(0, 0), Flow::plus, (one, other) -> one);
  }

  private static Stream<TaskProgress> tasks(ConnectorStatus status) {
    return status.tasks().stream().map(ConnectorStatus.TaskStatus::progress);
  }

  private static int with(List<ConnectorStatus> all, State state) {
    return (int)
        all.stream()
            .filter(
                status ->
                    status.state() == state
                        || status.tasks().stream().anyMatch(task -> task.state() == state))
            .count();
  }
}
