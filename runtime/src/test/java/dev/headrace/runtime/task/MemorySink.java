package dev.headrace.runtime.task;

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
import dev.headrace.log.record.ByteSlice;
import dev.headrace.runtime.deadletter.ErrorPolicy;
import dev.headrace.runtime.format.Formats;
import dev.headrace.runtime.log.Log;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A sink for tests that works as a file does: one growing list, whose length is the receipt, cut to
 * it when the sink is opened.
 */
final class MemorySink implements SinkConnector<MemorySink.Config> {

  /** It has nothing to configure. */
  record Config() {}

  /** Something that happens in the sink. */
  interface Incident {
    void happen() throws ConnectorException;
  }

  final List<String> content = new ArrayList<>();
  final List<FlushReason> flushes = new ArrayList<>();
  final List<String> opened = new ArrayList<>();
  Incident onWrite = () -> {};
  Incident onFlush = () -> {};
  Predicate<String> refuses = _ -> false;
  Predicate<String> refusesBatchesWith = _ -> false;
  long refusesOffset = -1;
  boolean holdsBack;
  final List<String> offered = new ArrayList<>();
  final List<String> passedOver = new ArrayList<>();
  int closed;

  /** A task that writes these partitions of the log. */
  SinkTask<Config> task(
      Log log,
      TaskDriver driver,
      ErrorPolicy errors,
      dev.headrace.log.record.TopicPartition... partitions) {
    return task(driver.services(log), errors, partitions);
  }

  /** The same for a pool. */
  SinkTask<Config> task(
      TaskServices services,
      ErrorPolicy errors,
      dev.headrace.log.record.TopicPartition... partitions) {
    return new SinkTask<>(
        new SinkSpec<>(
            new TaskName("out", 0), this, new Config(), List.of(partitions), Formats.JSON, errors),
        services);
  }

  @Override
  public String name() {
    return "memory-sink";
  }

  @Override
  public String version() {
    return "1";
  }

  @Override
  public String summary() {
    return "Keeps records.";
  }

  @Override
  public Class<Config> configuration() {
    return Config.class;
  }

  @Override
  public Guarantee guarantee(Config configuration) {
    return Guarantee.exactlyOnce("receipt");
  }

  @Override
  public SinkWriter open(Config configuration, List<Committed> committed, SinkContext context) {
    for (Committed one : committed) {
      opened.add(one.partition() + "@" + one.nextOffset());
      one.receipt()
          .ifPresent(receipt -> content.subList(Integer.parseInt(receipt), content.size()).clear());
    }
    return new MemoryWriter(committed);
  }

  private final class MemoryWriter implements SinkWriter {
    private final Map<TopicPartition, Long> next = new LinkedHashMap<>();

    private MemoryWriter(List<Committed> committed) {
      committed.forEach(one -> next.put(one.partition(), one.nextOffset()));
    }

    @Override
    public List<Refused> write(SinkBatch batch) throws ConnectorException {
      onWrite.happen();
      refuseAsAWhole(batch);
      List<Refused> refused = new ArrayList<>();
      while (batch.next()) {
        String value = batch.valueBytes().toString();
        if (refuses.test(value)) {
          Reason why = new Reason("memory.refused", "it is " + value, "Write something else.");
          refused.add(new Refused(batch.offset(), why));
        } else {
          content.add(value);
        }
        next.put(batch.partition(), batch.offset() + 1);
      }
      if (refusesOffset >= 0) {
        refused.add(new Refused(refusesOffset, new Reason("memory.odd", "odd", "None.")));
      }
      return refused;
    }

    private void refuseAsAWhole(SinkBatch batch) throws ConnectorException {
      List<String> values = new ArrayList<>();
      while (batch.next()) {
        values.add(batch.valueBytes().toString());
      }
      batch.rewind();
      offered.add(String.join(" ", values));
      if (values.stream().anyMatch(refusesBatchesWith)) {
        throw ConnectorException.refusedBatch(
            new Reason("memory.broken", "one of them is broken", "Mend it."),
            new IllegalStateException("constraint"));
      }
    }

    @Override
    public void passOver(TopicPartition partition, long offset) {
      passedOver.add(partition + "@" + offset);
    }

    @Override
    public List<Committed> flush(FlushReason why) throws ConnectorException {
      onFlush.happen();
      flushes.add(why);
      if (holdsBack) {
        return List.of();
      }
      Optional<String> receipt = Optional.of(Integer.toString(content.size()));
      return next.entrySet().stream()
          .map(one -> new Committed(one.getKey(), one.getValue(), receipt))
          .toList();
    }

    @Override
    public void close() {
      closed++;
    }
  }

  /** A batch with these values, in the log's currency. */
  static dev.headrace.log.record.RecordBatch batch(List<String> values) {
    var builder =
        new dev.headrace.log.record.RecordBatchBuilder(
            dev.headrace.log.record.Compression.NONE, 1024);
    for (String value : values) {
      ByteSlice bytes = ByteSlice.of(value.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      builder.append(0, bytes.array(), 0, bytes.length());
    }
    return builder.build();
  }
}
