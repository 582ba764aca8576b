package dev.headrace.runtime.task;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.SinkContext;
import dev.headrace.connector.SinkWriter;
import dev.headrace.log.record.Isolation;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.runtime.log.LogException;
import dev.headrace.runtime.log.Reader;
import dev.headrace.runtime.log.Topics;
import dev.headrace.runtime.log.Writer;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Writes partitions of the log to a sink, and commits what is durable there to the group {@code
 * connect-<name>}. {@link #run()} and {@link #close()} by one thread at a time, the rest from any
 * thread.
 */
public final class SinkTask<C extends Record> implements Task {

  private final SinkSpec<C> spec;
  private final TaskServices services;
  private final ConnectorCalls calls;
  private final TaskCounters counters = new TaskCounters();
  private Optional<SinkLoop> loop = Optional.empty();
  private volatile Optional<Map<TopicPartition, Long>> ends = Optional.empty();
  private volatile boolean stopping;

  public SinkTask(SinkSpec<C> spec, TaskServices services) {
    this.spec = spec;
    this.services = services;
    this.calls = new ConnectorCalls("task " + spec.name(), spec.connector());
  }

  /**
   * Lets the task finish when it has committed everything below these offsets, which are visible
   * already; a partition without one counts as done.
   */
  public void finishAt(Map<TopicPartition, Long> newEnds) {
    ends = Optional.of(Map.copyOf(newEnds));
    wake();
  }

  @Override
  public String id() {
    return spec.name().toString();
  }

  @Override
  public Turn run() throws ConnectorException {
    counters.begins(services.nanoTime().getAsLong());
    if (loop.isEmpty()) {
      if (stopping) {
        return Turn.FINISHED;
      }
      loop = Optional.of(open());
      loop.get().begin();
    }
    return stopping ? loop.get().stop() : loop.get().turn(ends);
  }

  /** The writer first: opening it ends what a predecessor still has on its way. */
  private SinkLoop open() throws ConnectorException {
    Writer writer = services.log().writer(spec.name().writer(services.groupId()));
    try {
      Reader reader = services.log().reader(Isolation.READ_COMMITTED);
      try {
        SinkPartitions partitions =
            new SinkPartitions(
                spec.name(),
                spec.partitions(),
                services.log().offsets("connect-" + spec.name().connector()).committed());
        partitions.beginAtEarliest(reader);
        SinkForms forms = SinkForms.of(spec, calls);
        SinkWriter sink =
            calls.call(
                "SinkConnector.open",
                () ->
                    spec.connector()
                        .open(
                            spec.configuration(),
                            partitions.committed(),
                            new Context(spec, services.log().topics())));
        return new SinkLoop(
            spec,
            new SinkLoop.Opened(writer, reader, partitions, forms, sink),
            services,
            calls,
            counters,
            this::wake);
      } catch (ConnectorException | RuntimeException | Error e) {
        reader.close();
        throw e;
      }
    } catch (ConnectorException | RuntimeException | Error e) {
      writer.close();
      throw e;
    }
  }

  private record Context(String connectorName, int task, Topics topics) implements SinkContext {
    Context(SinkSpec<?> spec, Topics topics) {
      this(spec.name().connector(), spec.name().number(), topics);
    }

    @Override
    public UUID topicId(String topic) {
      return topics
          .find(topic)
          .map(Topics.Description::id)
          .orElseThrow(() -> new LogException.Refused("there is no topic " + topic));
    }
  }

  @Override
  public void stop() {
    stopping = true;
    wake();
  }

  @Override
  public void interrupt() {
    calls.interrupt();
  }

  @Override
  public TaskProgress progress() {
    return counters.progress();
  }

  @Override
  public Optional<Standstill> standstill() {
    return counters
        .standsFor(services.nanoTime().getAsLong())
        .map(lasted -> new Standstill(lasted, calls.ongoing()));
  }

  @Override
  public void close() {
    counters.begins(services.nanoTime().getAsLong());
    loop.ifPresent(SinkLoop::close);
    loop = Optional.empty();
  }

  private void wake() {
    services.waker().wake(this);
  }
}
