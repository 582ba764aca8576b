package dev.headrace.runtime.log;

import dev.headrace.log.record.ByteSlice;
import dev.headrace.log.record.Isolation;
import dev.headrace.log.record.RecordBatch;
import dev.headrace.log.record.RecordCursor;
import dev.headrace.log.record.TopicPartition;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The port in memory, for tests of what works with it. It honours transactions: what is not
 * committed is seen by nobody, a successor fences, and a commit leaves a marker behind that takes
 * an offset. Commits can be held back to look at what happens meanwhile, and dropped as a crash
 * would. Thread-safe.
 */
public final class MemoryLog implements Log {

  private final Map<String, Topics.Description> topics = new LinkedHashMap<>();
  private final Map<TopicPartition, MemoryPartition> partitions = new HashMap<>();
  private final Map<String, Map<TopicPartition, Committed>> groups = new HashMap<>();
  private final Map<String, Integer> epochs = new HashMap<>();
  private final List<Runnable> listeners = new ArrayList<>();
  private final ArrayDeque<Runnable> held = new ArrayDeque<>();

  /**
   * Held while a writer is opened, and while one commits: a fenced one does not commit any more.
   */
  final Object fencing = new Object();

  private boolean holding;
  private int commits;
  private volatile Optional<String> sourcesHeld = Optional.empty();
  private volatile int largestBatch = 1024 * 1024 + 12;

  /** From now on commits do not become durable until {@link #release()}. */
  public synchronized void hold() {
    holding = true;
  }

  /** Lets the commits that are held go, and those to come. */
  public void release() {
    List<Runnable> free;
    synchronized (this) {
      holding = false;
      free = List.copyOf(held);
      held.clear();
    }
    free.forEach(Runnable::run);
  }

  /** Forgets the commits that are held, as a crash would; those to come are not held. */
  public synchronized void dropHeld() {
    holding = false;
    held.clear();
  }

  /** From now on sources are to wait, for this reason; empty for none. */
  public void holdSources(Optional<String> why) {
    sourcesHeld = why;
  }

  @Override
  public Optional<String> holdsSources() {
    return sourcesHeld;
  }

  /** From now on larger batches are too large. */
  public void largestBatch(int bytes) {
    largestBatch = bytes;
  }

  int largestBatch() {
    return largestBatch;
  }

  public synchronized int heldCommits() {
    return held.size();
  }

  /** How many transactions were committed. */
  public synchronized int commits() {
    return commits;
  }

  /** Removes what is before {@code start}, as retention does. */
  public synchronized void trim(TopicPartition partition, long start) {
    partition(partition).start = start;
  }

  /** Deletes a topic and creates it again: the same name, another id, nothing in it. */
  public synchronized void recreate(String topic) {
    int count = topics.remove(topic).partitions();
    topics().ensure(topic, OptionalInt.of(count), Map.of());
  }

  /** The values of a partition that are committed, as text. */
  public synchronized List<String> values(String topic, int partition) {
    List<String> values = new ArrayList<>();
    RecordCursor cursor = new RecordCursor();
    for (RecordBatch batch : partition(new TopicPartition(topic, partition)).batches) {
      cursor.open(batch);
      while (cursor.next()) {
        values.add(text(cursor.value()));
      }
    }
    return values;
  }

  /** A committed record with all that it has. */
  public record Stored(
      long timestampMillis, String key, String value, Map<String, String> headers) {}

