package dev.headrace.runtime.task;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.Next;
import dev.headrace.connector.Output;
import dev.headrace.connector.Plan;
import dev.headrace.connector.ReadMode;
import dev.headrace.connector.SourceConnector;
import dev.headrace.connector.SourceContext;
import dev.headrace.connector.SourceReader;
import dev.headrace.runtime.deadletter.ErrorPolicy;
import dev.headrace.runtime.format.Formats;
import dev.headrace.runtime.log.Log;
import dev.headrace.runtime.offset.PositionStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A source for tests: partition {@code p} holds the records {@code p:0}, {@code p:1}, … up to a
 * limit that may grow while it is read.
 */
final class NumberSource
    implements SourceConnector<NumberSource.Config, NumberSource.Part, NumberSource.Place> {

  /** Its configuration is the number of records, and what happens at each. */
  record Config() {}

  /** A partition. */
  record Part(String name) {}

  /** The number of the next record. */
  record Place(long next) {}

  /** What is special about a record. */
  interface Incident {
    /** True when the record is emitted as ever. */
    boolean at(String record, Output<Place> out) throws ConnectorException;
  }

  volatile long count;
  int perRead = 10;
  Incident incident = (_, _) -> true;
  final List<String> committed = new ArrayList<>();
  final List<String> opened = new ArrayList<>();
  final List<String> closed = new ArrayList<>();
  SourceContext context = new OpenPartition.Context(new TaskName("", 0), ReadMode.ONCE, () -> {});

  NumberSource(long count) {
    this.count = count;
  }

  /** A task that reads these partitions into topic {@code numbers}. */
  SourceTask<Config, Part, Place> task(
      Log log, TaskDriver driver, ReadMode mode, ErrorPolicy errors) {
    PositionStore store = new PositionStore(log.table(PositionStore.TOPIC));
    return task(driver.services(log), store, mode, errors);
  }

  /** The same for a pool. */
  SourceTask<Config, Part, Place> task(
      TaskServices services, PositionStore store, ReadMode mode, ErrorPolicy errors) {
    return task(services, store, mode, Formats.JSON, errors);
  }

  /** The same in other formats. */
  SourceTask<Config, Part, Place> task(
      TaskServices services,
      PositionStore store,
      ReadMode mode,
      Formats formats,
      ErrorPolicy errors) {
    SourceSpec<Config, Part, Place> spec =
        new SourceSpec<>(
            new TaskName("in", 0),
            this,
            new Config(),
            mode,
            Optional.empty(),
            Optional.of("numbers"),
            TopicCreation.DEFAULT,
            formats,
            errors);
    return new SourceTask<>(spec, store.of("in", this), services);
  }

  static List<Part> parts(String... names) {
    return List.of(names).stream().map(Part::new).toList();
  }

  @Override
  public String name() {
    return "number-source";
  }

  @Override
  public String version() {
    return "1";
  }

  @Override
  public String summary() {
    return "Emits numbers.";
  }

  @Override
  public Class<Config> configuration() {
    return Config.class;
  }

  @Override
  public Class<Part> partition() {
    return Part.class;
  }

  @Override
  public Class<Place> position() {
    return Place.class;
  }

  @Override
  public Plan<Part> plan(Config config, Map<Part, Place> known, SourceContext asked) {
    return Plan.fixed(parts("a"));
  }

  @Override
  public SourceReader<Place> open(
      Config config, Part partition, Optional<Place> position, SourceContext given) {
    context = given;
    long first = position.map(Place::next).orElse(0L);
    opened.add(partition.name() + "@" + first);
    return new NumberReader(partition.name(), first);
  }

  private final class NumberReader implements SourceReader<Place> {
    private final String partition;
    private long next;

    private NumberReader(String partition, long next) {
      this.partition = partition;
      this.next = next;
    }

    @Override
    public Next read(Output<Place> out) throws ConnectorException {
      long until = Math.min(count, next + perRead);
      while (next < until && !out.full()) {
        String record = partition + ":" + next;
        if (incident.at(record, out)) {
          byte[] bytes = record.getBytes(StandardCharsets.UTF_8);
          out.bytes(bytes, 0, bytes.length);
        }
        next++;
        out.position(new Place(next));
      }
      if (next < count) {
        return Next.MORE;
      }
      return context.mode() == ReadMode.ONCE ? Next.END : new Next.Idle(Duration.ofMillis(50));
    }

    @Override
    public void committed(Place position) {
      committed.add(partition + "@" + position.next());
    }

    @Override
    public void close() {
      closed.add(partition);
    }
  }
}
