package dev.headrace.runtime.connector;

import dev.headrace.connector.Committed;
import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.FlushReason;
import dev.headrace.connector.Guarantee;
import dev.headrace.connector.Refused;
import dev.headrace.connector.SinkBatch;
import dev.headrace.connector.SinkConnector;
import dev.headrace.connector.SinkContext;
import dev.headrace.connector.SinkWriter;
import dev.headrace.connector.TopicPartition;
import dev.headrace.connector.config.Default;
import dev.headrace.connector.config.Doc;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A sink that remembers what it was given, and lets happen what the test says. */
final class TestSink implements SinkConnector<TestSink.Settings> {

  /** Its settings. */
  public record Settings(@Doc("What it is for.") @Default("") String label) {}

  private final String name;
  private final Incidents incidents;
  final List<String> taken = new CopyOnWriteArrayList<>();

  TestSink(String name, Incidents incidents) {
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
    return "Remembers.";
  }

  @Override
  public Class<Settings> configuration() {
    return Settings.class;
  }

  @Override
  public Guarantee guarantee(Settings settings) {
    return Guarantee.atLeastOnce("nothing is undone");
  }

  @Override
  public @Nullable SinkWriter open(
      Settings settings, List<Committed> committed, SinkContext context) throws ConnectorException {
    return incidents.happen("open") == Incidents.Answer.NULL ? null : new Writer(committed);
  }

  private final class Writer implements SinkWriter {
    private final Map<TopicPartition, Long> next = new LinkedHashMap<>();

    private Writer(List<Committed> committed) {
      committed.forEach(one -> next.put(one.partition(), one.nextOffset()));
    }

    @Override
    public @Nullable List<Refused> write(SinkBatch batch) throws ConnectorException {
      if (incidents.happen("write") == Incidents.Answer.NULL) {
        return null;
      }
      while (batch.next()) {
        taken.add(batch.valueBytes().toString());
        next.put(batch.partition(), batch.offset() + 1);
      }
      return List.of();
    }

    @Override
    public @Nullable List<Committed> flush(FlushReason why) throws ConnectorException {
      if (incidents.happen("flush") == Incidents.Answer.NULL) {
        return null;
      }
      return next.entrySet().stream()
          .map(one -> new Committed(one.getKey(), one.getValue(), Optional.empty()))
          .toList();
    }

    @Override
    public void close() {
      incidents.happenUnchecked("close");
    }
  }
}
