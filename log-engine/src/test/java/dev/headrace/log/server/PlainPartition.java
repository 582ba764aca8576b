package dev.headrace.log.server;

import dev.headrace.log.record.Isolation;
import dev.headrace.log.record.Marker;
import dev.headrace.log.record.RecordBatch;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.storage.FileSlice;
import dev.headrace.log.storage.PartitionLog;
import dev.headrace.log.storage.StateSnapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A partition that does as little as will do: one file, no checks but the checksum. Its flushes can
 * be held back, and it counts the slices that nobody closed.
 */
final class PlainPartition implements PartitionLog, AutoCloseable {

  private final TopicPartition name;
  private final UUID topicId;
  private final FileChannel file;
  private final NavigableMap<Long, Integer> positions = new TreeMap<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final Map<Long, CompletableFuture<Void>> flushes = new TreeMap<>();
  private final AtomicInteger openSlices = new AtomicInteger();
  private int fileBytes;
  private long endOffset;
  private long durableOffset;
  private boolean holdsFlushes;

  PlainPartition(TopicPartition name, UUID topicId, Path folder) {
    this.name = name;
    this.topicId = topicId;
    try {
      this.file =
          FileChannel.open(
              folder.resolve(name + "-" + topicId + ".log"),
              StandardOpenOption.CREATE_NEW,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** From now on nothing becomes durable until {@link #flush}. */
  synchronized void holdFlushes() {
    holdsFlushes = true;
  }

  void flush() {
    List<CompletableFuture<Void>> done;
    synchronized (this) {
      durableOffset = endOffset;
      done = new ArrayList<>(flushes.values());
      flushes.clear();
    }
    done.forEach(flush -> flush.complete(null));
    listeners.forEach(Runnable::run);
  }

  int openSlices() {
    return openSlices.get();
  }

  /** The batches as they lie in the file. */
  synchronized List<RecordBatch> batches() {
    ByteBuffer bytes = ByteBuffer.allocate(fileBytes);
    readFully(0, bytes);
    List<RecordBatch> batches = new ArrayList<>();
    bytes.flip();
    while (bytes.hasRemaining()) {
      RecordBatch batch = RecordBatch.at(bytes);
      batches.add(batch);
      bytes.position(bytes.position() + batch.sizeInBytes());
    }
    return batches;
  }

  @Override
  public Append append(ByteBuffer batches, Origin origin) {
    Append.Stored stored;
    synchronized (this) {
      RecordBatch batch = RecordBatch.at(batches);
      if (!batch.hasValidChecksum()) {
        return new Append.Refused(Refusal.CORRUPT, "checksum");
      }
      batch.assign(endOffset, 0);
      positions.put(endOffset, fileBytes);
      try {
        fileBytes += file.write(batches, fileBytes);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      stored = new Append.Stored(endOffset, batch.nextOffset());
      endOffset = batch.nextOffset();
    }
    if (!holdsFlushes) {
      flush();
    }
    return stored;
  }

  @Override
  public synchronized CompletionStage<Void> durable(long offset) {
    return offset <= durableOffset
        ? CompletableFuture.completedFuture(null)
        : flushes.computeIfAbsent(offset, _ -> new CompletableFuture<>());
  }

  @Override
  public synchronized Read read(long fromOffset, int maxBytes, Isolation isolation) {
    if (fromOffset < 0 || fromOffset > durableOffset) {
      return new Read.OutOfRange(0, durableOffset);
    }
    int start =
        fromOffset == durableOffset ? fileBytes : positions.floorEntry(fromOffset).getValue();
    int end = position(durableOffset);
    Map.Entry<Long, Integer> second = positions.higherEntry(fromOffset);
    int first = second == null ? end : second.getValue();
    int length = Math.max(0, Math.min(end, Math.max(first, start + maxBytes)) - start);
    if (fromOffset == durableOffset) {
      length = 0;
    }
    openSlices.incrementAndGet();
    return new Read.Found(new Slice(start, length), 0, durableOffset, durableOffset, List.of());
  }

  private int position(long offset) {
    return positions.getOrDefault(offset, fileBytes);
  }

  private void readFully(int from, ByteBuffer into) {
    try {
      int position = from;
      while (into.hasRemaining()) {
        int bytes = file.read(into, position);
        if (bytes < 0) {
          throw new IllegalStateException("short file");
        }
        position += bytes;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class Slice implements FileSlice {
    private final int position;
    private final int length;
    private boolean closed;

    Slice(int position, int length) {
      this.position = position;
      this.length = length;
    }

    @Override
    public long position() {
      return position;
    }

    @Override
    public int length() {
      return length;
    }

    @Override
    public int read(int from, ByteBuffer into) {
      ByteBuffer part = into.slice(into.position(), Math.min(into.remaining(), length - from));
      readFully(position + from, part);
      into.position(into.position() + part.position());
      return part.position();
    }

    @Override
    public FileChannel channel() {
      return file;
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        openSlices.decrementAndGet();
      }
    }
  }

  @Override
  public TopicPartition topicPartition() {
    return name;
  }

  @Override
  public UUID topicId() {
    return topicId;
  }

  @Override
  public Append appendMarker(
      long producerId, short producerEpoch, Marker marker, int coordinatorEpoch) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long startOffset() {
    return 0;
  }

  @Override
  public synchronized long endOffset() {
    return endOffset;
  }

  @Override
  public synchronized long highWatermark() {
    return durableOffset;
  }

  @Override
  public synchronized long lastStableOffset() {
    return durableOffset;
  }

  @Override
  public int leaderEpoch() {
    return 0;
  }

  @Override
  public Optional<TimestampedOffset> offsetForTimestamp(long timestampMillis, Isolation isolation) {
    return batches().stream()
        .filter(batch -> batch.maxTimestamp() >= timestampMillis)
        .findFirst()
        .map(batch -> new TimestampedOffset(batch.baseOffset(), batch.maxTimestamp()));
  }

  @Override
  public Optional<EpochEnd> endOfEpoch(int epoch) {
    return epoch == leaderEpoch()
        ? Optional.of(new EpochEnd(epoch, highWatermark()))
        : Optional.empty();
  }

  @Override
  public Optional<TimestampedOffset> maxTimestamp() {
    return batches().stream()
        .map(batch -> new TimestampedOffset(batch.lastOffset(), batch.maxTimestamp()))
        .reduce((a, b) -> b.timestampMillis() > a.timestampMillis() ? b : a);
  }

  @Override
  public List<OpenTransaction> openTransactions() {
    return List.of();
  }

  @Override
  public List<ActiveProducer> producers() {
    return List.of();
  }

  @Override
  public AutoCloseable listen(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  int listeners() {
    return listeners.size();
  }

  @Override
  public synchronized long sizeInBytes() {
    return fileBytes;
  }

  @Override
  public long appendedBytes() {
    return sizeInBytes();
  }

  @Override
  public Optional<StateSnapshot> snapshot() {
    return Optional.empty();
  }

  @Override
  public void keep(StateSnapshot snapshot) {}

  @Override
  public Optional<String> offlineReason() {
    return Optional.empty();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
