package dev.headrace.connectors.jdbc;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.Next;
import dev.headrace.connector.Plan;
import dev.headrace.connector.ReadMode;
import dev.headrace.connector.SourceReader;
import dev.headrace.connector.SourceRecord;
import dev.headrace.connector.Value;
import dev.headrace.connector.testing.CollectingOutput;
import dev.headrace.connector.testing.TestContext;
import dev.headrace.connectors.jdbc.source.JdbcPosition;
import dev.headrace.connectors.jdbc.source.JdbcSourceSettings;
import dev.headrace.connectors.jdbc.source.TablePart;
import dev.headrace.connectors.jdbc.testing.Settings;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.avro.generic.GenericRecord;

/**
 * Reads tables as the runtime does: plans, opens what is new, reads in turns, and commits records
 * and positions together; or dies, and goes on at what was committed last. One thread.
 */
final class Follower implements AutoCloseable {

  private final JdbcSourceSettings settings;
  private final TestContext context;
  private final JdbcSource source;
  private final Map<TablePart, JdbcPosition> committed = new HashMap<>();
  private final Map<TablePart, SourceReader<JdbcPosition>> readers = new LinkedHashMap<>();
  private final List<SourceRecord> delivered = new ArrayList<>();
  private final List<CollectingOutput.Rejected> rejected = new ArrayList<>();
  private Consumer<SourceRecord> taker = delivered::add;
  private BooleanSupplier dies = () -> false;
  private int recordsPerRead = 1_000;
  private long deliveries;

  Follower(Map<String, String> settings) {
    this(settings, ReadMode.CONTINUOUS);
  }

  Follower(Map<String, String> settings, ReadMode mode) {
    this(settings, mode, InstantSource.system());
  }

  Follower(Map<String, String> settings, ReadMode mode, InstantSource clock) {
    this.source = new JdbcSource(clock);
    this.settings = Settings.bind(JdbcSourceSettings.class, settings);
    this.context = new TestContext(mode);
  }

  /** Asked before each commit. */
  Follower dyingWhen(BooleanSupplier death) {
    dies = death;
    return this;
  }

  /** Hands on what is delivered, instead of keeping it. */
  Follower handingTo(Consumer<SourceRecord> other) {
    taker = other;
    return this;
  }

  Follower reading(int records) {
    recordsPerRead = records;
    return this;
  }

  /**
   * Plans, and reads each partition until it rests.
   *
   * @return whether anything was delivered
   */
  boolean look() throws ConnectorException {
    long before = deliveries;
    Plan<TablePart> plan = source.plan(settings, committed, context);
    readers
        .entrySet()
        .removeIf(
            reader -> {
              boolean left = !plan.partitions().contains(reader.getKey());
              if (left) {
                reader.getValue().close();
              }
              return left;
            });
    for (TablePart part : plan.partitions()) {
      readToRest(part);
    }
    return deliveries > before;
  }

  private void readToRest(TablePart part) throws ConnectorException {
    Next next = Next.MORE;
    while (next instanceof Next.More) {
      SourceReader<JdbcPosition> reader = reader(part);
      CollectingOutput<JdbcPosition> output = CollectingOutput.fullAfter(recordsPerRead);
      next = reader.read(output);
      if (dies.getAsBoolean()) {
        close();
        next = Next.MORE;
        continue;
      }
      deliver(output.records());
      rejected.addAll(output.rejected());
      output.lastPosition().ifPresent(position -> committed.put(part, position));
    }
  }

  /**
   * Plans, and reads each partition once, a few rows.
   *
   * @return whether any has more, or delivered anything
   */
  boolean lookOnce() throws ConnectorException {
    long before = deliveries;
    boolean more = false;
    for (TablePart part : source.plan(settings, committed, context).partitions()) {
      CollectingOutput<JdbcPosition> output = CollectingOutput.fullAfter(20);
      more |= reader(part).read(output) instanceof Next.More;
      deliver(output.records());
      output.lastPosition().ifPresent(position -> committed.put(part, position));
    }
    return more || deliveries > before;
  }

  private void deliver(List<SourceRecord> records) {
    records.forEach(taker);
    deliveries += records.size();
  }

  private SourceReader<JdbcPosition> reader(TablePart part) throws ConnectorException {
    SourceReader<JdbcPosition> reader = readers.get(part);
    if (reader == null) {
      reader = source.open(settings, part, Optional.ofNullable(committed.get(part)), context);
      readers.put(part, reader);
    }
    return reader;
  }

  List<SourceRecord> delivered() {
    return delivered;
  }

  List<CollectingOutput.Rejected> rejected() {
    return rejected;
  }

  Map<TablePart, JdbcPosition> committed() {
    return committed;
  }

  /** A column of all delivered values, as text. */
  List<String> values(String column) {
    return delivered.stream().map(record -> String.valueOf(row(record).get(column))).toList();
  }

  static GenericRecord row(SourceRecord record) {
    return (GenericRecord) ((Value.Datum) record.value().orElseThrow()).value();
  }

  /** Stands for a process that is killed, or a task that stops. */
  @Override
  public void close() {
    readers.values().forEach(SourceReader::close);
    readers.clear();
  }
}
