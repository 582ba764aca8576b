package dev.headrace.runtime.log.embedded;

import dev.headrace.log.broker.PartitionReader;
import dev.headrace.log.broker.PartitionReader.Chunk;
import dev.headrace.log.record.ByteSlice;
import dev.headrace.log.record.Isolation;
import dev.headrace.log.record.RecordBatch;
import dev.headrace.log.record.RecordCursor;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.storage.PartitionLog;
import dev.headrace.log.storage.Partitions;
import dev.headrace.runtime.log.LogException;
import dev.headrace.runtime.log.Table;
import dev.headrace.runtime.log.Topics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/**
 * Follows a compacted topic: each progress of a partition schedules one run of the follower, which
 * reads up to the end. The executor has one thread; entries may be read by any other meanwhile.
 */
final class EmbeddedTable implements Table {

  private static final int READ_BYTES = 1 << 20;

  private final Topics.Description topic;
  private final List<Followed> partitions;
  private final Executor executor;
  private final RecordCursor cursor = new RecordCursor();
  private final Map<ByteBuffer, ByteBuffer> entries = new ConcurrentHashMap<>();
  private final List<Waiting> waiting = new ArrayList<>();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final List<AutoCloseable> listening = new ArrayList<>();
  private volatile boolean closed;

  private EmbeddedTable(Topics.Description topic, Partitions partitions, Executor executor) {
    this.topic = topic;
    this.executor = executor;
    this.partitions =
        IntStream.range(0, topic.partitions())
            .mapToObj(i -> new Followed(find(partitions, new TopicPartition(topic.name(), i))))
            .toList();
  }

  static EmbeddedTable follow(Topics.Description topic, Partitions partitions, Executor executor) {
    EmbeddedTable table = new EmbeddedTable(topic, partitions, executor);
    for (Followed each : table.partitions) {
      table.listening.add(each.log.listen(table::schedule));
    }
    table.schedule();
    return table;
  }

  /** A partition and how far it is in the table. */
  private static final class Followed {
    private final PartitionLog log;
    private final PartitionReader reader;

    /** Written by the follower alone, after what comes before it is in the table. */
    private volatile long next;

    Followed(PartitionLog log) {
      this.log = log;
      reader = new PartitionReader(log, Isolation.READ_COMMITTED);
      next = log.startOffset();
    }
  }

  /** Somebody who waits until the partitions are read up to these offsets, in their order. */
  private record Waiting(List<Long> until, CompletableFuture<Void> done) {}

  @Override
  public String topic() {
    return topic.name();
  }

  @Override
  public int partitions() {
    return topic.partitions();
  }

  /** Up to the high watermark: what is open below it is settled by its writer or its successor. */
  @Override
  public CompletionStage<Void> caughtUp() {
    List<Long> until = partitions.stream().map(each -> each.log.highWatermark()).toList();
    if (isReached(until)) {
      return CompletableFuture.completedFuture(null); // as mostly: costs no turn of the follower
    }
    CompletableFuture<Void> done = new CompletableFuture<>();
    synchronized (waiting) {
      waiting.add(new Waiting(until, done));
    }
    schedule();
    return done;
  }

  @Override
  public Map<ByteBuffer, ByteBuffer> entries() {
    return Map.copyOf(entries);
  }

  @Override
  public Optional<ByteBuffer> value(ByteBuffer key) {
    return Optional.ofNullable(entries.get(key));
  }

  @Override
  public void close() {
    closed = true;
    listening.forEach(Listening::stop);
    fail(new LogException.Refused("the table of " + topic.name() + " is closed"));
  }

  private void schedule() {
    if (!closed && scheduled.compareAndSet(false, true)) {
      try {
        executor.execute(this::run);
      } catch (RejectedExecutionException _) {
        fail(new LogException.Refused("the log is closed"));
      }
    }
  }

  private void run() {
    scheduled.set(false);
    try {
      for (Followed each : partitions) {
        readToEnd(each);
      }
      completeWaiting();
    } catch (IOException | RuntimeException e) {
      fail(
          new LogException.Unavailable(
              "the table of " + topic.name() + " cannot be read: " + e.getMessage(), e));
    }
  }

  private void readToEnd(Followed followed) throws IOException {
    while (!closed) {
      switch (followed.reader.read(followed.next, READ_BYTES, ByteBuffer::allocate)) {
        case Chunk.Batches(List<RecordBatch> batches, long next) -> {
          if (next == followed.next) {
            return;
          }
          batches.forEach(this::apply);
          followed.next = next;
        }
        case Chunk.OutOfRange(long start, long _) when start > followed.next ->
            followed.next = start;
        case Chunk.OutOfRange outOfRange -> throw new IOException("the log lost " + outOfRange);
        case Chunk.Unavailable(String reason) -> throw new IOException(reason);
      }
    }
  }

  private void apply(RecordBatch batch) {
    cursor.open(batch);
    while (cursor.next()) {
      ByteBuffer key = readOnly(cursor.key());
      ByteSlice value = cursor.value();
      if (value.isNull()) {
        entries.remove(key);
      } else {
        entries.put(key, readOnly(value));
      }
    }
  }

  private static ByteBuffer readOnly(ByteSlice slice) {
    return ByteBuffer.wrap(slice.toArray()).asReadOnlyBuffer();
  }

  private void completeWaiting() {
    List<CompletableFuture<Void>> done = new ArrayList<>();
    synchronized (waiting) {
      for (Iterator<Waiting> each = waiting.iterator(); each.hasNext(); ) {
        Waiting one = each.next();
        if (isReached(one.until())) {
          each.remove();
          done.add(one.done());
        }
      }
    }
    done.forEach(each -> each.complete(null));
  }

  private boolean isReached(List<Long> until) {
    return IntStream.range(0, until.size()).allMatch(i -> partitions.get(i).next >= until.get(i));
  }

  private void fail(LogException cause) {
    List<Waiting> failed;
    synchronized (waiting) {
      failed = List.copyOf(waiting);
      waiting.clear();
    }
    failed.forEach(each -> each.done().completeExceptionally(cause));
  }

  private static PartitionLog find(Partitions partitions, TopicPartition name) {
    return partitions
        .find(name)
        .orElseThrow(() -> new LogException.Refused(name + " does not exist"));
  }
}
