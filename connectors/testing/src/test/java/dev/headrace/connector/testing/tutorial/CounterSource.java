package dev.headrace.connector.testing.tutorial;

import dev.headrace.connector.Next;
import dev.headrace.connector.Output;
import dev.headrace.connector.Plan;
import dev.headrace.connector.SourceConnector;
import dev.headrace.connector.SourceContext;
import dev.headrace.connector.SourceReader;
import dev.headrace.connector.SourceRecord;
import dev.headrace.connector.Value;
import dev.headrace.connector.config.Default;
import dev.headrace.connector.config.Doc;
import dev.headrace.connector.config.Range;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The source of the tutorial. */
public final class CounterSource
    implements SourceConnector<
        CounterSource.Settings, CounterSource.Counter, CounterSource.Position> {

  /** The settings: {@code last} is bound to the first component, and so on. */
  public record Settings(
      @Doc("The last number to emit.") @Default("10") @Range(from = "0") long last) {}

  /** Names a source partition. There is only one. */
  public record Counter(String name) {}

  /** A place in it: how many numbers were emitted. */
  public record Position(long emitted) {}

  @Override
  public String name() {
    return "counter-source";
  }

  @Override
  public String version() {
    return "1.0";
  }

  @Override
  public String summary() {
    return "Emits the numbers from 1 to `last`.";
  }

  @Override
  public Class<Settings> configuration() {
    return Settings.class;
  }

  @Override
  public Class<Counter> partition() {
    return Counter.class;
  }

  @Override
  public Class<Position> position() {
    return Position.class;
  }

  @Override
  public Plan<Counter> plan(
      Settings settings, Map<Counter, Position> known, SourceContext context) {
    return Plan.fixed(List.of(new Counter("numbers")));
  }

  @Override
  public SourceReader<Position> open(
      Settings settings, Counter counter, Optional<Position> position, SourceContext context) {
    return new Reader(settings.last(), position.map(Position::emitted).orElse(0L));
  }

  private static final class Reader implements SourceReader<Position> {

    private final long last;
    private long emitted;

    Reader(long last, long emitted) {
      this.last = last;
      this.emitted = emitted;
    }

    @Override
    public Next read(Output<Position> out) {
      while (emitted < last && !out.full()) {
        emitted++;
        out.record(SourceRecord.of(new Value.Text("number " + emitted)));
      }
      out.position(new Position(emitted));
      return emitted < last ? Next.MORE : Next.END;
    }

    @Override
    public void close() {}
  }
}
