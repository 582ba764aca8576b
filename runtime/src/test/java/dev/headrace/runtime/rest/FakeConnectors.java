package dev.headrace.runtime.rest;

import dev.headrace.connector.Guarantee;
import dev.headrace.connector.Reason;
import dev.headrace.connector.config.Problem;
import dev.headrace.runtime.connector.ConnectorConfig;
import dev.headrace.runtime.connector.ConnectorStatus;
import dev.headrace.runtime.connector.ConnectorStatus.Kind;
import dev.headrace.runtime.connector.ConnectorStatus.State;
import dev.headrace.runtime.connector.Connectors;
import dev.headrace.runtime.connector.Restart;
import dev.headrace.runtime.connector.TargetState;
import dev.headrace.runtime.deadletter.Refusal;
import dev.headrace.runtime.schedule.Run;
import dev.headrace.runtime.task.TaskProgress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Connectors that exist and run nothing; the setting {@code path} must be there. */
final class FakeConnectors implements Connectors {

  private final ConcurrentSkipListMap<String, ConnectorConfig> configs =
      new ConcurrentSkipListMap<>();
  private final List<Restart> restarts = new CopyOnWriteArrayList<>();
  private final Map<String, TargetState> targets = new ConcurrentHashMap<>();

  Map<String, TargetState> targets() {
    return targets;
  }

  @Override
  public List<String> names() {
    return List.copyOf(configs.keySet());
  }

  @Override
  public Optional<ConnectorConfig> config(String name) {
    return Optional.ofNullable(configs.get(name));
  }

  @Override
  public Optional<ConnectorStatus> status(String name) {
    return config(name).map(config -> running(config.name()));
  }

  @Override
  public List<Problem> validate(ConnectorConfig config) {
    return config.settings().containsKey("path")
        ? List.of()
        : List.of(
            new Problem(
                "config.missing-key", "path", "The setting `path` is missing.", "Add `path`."));
  }

  @Override
  public boolean target(String name, TargetState target) {
    if (!configs.containsKey(name)) {
      return false;
    }
    targets.put(name, target);
    return true;
  }

  @Override
  public Restart.Result restart(String name, Restart restart) {
    if (!configs.containsKey(name)) {
      return Restart.Result.UNKNOWN_CONNECTOR;
    }
    if (restart instanceof Restart.OfTask(int number) && number > 0) {
      return Restart.Result.UNKNOWN_TASK;
    }
    restarts.add(restart);
    return Restart.Result.DONE;
  }

  List<Restart> restarts() {
    return restarts;
  }

  @Override
  public Applied apply(ConnectorConfig config, TargetState initial) {
    List<Problem> problems = validate(config);
    if (!problems.isEmpty()) {
      return new Applied.Invalid(problems);
    }
    ConnectorConfig former = configs.put(config.name(), config);
    targets.putIfAbsent(config.name(), initial);
    ConnectorStatus status = running(config.name());
    return former == null ? new Applied.Created(status) : new Applied.Changed(status);
  }

  @Override
  public Removed remove(String name, ConnectorConfig.Origin by) {
    return configs.remove(name) == null ? Removed.UNKNOWN : Removed.REMOVED;
  }

  private static ConnectorStatus running(String name) {
    TaskProgress progress =
        new TaskProgress(
            7,
            700,
            1,
            Optional.of(
                new Refusal.Last(
                    "orders.csv, line 17", new Reason("test.bad", "It is bad.", "Mend it."), 900)),
            OptionalLong.of(3),
            1_000);
    return new ConnectorStatus(
        name,
        Kind.SOURCE,
        State.RUNNING,
        Optional.empty(),
        Optional.empty(),
        Optional.of(
            new ConnectorStatus.Times(
                "15m",
                Optional.of(Instant.ofEpochMilli(900_000)),
                List.of(
                    Run.begun(Instant.ofEpochMilli(1), Instant.ofEpochMilli(2))
                        .ended(
                            new Run.Ending(
                                Instant.ofEpochMilli(3), 7, Run.Outcome.DONE, Optional.empty()))))),
        Guarantee.exactlyOnce("one transaction"),
        List.of("orders"),
        List.of(
            new ConnectorStatus.TaskStatus(
                0,
                State.RESTARTING,
                Optional.of("the disk is full"),
                Optional.of(new ConnectorStatus.Retry(2, Instant.ofEpochMilli(5_000))),
                progress)));
  }
}
