package dev.headrace.runtime.task;

import dev.headrace.connector.Committed;
import dev.headrace.connector.FlushReason;
import dev.headrace.connector.Guarantee;
import dev.headrace.connector.Refused;
import dev.headrace.connector.SinkBatch;
import dev.headrace.connector.SinkConnector;
import dev.headrace.connector.SinkContext;
import dev.headrace.connector.SinkWriter;
import dev.headrace.connector.TopicPartition;
import dev.headrace.connector.Value;
import dev.headrace.connector.ValueForm;
import dev.headrace.log.record.ByteSlice;
import dev.headrace.log.record.Compression;
import dev.headrace.log.record.RecordBatchBuilder;
import dev.headrace.runtime.deadletter.ErrorPolicy;
import dev.headrace.runtime.format.Format;
import dev.headrace.runtime.format.Formats;
import dev.headrace.runtime.log.Log;
import dev.headrace.runtime.log.Writer;
import dev.headrace.runtime.log.WriterId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A sink for tests that keeps what it is given, in the form that the test says. */
final class ColumnSink implements SinkConnector<ColumnSink.Config> {

  /** The form of keys and values. */
  record Config(ValueForm key, ValueForm value) {}

  /** A record as the sink saw it. */
  record Seen(long offset, Optional<Value> key, Optional<Value> value) {}

  /** A key and a value on their way into the log. */
  record Written(ByteSlice key, ByteSlice value) {
    static Written of(String value) {
      return new Written(ByteSlice.NULL, utf8(value));
    }

    static Written of(String key, String value) {
      return new Written(utf8(key), utf8(value));
    }

    static Written tombstone(String key) {
      return new Written(utf8(key), ByteSlice.NULL);
    }

    private static ByteSlice utf8(String text) {
      return ByteSlice.of(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** The batches that it was given, in order. */
  final List<List<Seen>> batches = new ArrayList<>();

  private final ValueForm keyForm;
  private final ValueForm valueForm;

  ColumnSink(ValueForm keyForm, ValueForm valueForm) {
    this.keyForm = keyForm;
    this.valueForm = valueForm;
  }

  /** Takes typed values, and leaves keys alone. */
  static ColumnSink ofValues() {
    return new ColumnSink(ValueForm.AS_STORED, ValueForm.COLUMNS);
  }

  /** All that it was given. */
  List<Seen> seen() {
    return batches.stream().flatMap(List::stream).toList();
  }

  /** The data in it, whose schemas may differ. */
  List<Value.Datum> values() {
    return seen().stream().map(one -> (Value.Datum) one.value().orElseThrow()).toList();
  }

  SinkTask<Config> task(TaskServices services, Format key, Format value, ErrorPolicy errors) {
    return task(services, "orders", new Formats(key, value), errors);
  }

  /** The same of another topic. */
  SinkTask<Config> task(TaskServices services, String topic, Formats formats, ErrorPolicy errors) {
    return new SinkTask<>(
        new SinkSpec<>(
            new TaskName("out", 0),
            this,
            new Config(keyForm, valueForm),
            List.of(new dev.headrace.log.record.TopicPartition(topic, 0)),
            formats,
            errors),
        services);
  }

  /** Writes one batch of records to {@code orders}. */
  static void write(Log log, Written... records) {
    log.topics().ensure("orders", OptionalInt.of(1), Map.of());
    RecordBatchBuilder batch = new RecordBatchBuilder(Compression.NONE, 1024);
    for (Written record : records) {
      batch.append(0, record.key(), record.value(), List.of());
    }
    try (Writer writer = log.writer(new WriterId("producer"))) {
      writer.append(new dev.headrace.log.record.TopicPartition("orders", 0), batch.build());
      writer.commit().toCompletableFuture().join();
    }
  }

  @Override
  public String name() {
    return "column-sink";
  }

  @Override
  public String version() {
    return "1";
  }

  @Override
  public String summary() {
    return "Keeps values.";
  }

  @Override
  public Class<Config> configuration() {
    return Config.class;
  }

  @Override
  public Guarantee guarantee(Config configuration) {
    return Guarantee.atLeastOnce("it keeps all");
  }

  @Override
  public ValueForm keyForm(Config configuration) {
    return configuration.key();
  }

  @Override
  public ValueForm valueForm(Config configuration) {
    return configuration.value();
  }

  @Override
  public SinkWriter open(Config configuration, List<Committed> committed, SinkContext context) {
    Map<TopicPartition, Long> next = new LinkedHashMap<>();
    committed.forEach(one -> next.put(one.partition(), one.nextOffset()));
    return new KeepingWriter(next);
  }

  private final class KeepingWriter implements SinkWriter {
    private final Map<TopicPartition, Long> next;

    KeepingWriter(Map<TopicPartition, Long> next) {
      this.next = next;
    }

    @Override
    public List<Refused> write(SinkBatch batch) {
      List<Seen> seen = new ArrayList<>();
      while (batch.next()) {
        seen.add(new Seen(batch.offset(), batch.key(), batch.value()));
        next.put(batch.partition(), batch.offset() + 1);
      }
      batches.add(seen);
      return List.of();
    }

    @Override
    public List<Committed> flush(FlushReason why) {
      return next.entrySet().stream()
          .map(one -> new Committed(one.getKey(), one.getValue(), Optional.empty()))
          .toList();
    }

    @Override
    public void close() {}
  }
}
