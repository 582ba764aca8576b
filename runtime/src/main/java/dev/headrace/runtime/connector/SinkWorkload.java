package dev.headrace.runtime.connector;

import dev.headrace.connector.ReadMode;
import dev.headrace.log.record.Isolation;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.runtime.log.Reader;
import dev.headrace.runtime.log.Topics;
import dev.headrace.runtime.task.SinkSpec;
import dev.headrace.runtime.task.SinkTask;
import dev.headrace.runtime.task.Task;
import dev.headrace.runtime.task.TaskName;
import dev.headrace.runtime.task.TaskServices;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The partitions of the topics that a sink reads. */
final class SinkWorkload<C extends Record> implements Workload {

  private static final Logger LOG = LoggerFactory.getLogger(SinkWorkload.class);

  /** How soon a topic is found that the sink waits for. */
  private static final Duration LOOK_FOR_TOPIC = Duration.ofMillis(100);

  /** How soon new partitions are found, and new topics that match a pattern. */
  private static final Duration LOOK_FOR_MORE = Duration.ofSeconds(3);

  private final BoundConnector.Sink<C> sink;
  private final TaskServices services;
  private final ReadMode mode;

  private final Map<Integer, SinkTask<C>> opened = new HashMap<>();
  private Shares<TopicPartition> shares = Shares.none();
  private Optional<Map<TopicPartition, Long>> ends = Optional.empty();
  private Set<String> missed = Set.of();

  SinkWorkload(BoundConnector.Sink<C> sink, TaskServices services, ReadMode mode) {
    this.sink = sink;
    this.services = services;
    this.mode = mode;
  }

  @Override
  public ConnectorStatus.Kind kind() {
    return ConnectorStatus.Kind.SINK;
  }

  @Override
  public List<String> topics() {
    return sink.settings().topicsRegex().map(List::of).orElseGet(() -> sink.settings().names());
  }

  @Override
  public Dealt look() {
    if (ends.isPresent()) {
      return new Dealt(busy(), Set.of(), Optional.empty());
    }
    Set<String> missing = new TreeSet<>();
    Shares<TopicPartition> before = shares;
    shares = shares.deal(partitions(missing), sink.maxTasks());
    tellMissing(missing);
    Set<Integer> reopen = new HashSet<>();
    for (int task = 0; task < before.tasks(); task++) {
      if (!before.of(task).equals(shares.of(task))) {
        reopen.add(task);
      }
    }
    boolean waits = !missing.isEmpty() || shares.all().isEmpty();
    return new Dealt(busy(), reopen, Optional.of(waits ? LOOK_FOR_TOPIC : LOOK_FOR_MORE));
  }

  @Override
  public Task open(int task) {
    SinkTask<C> created =
        new SinkTask<>(
            new SinkSpec<>(
                new TaskName(sink.common().name(), task),
                sink.connector(),
                sink.configuration(),
                shares.of(task),
                sink.common().formats(),
                sink.common().errors()),
            services);
    ends.ifPresent(created::finishAt);
    opened.put(task, created);
    return created;
  }

  @Override
  public void giveUpLooking() {}

  @Override
  public void giveUp(int task) {}

  @Override
  public void finish() {
    Map<TopicPartition, Long> found = new HashMap<>();
    try (Reader reader = services.log().reader(Isolation.READ_COMMITTED)) {
      for (TopicPartition partition : shares.all()) {
        found.put(partition, reader.end(partition));
      }
    }
    ends = Optional.of(found);
    opened.values().forEach(task -> task.finishAt(found));
  }

  @Override
  public Optional<String> ongoing() {
    return Optional.empty();
  }

  @Override
  public void interrupt() {}

  private List<TopicPartition> partitions(Set<String> missing) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (Topics.Description topic : found(missing)) {
      IntStream.range(0, topic.partitions())
          .forEach(number -> partitions.add(new TopicPartition(topic.name(), number)));
    }
    return partitions;
  }

  private List<Topics.Description> found(Set<String> missing) {
    Topics topics = services.log().topics();
    Optional<Pattern> pattern = sink.settings().pattern();
    if (pattern.isPresent()) {
      return topics.all().values().stream()
          .filter(topic -> pattern.get().matcher(topic.name()).matches())
          .toList();
    }
    List<Topics.Description> found = new ArrayList<>();
    for (String name : sink.settings().names()) {
      topics.find(name).ifPresentOrElse(found::add, () -> missing.add(name));
    }
    return found;
  }

  private void tellMissing(Set<String> missing) {
    if (!missing.equals(missed) && !missing.isEmpty() && mode == ReadMode.CONTINUOUS) {
      LOG.info(
          "connector {} waits for topics that do not exist yet: {}",
          sink.common().name(),
          String.join(", ", missing));
    }
    missed = missing;
  }

  /** The numbers of the tasks that have something to do. */
  private Set<Integer> busy() {
    Set<Integer> busy = new HashSet<>();
    for (int task = 0; task < shares.tasks(); task++) {
      if (!shares.of(task).isEmpty()) {
        busy.add(task);
      }
    }
    return busy;
  }
}
