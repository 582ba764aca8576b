package dev.headrace.runtime.connector;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.Plan;
import dev.headrace.connector.ReadMode;
import dev.headrace.connector.SourceContext;
import dev.headrace.runtime.offset.SourcePositions;
import dev.headrace.runtime.schedule.RunJournal;
import dev.headrace.runtime.task.Assignment;
import dev.headrace.runtime.task.ConnectorCalls;
import dev.headrace.runtime.task.SourceSpec;
import dev.headrace.runtime.task.SourceTask;
import dev.headrace.runtime.task.Task;
import dev.headrace.runtime.task.TaskName;
import dev.headrace.runtime.task.TaskServices;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The partitions of a source, as it plans them. */
final class SourceWorkload<C extends Record, K extends Record, P extends Record>
    implements Workload {

  /** How soon to see, when read once, whether all have come to their ends; tasks tell, too. */
  private static final Duration ONCE_LOOK = Duration.ofSeconds(1);

  private final BoundConnector.Source<C, K, P> source;
  private final SourcePositions<K, P> positions;
  private final TaskServices services;
  private final SourceContext context;
  private final Optional<RunJournal<K>> journal;
  private final ConnectorCalls calls;

  private final Map<Integer, SourceTask<C, K, P>> opened = new HashMap<>();
  private final Set<Integer> givenUp = new HashSet<>();

  /** What former tasks brought to its end: it stays there while it is planned. */
  private final Set<K> endedBefore = new HashSet<>();

  private Shares<K> shares = Shares.none();
  private Assignment.Outlook outlook = Assignment.Outlook.MAY_CHANGE;

  SourceWorkload(
      BoundConnector.Source<C, K, P> source,
      SourcePositions<K, P> positions,
      TaskServices services,
      SourceContext context,
      Optional<RunJournal<K>> journal) {
    this.source = source;
    this.positions = positions;
    this.services = services;
    this.context = context;
    this.journal = journal;
    this.calls = new ConnectorCalls("connector " + source.common().name(), source.connector());
  }

  @Override
  public ConnectorStatus.Kind kind() {
    return ConnectorStatus.Kind.SOURCE;
  }

  @Override
  public List<String> topics() {
    return source.settings().topic().stream().toList();
  }

  @Override
  public Dealt look() throws ConnectorException {
    if (context.mode() == ReadMode.ONCE && !ended().containsAll(shares.all())) {
      return dealt(Optional.of(ONCE_LOOK));
    }
    createTopic();
    positions.caughtUp().toCompletableFuture().join();
    Plan<K> plan =
        calls.call(
            "SourceConnector.plan",
            () -> source.connector().plan(source.configuration(), positions.committed(), context));
    endedBefore.retainAll(plan.partitions());
    boolean last =
        plan.refresh().isEmpty()
            || (context.mode() == ReadMode.ONCE && ended().containsAll(plan.partitions()));
    outlook = last ? Assignment.Outlook.FINAL : Assignment.Outlook.MAY_CHANGE;
    shares = shares.deal(plan.partitions(), source.common().tasksMax());
    opened.forEach((number, task) -> task.assign(assignment(number)));
    return dealt(
        last
            ? Optional.empty()
            : context.mode() == ReadMode.ONCE ? Optional.of(ONCE_LOOK) : plan.refresh());
  }

  @Override
  public Task open(int task) {
    Optional.ofNullable(opened.get(task)).ifPresent(former -> endedBefore.addAll(former.ended()));
    SourceTask<C, K, P> created =
        new SourceTask<>(
            new SourceSpec<>(
                new TaskName(source.common().name(), task),
                source.connector(),
                source.configuration(),
                context.mode(),
                journal,
                source.settings().topic(),
                source.settings().topicCreation(),
                source.common().formats(),
                source.common().errors()),
            positions,
            services);
    created.assign(assignment(task));
    if (context.mode() == ReadMode.ONCE) {
      created.onEnded(context::wake);
    }
    opened.put(task, created);
    return created;
  }

  @Override
  public void giveUpLooking() {
    outlook = Assignment.Outlook.FINAL;
    opened.forEach((number, task) -> task.assign(assignment(number)));
  }

  @Override
  public void giveUp(int task) {
    givenUp.add(task);
    if (context.mode() == ReadMode.ONCE) {
      context.wake();
    }
  }

  @Override
  public void finish() {}

  @Override
  public Optional<String> ongoing() {
    return calls.ongoing();
  }

  @Override
  public void interrupt() {
    calls.interrupt();
  }

  /** So that sinks find it, and clients see it, before the first record comes. */
  private void createTopic() {
    source
        .settings()
        .topic()
        .ifPresent(
            topic -> {
              var creation = source.settings().topicCreation();
              services.log().topics().ensure(topic, creation.partitions(), creation.config());
            });
  }

  private Assignment<K> assignment(int task) {
    List<K> left = shares.of(task).stream().filter(key -> !endedBefore.contains(key)).toList();
    return new Assignment<>(left, outlook);
  }

  /** The partitions that need not be waited for. */
  private Set<K> ended() {
    Set<K> ended = new HashSet<>(endedBefore);
    opened.values().forEach(task -> ended.addAll(task.ended()));
    givenUp.forEach(number -> ended.addAll(shares.of(number)));
    return ended;
  }

  private Dealt dealt(Optional<Duration> lookAgain) {
    Set<Integer> tasks =
        IntStream.range(0, shares.tasks())
            .filter(number -> !shares.of(number).isEmpty())
            .boxed()
            .collect(Collectors.toSet());
    return new Dealt(tasks, Set.of(), lookAgain);
  }
}
