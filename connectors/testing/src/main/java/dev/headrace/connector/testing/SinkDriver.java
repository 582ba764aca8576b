package dev.headrace.connector.testing;

import dev.headrace.connector.Committed;
import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.FlushReason;
import dev.headrace.connector.ReadMode;
import dev.headrace.connector.Refused;
import dev.headrace.connector.SinkConnector;
import dev.headrace.connector.SinkWriter;
import dev.headrace.connector.TopicPartition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Calls a sink as the runtime does, from one thread, and keeps what is committed while writers come
 * and go.
 */
public final class SinkDriver<C extends Record> {

  private final SinkConnector<C> connector;
  private final C configuration;
  private final int batchRecords;
  private final int batchesPerFlush;
  private final BiFunction<TopicPartition, Long, ListSinkBatch.Entry> records;
  private final Map<TopicPartition, Committed> committed = new HashMap<>();
  private final Map<TopicPartition, Long> delivered = new HashMap<>();
  private Optional<SinkWriter> writer = Optional.empty();

  /**
   * A driver of a sink that has committed nothing.
   *
   * @param records the record at an offset of a partition, in the form that the sink takes
   */
  public SinkDriver(
      SinkConnector<C> connector,
      C configuration,
      List<TopicPartition> partitions,
      int batchRecords,
      int batchesPerFlush,
      BiFunction<TopicPartition, Long, ListSinkBatch.Entry> records) {
    this.connector = connector;
    this.configuration = configuration;
    this.batchRecords = batchRecords;
    this.batchesPerFlush = batchesPerFlush;
    this.records = records;
    partitions.forEach(
        partition -> committed.put(partition, new Committed(partition, 0, Optional.empty())));
  }

  /** Opens a writer where the last one was committed. */
  public void open() throws ConnectorException {
    committed.forEach((partition, place) -> delivered.put(partition, place.nextOffset()));
    writer =
        Optional.of(
            connector.open(
                configuration,
                List.copyOf(committed.values()),
                new TestContext(ReadMode.CONTINUOUS)));
    flush(FlushReason.OPENED);
  }

  /** Delivers the records of each partition that come before {@code end}, with flushes between. */
  public List<Refused> deliver(long end) throws ConnectorException {
    List<Refused> refused = new ArrayList<>();
    int batches = 0;
    while (delivered.values().stream().anyMatch(next -> next < end)) {
      for (TopicPartition partition : committed.keySet()) {
        long from = delivered.get(partition);
        long to = Math.min(end, from + batchRecords);
        List<ListSinkBatch.Entry> entries =
            LongStream.range(from, to)
                .mapToObj(offset -> records.apply(partition, offset))
                .toList();
        refused.addAll(
            writer.orElseThrow().write(ListSinkBatch.ofEntries(partition, from, entries)));
        delivered.put(partition, Math.max(from, to));
      }
      if (++batches % batchesPerFlush == 0) {
        flush(FlushReason.INTERVAL);
      }
    }
    return refused;
  }

  /** Flushes, and commits the answer. */
  public void flush(FlushReason why) throws ConnectorException {
    committed.putAll(
        flushWithoutCommit(why).stream()
            .collect(Collectors.toMap(Committed::partition, place -> place)));
  }

  /** Flushes, and loses the answer. */
  public List<Committed> flushWithoutCommit(FlushReason why) throws ConnectorException {
    return writer.orElseThrow().flush(why);
  }

  /** Closes the writer as the runtime does after a stop, and as a crash would. */
  public void close() {
    writer.orElseThrow().close();
    writer = Optional.empty();
  }

  /** What is committed. */
  public List<Committed> committed() {
    return List.copyOf(committed.values());
  }
}
