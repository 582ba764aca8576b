/// All that a connector author sees: a source reads partitions of an outside system into a topic, a
/// sink writes the records of topics to one.
///
/// A connector says what it is, binds its settings to a record, and reads or writes from one thread
/// at a time. Retries, restarts, dead letters, schedules, pausing and stopping are the runtime's
/// work. What follows is a whole source, a whole sink, a test, and how they are installed.
///
/// ## A source
///
/// A source *plans* its partitions, whatever can be read independently (files, tables, endpoints),
/// and opens a reader for each. A reader emits what is there, says up to where with a *position*,
/// and returns. The runtime commits records and position in one transaction, so each record is in
/// the log exactly once, and opens the reader at that position after a restart.
///
/// ```java
/// public final class CounterSource
///     implements SourceConnector<
///         CounterSource.Settings, CounterSource.Counter, CounterSource.Position> {
///
///   /** The settings: {@code last} is bound to the first component, and so on. */
///   public record Settings(
///       @Doc("The last number to emit.") @Default("10") @Range(from = "0") long last) {}
///
///   /** Names a source partition. There is only one. */
///   public record Counter(String name) {}
///
///   /** A place in it: how many numbers were emitted. */
///   public record Position(long emitted) {}
///
///   @Override
///   public String name() {
///     return "counter-source";
///   }
///
///   @Override
///   public String version() {
///     return "1.0";
///   }
///
///   @Override
///   public String summary() {
///     return "Emits the numbers from 1 to `last`.";
///   }
///
///   @Override
///   public Class<Settings> configuration() {
///     return Settings.class;
///   }
///
///   @Override
///   public Class<Counter> partition() {
///     return Counter.class;
///   }
///
///   @Override
///   public Class<Position> position() {
///     return Position.class;
///   }
///
///   @Override
///   public Plan<Counter> plan(
///       Settings settings, Map<Counter, Position> known, SourceContext context) {
///     return Plan.fixed(List.of(new Counter("numbers")));
///   }
///
///   @Override
///   public SourceReader<Position> open(
///       Settings settings, Counter counter, Optional<Position> position, SourceContext context) {
///     return new Reader(settings.last(), position.map(Position::emitted).orElse(0L));
///   }
///
///   private static final class Reader implements SourceReader<Position> {
///
///     private final long last;
///     private long emitted;
///
///     Reader(long last, long emitted) {
///       this.last = last;
///       this.emitted = emitted;
///     }
///
///     @Override
///     public Next read(Output<Position> out) {
///       while (emitted < last && !out.full()) {
///         emitted++;
///         out.record(SourceRecord.of(new Value.Text("number " + emitted)));
///       }
///       out.position(new Position(emitted));
///       return emitted < last ? Next.MORE : Next.END;
///     }
///
///     @Override
///     public void close() {}
///   }
/// }
/// ```
///
/// Three rules carry the guarantee: a position covers everything emitted before it; a reader opened
/// at a position emits what follows it; a position is reported before `read` returns. A reader with
/// nothing to emit returns `Next.Idle` and never waits by itself. One that emits many records
/// avoids an object for each with `Output.bytes` and `Output.json`. What should have been a record
/// and is none goes to `Output.reject`; what stops the reader is a `ConnectorException`, whose kind
/// says whether trying again can help.
///
/// ## A sink
///
/// A sink takes batches of records, and says on a flush what is durable. The runtime commits these
/// offsets, and after a crash delivers again what comes behind them. To store each record exactly
/// once, a sink either recognises a record that comes again, as this one does, or keeps a *receipt*
/// with its offsets and on opening undoes what is beyond it, as the file sink does.
///
/// ```java
/// public final class FolderSink implements SinkConnector<FolderSink.Settings> {
///
///   /** The settings: {@code path} is bound to the only component. */
///   public record Settings(@Doc("The folder, which must exist.") Path path) {}
///
///   @Override
///   public String name() {
///     return "folder-sink";
///   }
///
///   @Override
///   public String version() {
///     return "1.0";
///   }
///
///   @Override
///   public String summary() {
///     return "Writes each value to a file of its own.";
///   }
///
///   @Override
///   public Class<Settings> configuration() {
///     return Settings.class;
///   }
///
///   @Override
///   public Guarantee guarantee(Settings settings) {
///     return Guarantee.exactlyOnce("a record that comes again replaces its own file");
///   }
///
///   @Override
///   public SinkWriter open(Settings settings, List<Committed> committed, SinkContext context) {
///     return new Writer(settings.path(), committed);
///   }
///
///   private static final class Writer implements SinkWriter {
///
///     private final Path folder;
///     private final Map<TopicPartition, Long> nextOffsets = new HashMap<>();
///
///     Writer(Path folder, List<Committed> committed) {
///       this.folder = folder;
///       committed.forEach(place -> nextOffsets.put(place.partition(), place.nextOffset()));
///     }
///
///     @Override
///     public List<Refused> write(SinkBatch batch) throws ConnectorException {
///       while (batch.next()) {
///         Path file = folder.resolve("%s@%09d".formatted(batch.partition(), batch.offset()));
///         try {
///           Files.write(
///               file,
///               batch.valueBytes().toBytes(),
///               StandardOpenOption.CREATE,
///               StandardOpenOption.WRITE,
///               StandardOpenOption.TRUNCATE_EXISTING,
///               StandardOpenOption.DSYNC);
///         } catch (IOException failure) {
///           throw ConnectorException.transientFailure(
///               new Reason(
///                   "folder.not-written",
///                   file + " cannot be written: " + failure.getMessage(),
///                   "Check that `path` exists, may be written, and has space left."),
///               failure);
///         }
///         nextOffsets.put(batch.partition(), batch.offset() + 1);
///       }
///       return List.of();
///     }
///
///     @Override
///     public List<Committed> flush(FlushReason why) {
///       return nextOffsets.entrySet().stream()
///           .map(place -> new Committed(place.getKey(), place.getValue(), Optional.empty()))
///           .toList();
///     }
///
///     @Override
///     public void close() {}
///   }
/// }
/// ```
///
/// A record that the target can never take is returned as `Refused`, and the rest of the batch goes
/// on.
///
/// ## A test
///
/// `SourceContract` and `SinkContract` in `headrace-connector-testing` check all that the runtime
/// relies on, among it a crash at every point. A test says only how the far side is filled or read:
///
/// ```java
/// final class CounterSourceTest extends SourceContract<Settings, Counter, Position> {
///
///   @Override
///   protected SourceConnector<Settings, Counter, Position> connector() {
///     return new CounterSource();
///   }
///
///   @Override
///   protected Filled<Settings> fill(int count) {
///     IntStream numbers = IntStream.rangeClosed(1, count);
///     return new Filled<>(
///         new Settings(count), numbers.mapToObj(number -> "number " + number).toList());
///   }
/// }
/// ```
///
/// ## Installing it
///
/// Name the classes in `META-INF/services/dev.headrace.connector.Connector`, one a line, and put
/// the jar with the jars it needs into a folder of its own under `plugins/`. Users then write:
///
/// ```json
/// {"name": "numbers",
///  "config": {"connector.class": "counter-source", "last": "100", "topic": "numbers"}}
/// ```
///
/// [dev.headrace.connector.config] says what a configuration record may hold.
@NullMarked
package dev.headrace.connector;

import org.jspecify.annotations.NullMarked;
