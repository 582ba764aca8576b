package dev.headrace.connectors.file;

import dev.headrace.connector.Committed;
import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.FlushReason;
import dev.headrace.connector.ReadMode;
import dev.headrace.connector.Refused;
import dev.headrace.connector.SinkWriter;
import dev.headrace.connector.TopicPartition;
import dev.headrace.connector.testing.ListSinkBatch;
import dev.headrace.connector.testing.TestContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A file sink with one partition, and what is committed of it. */
final class SinkTask implements AutoCloseable {

  static final TopicPartition PARTITION = new TopicPartition("orders", 0);

  private final SinkWriter writer;
  private Committed committed;

  private SinkTask(SinkWriter writer, Committed committed) {
    this.writer = writer;
    this.committed = committed;
  }

  static SinkTask begin(Map<String, String> settings) throws ConnectorException {
    return resume(settings, new Committed(PARTITION, 0, Optional.empty()));
  }

  static SinkTask resume(Map<String, String> settings, Committed committed)
      throws ConnectorException {
    SinkWriter writer =
        new FileSink()
            .open(
                Settings.sink(settings), List.of(committed), new TestContext(ReadMode.CONTINUOUS));
    SinkTask task = new SinkTask(writer, committed);
    task.flush(FlushReason.OPENED);
    return task;
  }

  List<Refused> write(long firstOffset, String... texts) throws ConnectorException {
    return writer.write(ListSinkBatch.of(PARTITION, firstOffset, List.of(texts)));
  }

  List<Refused> writeEntries(long firstOffset, List<ListSinkBatch.Entry> entries)
      throws ConnectorException {
    return writer.write(ListSinkBatch.ofEntries(PARTITION, firstOffset, entries));
  }

  List<Refused> write(long firstOffset, List<Optional<byte[]>> values) throws ConnectorException {
    return writer.write(new ListSinkBatch(PARTITION, firstOffset, values));
  }

  void flush(FlushReason why) throws ConnectorException {
    committed = writer.flush(why).getFirst();
  }

  Committed committed() {
    return committed;
  }

  @Override
  public void close() {
    writer.close();
  }
}
