package dev.headrace.connectors.file;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.Next;
import dev.headrace.connector.ReadMode;
import dev.headrace.connector.SourceReader;
import dev.headrace.connector.testing.CollectingOutput;
import dev.headrace.connector.testing.TestContext;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Follows files as the runtime does: plans, opens what is new, reads until all are idle, commits,
 * and closes what is planned no more. Its clock stands still until it is moved.
 */
final class Follower implements AutoCloseable {

  private final TestContext context;
  private final FileSourceSettings settings;
  private final CollectingOutput<FilePosition> output = CollectingOutput.unlimited();
  private final Map<SourceFile, FilePosition> committed = new HashMap<>();
  private final Map<SourceFile, SourceReader<FilePosition>> readers = new HashMap<>();
  private Instant now = Instant.now();
  private Next lastAnswer = Next.MORE;
  private FileSource source = new FileSource(() -> now);

  Follower(Map<String, String> settings) {
    this(settings, ReadMode.CONTINUOUS);
  }

  Follower(Map<String, String> settings, ReadMode mode) {
    this.settings = Settings.source(settings);
    this.context = new TestContext(mode);
  }

  /** One look at the files; the records emitted so far. */
  List<String> look() throws ConnectorException {
    List<SourceFile> planned = source.plan(settings, committed, context).partitions();
    for (SourceFile file : planned) {
      if (!readers.containsKey(file)) {
        Optional<FilePosition> position = Optional.ofNullable(committed.get(file));
        readers.put(file, source.open(settings, file, position, context));
      }
    }
    for (Map.Entry<SourceFile, SourceReader<FilePosition>> reader : readers.entrySet()) {
      read(reader.getKey(), reader.getValue());
    }
    readers
        .entrySet()
        .removeIf(
            reader -> {
              boolean left = !planned.contains(reader.getKey());
              if (left) {
                reader.getValue().close();
              }
              return left;
            });
    return output.texts();
  }

  private void read(SourceFile file, SourceReader<FilePosition> reader) throws ConnectorException {
    int before = output.positions().size();
    Next next = Next.MORE;
    while (next instanceof Next.More) {
      next = reader.read(output);
    }
    lastAnswer = next;
    if (output.positions().size() > before) {
      committed.put(file, output.lastPosition().orElseThrow());
    }
  }

  /** Dies and starts anew: readers and caches are gone, what is committed is kept. */
  void restart() {
    close();
    source = new FileSource(() -> now);
  }

  /** What the reader that was asked last said in the end. */
  Next lastAnswer() {
    return lastAnswer;
  }

  void passes(Duration time) {
    now = now.plus(time);
  }

  CollectingOutput<FilePosition> output() {
    return output;
  }

  Map<SourceFile, FilePosition> committed() {
    return committed;
  }

  int openFiles() {
    return readers.size();
  }

  @Override
  public void close() {
    readers.values().forEach(SourceReader::close);
    readers.clear();
  }
}
