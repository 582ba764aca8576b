package dev.headrace.log.storage;

import dev.headrace.log.record.BatchValidation;
import dev.headrace.log.record.ControlRecords;
import dev.headrace.log.record.Isolation;
import dev.headrace.log.record.Marker;
import dev.headrace.log.record.RecordBatch;
import dev.headrace.log.record.TopicPartition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A partition in segments. Appends, and the end of a flush, hold one lock; readers hold none, and
 * see the view that was published last.
 */
final class SegmentedLog implements StoredLog, LogAccess, LogFlush.Flushed {

  private static final Logger LOG = LoggerFactory.getLogger(SegmentedLog.class);

  private final TopicPartition topicPartition;
  private final UUID topicId;
  private final Surroundings around;
  private final LogWriter writer;
  private final LogFlush flush;
  private final StateFile stateFile;
  private final LogRetention retention;
  private final LogCompaction compaction;
  private final LogQueries queries;
  private final RecentPositions recent = new RecentPositions();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();

  private volatile LogView view;
  private volatile PartitionSettings settings;
  private volatile long appendedBytes;
  private volatile Optional<String> offlineReason = Optional.empty();
  private boolean isStopped;

  SegmentedLog(
      TopicPartition topicPartition,
      UUID topicId,
      Path folder,
      LogState state,
      Surroundings around) {
    this.topicPartition = topicPartition;
    this.topicId = topicId;
    this.around = around;
    this.writer = new LogWriter(topicPartition, folder, state, around);
    this.view = writer.view();
    this.settings = around.settings().settingsOf(topicPartition.topic());
    this.stateFile = new StateFile(around.disk(), folder);
    this.retention = new LogRetention(folder, around, this);
    this.compaction = new LogCompaction(folder, around, this);
    this.queries = new LogQueries(topicPartition, folder, recent, this);
    this.flush = new LogFlush(topicPartition, folder, state.end().offset(), around, this);
  }

  @Override
  public TopicPartition topicPartition() {
    return topicPartition;
  }

  @Override
  public UUID topicId() {
    return topicId;
  }

