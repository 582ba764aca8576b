package dev.headrace.connector.testing.tutorial;

import dev.headrace.connector.Committed;
import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.FlushReason;
import dev.headrace.connector.Guarantee;
import dev.headrace.connector.Reason;
import dev.headrace.connector.Refused;
import dev.headrace.connector.SinkBatch;
import dev.headrace.connector.SinkConnector;
import dev.headrace.connector.SinkContext;
import dev.headrace.connector.SinkWriter;
import dev.headrace.connector.TopicPartition;
import dev.headrace.connector.config.Doc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The sink of the tutorial. */
public final class FolderSink implements SinkConnector<FolderSink.Settings> {

  /** The settings: {@code path} is bound to the only component. */
  public record Settings(@Doc("The folder, which must exist.") Path path) {}

  @Override
  public String name() {
    return "folder-sink";
  }

  @Override
  public String version() {
    return "1.0";
  }

  @Override
  public String summary() {
    return "Writes each value to a file of its own.";
  }

  @Override
  public Class<Settings> configuration() {
    return Settings.class;
  }

  @Override
  public Guarantee guarantee(Settings settings) {
    return Guarantee.exactlyOnce("a record that comes again replaces its own file");
  }

  @Override
  public SinkWriter open(Settings settings, List<Committed> committed, SinkContext context) {
    return new Writer(settings.path(), committed);
  }

  private static final class Writer implements SinkWriter {

    private final Path folder;
    private final Map<TopicPartition, Long> nextOffsets = new HashMap<>();

    Writer(Path folder, List<Committed> committed) {
      this.folder = folder;
      committed.forEach(place -> nextOffsets.put(place.partition(), place.nextOffset()));
    }

    @Override
    public List<Refused> write(SinkBatch batch) throws ConnectorException {
      while (batch.next()) {
        Path file = folder.resolve("%s@%09d".formatted(batch.partition(), batch.offset()));
        try {
          Files.write(
              file,
              batch.valueBytes().toBytes(),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.DSYNC);
        } catch (IOException failure) {
          throw ConnectorException.transientFailure(
              new Reason(
                  "folder.not-written",
                  file + " cannot be written: " + failure.getMessage(),
                  "Check that `path` exists, may be written, and has space left."),
              failure);
        }
        nextOffsets.put(batch.partition(), batch.offset() + 1);
      }
      return List.of();
    }

    @Override
    public List<Committed> flush(FlushReason why) {
      return nextOffsets.entrySet().stream()
          .map(place -> new Committed(place.getKey(), place.getValue(), Optional.empty()))
          .toList();
    }

    @Override
    public void close() {}
  }
}
