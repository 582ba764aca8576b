package dev.headrace.runtime.connector;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.Next;
import dev.headrace.connector.Output;
import dev.headrace.connector.Plan;
import dev.headrace.connector.ReadMode;
import dev.headrace.connector.SourceConnector;
import dev.headrace.connector.SourceContext;
import dev.headrace.connector.SourceReader;
import dev.headrace.connector.config.Default;
import dev.headrace.connector.config.Doc;
import dev.headrace.connector.config.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A source that emits {@code a:0}, {@code a:1}, … in each of its partitions. What happens besides
 * is up to the test, by {@link Incidents}.
 */
final class TestSource
    implements SourceConnector<TestSource.Settings, TestSource.Part, TestSource.Place> {

  /** Its settings. */
  public record Settings(
      @Doc("The partitions.") @Default("a") List<String> parts,
      @Doc("How many records each has.") @Default("3") int count,
      @Doc("Whether a reader that is opened at the end begins anew.") @Default("false")
          boolean whole,
      @Doc("What it is for.") @Default("") String label,
      @Doc("Who it is to be.") @Default("") Secret login) {}

  /** A partition. */
  public record Part(String name) {}

  /** The number of the next record. */
  public record Place(long next) {}

  private static final Duration IDLE = Duration.ofMillis(20);

  private final String name;
  private final Incidents incidents;
  volatile Optional<List<String>> planned = Optional.empty();
  volatile int grown;

  TestSource(String name, Incidents incidents) {
    this.name = name;
    this.incidents = incidents;
  }

  @Override
  public String name() {
    return name;
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
  public Class<Settings> configuration() {
    return Settings.class;
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
  public @Nullable Plan<Part> plan(Settings settings, Map<Part, Place> known, SourceContext context)
      throws ConnectorException {
    if (incidents.happen("plan") == Incidents.Answer.NULL) {
      return null;
    }
    List<Part> parts = planned.orElse(settings.parts()).stream().map(Part::new).toList();
    return planned.isPresent() ? Plan.refreshing(parts, IDLE) : Plan.fixed(parts);
  }

  @Override
  public @Nullable SourceReader<Place> open(
      Settings settings, Part part, Optional<Place> position, SourceContext context)
      throws ConnectorException {
    if (incidents.happen("open") == Incidents.Answer.NULL) {
      return null;
    }
    long end = (long) settings.count() + grown;
    long first = position.map(Place::next).orElse(0L);
    boolean anew = settings.whole() && first == end;
    return new Reader(part.name(), anew ? 0 : first, end, context.mode());
  }

  @Override
  public AutoCloseable standIn(Settings settings, SourceContext context) throws ConnectorException {
    incidents.happen("stand in");
    return () -> incidents.happen("stand-in closed");
  }

  private final class Reader implements SourceReader<Place> {
    private final String part;
    private final long end;
    private final ReadMode mode;
    private long next;

    private Reader(String part, long next, long end, ReadMode mode) {
      this.part = part;
      this.next = next;
      this.end = end;
      this.mode = mode;
    }

    @Override
    public @Nullable Next read(Output<Place> out) throws ConnectorException {
      if (incidents.happen("read " + part) == Incidents.Answer.MORE_OF_NOTHING) {
        return Next.MORE;
      }
      switch (incidents.happen("read")) {
        case NULL -> {
          return null;
        }
        case MORE_OF_NOTHING -> {
          return Next.MORE;
        }
        case ITS_OWN -> {}
      }
      while (next < end && !out.full()) {
        byte[] value = (part + ":" + next).getBytes(StandardCharsets.UTF_8);
        out.bytes(value, 0, value.length);
        next++;
      }
      out.position(new Place(next));
      if (next < end) {
        return Next.MORE;
      }
      return mode == ReadMode.ONCE ? Next.END : new Next.Idle(IDLE);
    }

    @Override
    public void committed(Place position) throws ConnectorException {
      incidents.happen("committed");
    }

    @Override
    public void close() {
      incidents.happenUnchecked("close");
    }
  }
}