  @Override
  public void configure(PartitionSettings newSettings) {
    lock.lock();
    try {
      writer.configure(newSettings);
      settings = newSettings;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Append append(ByteBuffer batches, Origin origin) {
    return switch (BatchValidation.of(batches, settings.maxBatchBytes())) {
      case BatchValidation.Invalid(BatchValidation.Flaw flaw, String message) ->
          new Append.Refused(refusalOf(flaw), topicPartition + ": " + message);
      case BatchValidation.Valid(List<RecordBatch> sound) -> {
        Optional<Append.Refused> problem =
            origin == Origin.CLIENT
                ? ClientBatches.problemIn(sound, settings, around.time().millis())
                : Optional.empty();
        yield problem.isPresent()
            ? new Append.Refused(
                problem.get().why(), topicPartition + ": " + problem.get().message())
            : origin == Origin.CLIENT && Recompression.isNeeded(sound, settings)
                ? appendRecompressed(sound)
                : underLock(() -> writer.append(batches, sound));
      }
    };
  }

  /** As the topic wants its batches, which is not how the client has sent them. */
  private Append appendRecompressed(List<RecordBatch> sound) {
    return switch (Recompression.of(sound, settings)) {
      case Recompression.Refused(Refusal why, String message) ->
          new Append.Refused(why, topicPartition + ": " + message);
      case Recompression.Done(ByteBuffer bytes, List<RecordBatch> batches) ->
          underLock(() -> writer.append(bytes, batches));
    };
  }

  @Override
  public Append appendMarker(
      long producerId, short producerEpoch, Marker marker, int coordinatorEpoch) {
    RecordBatch batch =
        ControlRecords.of(
            marker, producerId, producerEpoch, coordinatorEpoch, around.time().millis());
    return underLock(() -> writer.appendMarker(batch, marker, coordinatorEpoch));
  }

  private Append underLock(Supplier<LogWriter.Written> append) {
    LogWriter.Written written;
    boolean flushIsDue;
    lock.lock();
    try {
      if (offlineReason.isPresent()) {
        return new Append.Refused(
            Refusal.OFFLINE, topicPartition + " is offline: " + offlineReason.get());
      }
      if (isStopped) {
        return new Append.Refused(Refusal.OFFLINE, topicPartition + " is being closed");
      }
      written = append.get();
      view = writer.view();
      appendedBytes = writer.appendedBytes();
      if (isDurableAtOnce()) {
        publish(view.end());
      }
      flushIsDue = !isDurableAtOnce() || writer.hasSealedToForce();
    } finally {
      lock.unlock();
    }
    written.fatal().ifPresent(this::takeOffline);
    if (written.outcome() instanceof Append.Stored) {
      if (flushIsDue) {
        flush.due();
      }
      if (isDurableAtOnce()) {
        callListeners();
      }
    }
    return written.outcome();
  }

  private boolean isDurableAtOnce() {
    return around.settings().flush() == FlushMode.OS;
  }

  @Override
  public CompletionStage<Void> durable(long endOffset) {
    return isDurableAtOnce() && endOffset <= view.end().offset()
        ? CompletableFuture.completedFuture(null)
        : flush.until(endOffset);
  }

  @Override
  public Optional<LogWriter.Unforced> takeUnforced() {
    lock.lock();
    try {
      LogWriter.Unforced unforced = writer.takeUnforced();
      return unforced.segments().isEmpty() || offlineReason.isPresent()
          ? Optional.empty()
          : Optional.of(unforced);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void takeBack(LogWriter.Unforced unforced) {
    lock.lock();
    try {
      writer.takeBack(unforced);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void forced(LogPosition end) {
    if (isDurableAtOnce()) {
      return;
    }
    lock.lock();
    try {
      publish(end);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void told() {
    if (!isDurableAtOnce()) {
      callListeners();
    }
  }

  /** Under the lock. */
  private void publish(LogPosition highWatermark) {
    view = writer.publish(highWatermark);
    recent.add(highWatermark);
  }

  @Override
  public void takeOffline(String reason) {
    lock.lock();
    try {
      if (offlineReason.isPresent()) {
        return;
      }
      offlineReason = Optional.of(reason);
    } finally {
      lock.unlock();
    }
    LOG.error("{} is offline: {}", topicPartition, reason);
    takeAway(reason);
  }

  @Override
  public Read read(long fromOffset, int maxBytes, Isolation isolation) {
    return queries.read(fromOffset, maxBytes, isolation);
  }

  @Override
  public <T> T look(Look<T> look) throws IOException {
    LogView seen = view;
    while (true) {
      try {
        return look.at(seen);
      } catch (ClosedChannelException e) {
        LogView next = settledView();
        if (next.segments().equals(seen.segments())) {
          throw e;
        }
        seen = next;
      }
    }
  }

  /** The view once nobody is changing the segments. */
  private LogView settledView() {
    lock.lock();
    try {
      return view;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long startOffset() {
    return view.startOffset();
  }

  @Override
  public long endOffset() {
    return view.end().offset();
  }

  @Override
  public long highWatermark() {
    return view.highWatermark().offset();
  }

  @Override
  public long lastStableOffset() {
    return view.lastStable().offset();
  }

  @Override
  public int leaderEpoch() {
    return around.leaderEpoch();
  }

  @Override
  public long durableEnd() {
    return flush.durableEnd();
  }

  @Override
  public Optional<TimestampedOffset> offsetForTimestamp(long timestampMillis, Isolation isolation) {
    return queries.offsetForTimestamp(timestampMillis, isolation);
  }

  @Override
  public Optional<TimestampedOffset> maxTimestamp() {
    return queries.maxTimestamp();
  }

  @Override
  public Optional<EpochEnd> endOfEpoch(int leaderEpoch) {
    return queries.endOfEpoch(leaderEpoch, leaderEpoch());
  }

  @Override
  public List<OpenTransaction> openTransactions() {
    lock.lock();
    try {
      return writer.openTransactions();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<ActiveProducer> producers() {
    lock.lock();
    try {
      return writer.producers();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Cleanup cleanup() {
    return settings.cleanup();
  }

  @Override
  public Optional<LogRetention> retention() {
    return Optional.of(retention);
  }

  @Override
  public Optional<LogCompaction> compaction() {
    return Optional.of(compaction);
  }

  @Override
  public boolean hasRecordsBelowStart() {
    LogView seen = view;
    return seen.segments().getFirst().baseOffset() < seen.startOffset();
  }

  @Override
  public PartitionSettings settings() {
    return settings;
  }

  @Override
  public <T> Optional<T> change(Change<T> change) throws IOException {
    lock.lock();
    try {
      if (offlineReason.isPresent() || isStopped) {
        return Optional.empty();
      }
      T result = change.by(writer);
      view = writer.view();
      return Optional.of(result);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void flushDue() {
    flush.due();
  }

  @Override
  public AutoCloseable listen(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  private void callListeners() {
    for (Runnable listener : listeners) {
      try {
        listener.run();
      } catch (RuntimeException e) {
        LOG.error("{}: a listener failed", topicPartition, e);
      }
    }
  }

  @Override
  public long sizeInBytes() {
    long bytes = 0;
    for (Segment segment : view.segments()) {
      bytes += segment.sizeInBytes();
    }
    return bytes;
  }

  @Override
  public long appendedBytes() {
    return appendedBytes;
  }

  @Override
  public Optional<StateSnapshot> snapshot() throws IOException {
    return stateFile.read(view.end().offset());
  }

  @Override
  public void keep(StateSnapshot snapshot) throws IOException {
    stateFile.write(snapshot);
  }

  @Override
  public Optional<String> offlineReason() {
    return offlineReason;
  }

  /** Nothing is appended until {@link #letGo}, by the same thread. */
  void hold() {
    lock.lock();
  }

  /** What is there; while it is held. */
  PartitionCut cut() {
    return new PartitionCut(topicPartition, topicId, view);
  }

  void letGo() {
    lock.unlock();
  }

  @Override
  public CompletionStage<Void> stop() {
    lock.lock();
    try {
      isStopped = true;
    } finally {
      lock.unlock();
    }
    return durable(view.end().offset());
  }

  @Override
  public boolean close() throws IOException {
    flush.now();
    if (offlineReason.isPresent()) {
      abandon(offlineReason.get());
      return false;
    }
    writer.complete();
    takeAway("the log is closed");
    for (Segment segment : view.segments()) {
      segment.close();
    }
    return true;
  }

  @Override
  public void abandon(String reason) throws IOException {
    takeAway(reason);
    for (Segment segment : view.segments()) {
      segment.abandon();
    }
  }

  private void takeAway(String reason) {
    lock.lock();
    try {
      isStopped = true;
      offlineReason = offlineReason.or(() -> Optional.of(reason));
    } finally {
      lock.unlock();
    }
    flush.fail(() -> new PartitionOfflineException(topicPartition, reason));
    callListeners();
  }

  private static Refusal refusalOf(BatchValidation.Flaw flaw) {
    return switch (flaw) {
      case CORRUPT -> Refusal.CORRUPT;
      case UNSUPPORTED_VERSION -> Refusal.UNSUPPORTED_VERSION;
      case UNSUPPORTED_COMPRESSION -> Refusal.UNSUPPORTED_COMPRESSION;
      case INVALID_RECORD -> Refusal.INVALID_RECORD;
      case TOO_LARGE -> Refusal.TOO_LARGE;
    };
  }
}
