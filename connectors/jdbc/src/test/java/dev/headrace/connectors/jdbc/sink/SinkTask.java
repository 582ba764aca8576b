package dev.headrace.connectors.jdbc.sink;

import dev.headrace.connector.Committed;
import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.FlushReason;
import dev.headrace.connector.ReadMode;
import dev.headrace.connector.Refused;
import dev.headrace.connector.SinkContext;
import dev.headrace.connector.SinkWriter;
import dev.headrace.connector.TopicPartition;
import dev.headrace.connector.testing.ListSinkBatch;
import dev.headrace.connector.testing.ListSinkBatch.Entry;
import dev.headrace.connector.testing.TestContext;
import dev.headrace.connectors.jdbc.testing.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A sink task with one partition, as the runtime calls it: it remembers the records, and what is
 * committed of them, over the sink's being closed and opened again.
 */
final class SinkTask implements AutoCloseable {

  static final TopicPartition PARTITION = new TopicPartition("orders", 0);

  private final JdbcSinkSettings settings;
  private final SinkContext context;
  private final List<Entry> topic = new ArrayList<>();
  private Optional<SinkWriter> writer = Optional.empty();
  private Committed committed = new Committed(PARTITION, 0, Optional.empty());
  private int given;

  private SinkTask(Map<String, String> settings, SinkContext context) {
    this.settings = Settings.bind(JdbcSinkSettings.class, settings);
    this.context = context;
  }

  /** Opens a sink for a partition that was never read. */
  static SinkTask begin(Map<String, String> settings) throws ConnectorException {
    return begin(settings, new TestContext(ReadMode.CONTINUOUS));
  }

  static SinkTask begin(Map<String, String> settings, SinkContext context)
      throws ConnectorException {
    SinkTask task = notOpened(settings, context);
    task.open();
    return task;
  }

  static SinkTask notOpened(Map<String, String> settings, SinkContext context) {
    return new SinkTask(settings, context);
  }

  /** Holds these records already. */
  static SinkTask holding(Map<String, String> settings, List<Entry> topic) {
    SinkTask task = notOpened(settings, new TestContext(ReadMode.CONTINUOUS));
    task.topic.addAll(topic);
    return task;
  }

  /** Opens the sink where it was committed last. */
  void open() throws ConnectorException {
    writer = Optional.of(new JdbcSink().open(settings, List.of(committed), context));
    given = Math.toIntExact(committed.nextOffset());
    flush(FlushReason.OPENED);
  }

  /** Adds records to the topic, and delivers all that were not delivered, as one batch. */
  List<Refused> write(Entry... entries) throws ConnectorException {
    topic.addAll(List.of(entries));
    return deliver(topic.size());
  }

  List<Refused> write(List<Entry> entries) throws ConnectorException {
    return write(entries.toArray(Entry[]::new));
  }

  /** Delivers what comes before {@code end} and was not delivered, as one batch. */
  List<Refused> deliver(int end) throws ConnectorException {
    int from = given;
    given = end;
    return writer
        .orElseThrow()
        .write(ListSinkBatch.ofEntries(PARTITION, from, topic.subList(from, end)));
  }

  /** Adds a record that is not offered to the sink. */
  void passOver(Entry entry) throws ConnectorException {
    topic.add(entry);
    writer.orElseThrow().passOver(PARTITION, given);
    given++;
  }

  void flush() throws ConnectorException {
    flush(FlushReason.INTERVAL);
  }

  private void flush(FlushReason why) throws ConnectorException {
    committed = flushWithoutCommit(why);
  }

  /** Flushes, and the answer is lost. */
  Committed flushWithoutCommit(FlushReason why) throws ConnectorException {
    return writer.orElseThrow().flush(why).getFirst();
  }

  /** Adds records, delivers and flushes them. */
  List<Refused> store(Entry... entries) throws ConnectorException {
    List<Refused> refused = write(entries);
    flush();
    return refused;
  }

  /** Closes the sink and opens it where it was committed last. */
  void restart() throws ConnectorException {
    close();
    open();
  }

  /** Sets the offset as an administrator does, which loses the receipt. */
  void setOffset(long offset) {
    committed = new Committed(PARTITION, offset, Optional.empty());
  }

  /** What is committed is what {@code other} has committed. */
  void takeOverFrom(SinkTask other) {
    topic.addAll(other.topic);
    committed = other.committed;
  }

  Committed committed() {
    return committed;
  }

  int topicSize() {
    return topic.size();
  }

  @Override
  public void close() {
    writer.ifPresent(SinkWriter::close);
    writer = Optional.empty();
  }
}