  /** The records of a partition that are committed, with their headers. */
  public synchronized List<Stored> records(String topic, int partition) {
    List<Stored> records = new ArrayList<>();
    RecordCursor cursor = new RecordCursor();
    for (RecordBatch batch : partition(new TopicPartition(topic, partition)).batches) {
      cursor.open(batch);
      while (cursor.next()) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (int i = 0; i < cursor.headerCount(); i++) {
          headers.put(cursor.header(i).key(), text(cursor.header(i).value()));
        }
        records.add(
            new Stored(
                cursor.timestampMillis(), text(cursor.key()), text(cursor.value()), headers));
      }
    }
    return records;
  }

  private static String text(ByteSlice bytes) {
    return bytes.isNull() ? "(none)" : new String(bytes.toArray(), StandardCharsets.UTF_8);
  }

  synchronized MemoryPartition partition(TopicPartition partition) {
    return Optional.ofNullable(partitions.get(partition))
        .orElseThrow(() -> new LogException.Refused("no partition " + partition));
  }

  synchronized void listen(Runnable listener) {
    listeners.add(listener);
  }

  int open(WriterId id) {
    synchronized (fencing) {
      synchronized (this) {
        return epochs.merge(id.transactionalId(), 1, Integer::sum);
      }
    }
  }

  synchronized boolean isFenced(WriterId id, int epoch) {
    return epochs.getOrDefault(id.transactionalId(), 0) != epoch;
  }

  CompletionStage<Void> commit(MemoryWriter.Transaction transaction) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Runnable settle =
        () -> {
          apply(transaction);
          done.complete(null);
        };
    synchronized (this) {
      if (holding) {
        held.add(settle);
        return done;
      }
    }
    settle.run();
    return done;
  }

  private void apply(MemoryWriter.Transaction transaction) {
    List<Runnable> toTell;
    synchronized (this) {
      commits++;
      transaction.data().forEach((partition, batches) -> partition(partition).commit(batches));
      transaction.offsets().forEach((group, offsets) -> group(group).putAll(offsets));
      toTell = List.copyOf(listeners);
    }
    toTell.forEach(Runnable::run);
  }

  private Map<TopicPartition, Committed> group(String group) {
    return groups.computeIfAbsent(group, _ -> new HashMap<>());
  }

  @Override
  public Topics topics() {
    return new MemoryTopics();
  }

  @Override
  public Writer writer(WriterId id) {
    return new MemoryWriter(this, id);
  }

  @Override
  public Reader reader(Isolation isolation) {
    return new MemoryReader(this);
  }

  @Override
  public GroupOffsets offsets(String group) {
    return () -> {
      synchronized (this) {
        return Map.copyOf(group(group));
      }
    };
  }

  @Override
  public Table table(String compactedTopic) {
    topics().ensure(compactedTopic, OptionalInt.of(4), Map.of());
    return new MemoryTable(compactedTopic);
  }

  @Override
  public void close() {}

  /** A partition: committed batches only. */
  static final class MemoryPartition {
    final List<RecordBatch> batches = new ArrayList<>();
    long start;
    long end;

    void commit(List<RecordBatch> committed) {
      for (RecordBatch batch : committed) {
        batch.assign(end, 0);
        batches.add(batch);
        end = batch.nextOffset();
      }
      end++; // the marker
    }
  }

  private final class MemoryTopics implements Topics {
    @Override
    public Optional<Description> find(String name) {
      synchronized (MemoryLog.this) {
        return Optional.ofNullable(topics.get(name));
      }
    }

    @Override
    public Map<String, Description> all() {
      synchronized (MemoryLog.this) {
        return Map.copyOf(topics);
      }
    }

    @Override
    public Description ensure(String name, OptionalInt count, Map<String, String> config) {
      synchronized (MemoryLog.this) {
        return topics.computeIfAbsent(
            name,
            _ -> {
              for (int i = 0; i < count.orElse(1); i++) {
                partitions.put(new TopicPartition(name, i), new MemoryPartition());
              }
              return new Description(name, UUID.randomUUID(), count.orElse(1));
            });
      }
    }
  }

  private record TableEntry(ByteSlice key, ByteSlice value) {}

  private final class MemoryTable implements Table {
    private final String topic;

    private MemoryTable(String topic) {
      this.topic = topic;
    }

    @Override
    public String topic() {
      return topic;
    }

    @Override
    public int partitions() {
      return topics().find(topic).orElseThrow().partitions();
    }

    @Override
    public CompletionStage<Void> caughtUp() {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public Map<ByteBuffer, ByteBuffer> entries() {
      Map<ByteBuffer, ByteBuffer> entries = new LinkedHashMap<>();
      synchronized (MemoryLog.this) {
        for (int i = 0; i < partitions(); i++) {
          for (TableEntry entry : records(partition(new TopicPartition(topic, i)))) {
            if (entry.value().isNull()) {
              entries.remove(wrap(entry.key()));
            } else {
              entries.put(wrap(entry.key()), wrap(entry.value()));
            }
          }
        }
      }
      return entries;
    }

    @Override
    public Optional<ByteBuffer> value(ByteBuffer key) {
      return Optional.ofNullable(entries().get(key));
    }

    private static List<TableEntry> records(MemoryPartition partition) {
      List<TableEntry> records = new ArrayList<>();
      RecordCursor cursor = new RecordCursor();
      for (RecordBatch batch : partition.batches) {
        cursor.open(batch);
        while (cursor.next()) {
          records.add(new TableEntry(cursor.key(), cursor.value()));
        }
      }
      return records;
    }

    private static ByteBuffer wrap(ByteSlice slice) {
      return ByteBuffer.wrap(slice.toArray()).asReadOnlyBuffer();
    }

    @Override
    public void close() {}
  }
}
