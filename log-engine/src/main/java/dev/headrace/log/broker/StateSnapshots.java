package dev.headrace.log.broker;

import dev.headrace.log.storage.PartitionLog;
import dev.headrace.log.storage.StateSnapshot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a replayed state down beside its log, so that a start replays little: whenever about
 * {@link #EVERY_BYTES} were appended, or as much as the last snapshot had if that is more, and at
 * the end. A snapshot is of an offset below which everything is applied; it may hold more, which
 * does no harm, see {@link ReplayedState}. Thread-safe.
 */
final class StateSnapshots {

  private static final Logger LOG = LoggerFactory.getLogger(StateSnapshots.class);

  /** About so much of a log is replayed at a start. */
  static final int EVERY_BYTES = 1 << 20;

  private final PartitionLog log;
  private final InstantSource clock;
  private final LongSupplier appliedOffset;
  private final ReentrantLock writing = new ReentrantLock();
  private Optional<ReplayedState> state = Optional.empty();
  private long lastOffset = -1;
  private long lastAtBytes;
  private long everyBytes = EVERY_BYTES;
  private boolean isDue;

  /**
   * @param appliedOffset everything below it is applied
   */
  StateSnapshots(PartitionLog log, InstantSource clock, LongSupplier appliedOffset) {
    this.log = log;
    this.clock = clock;
    this.appliedOffset = appliedOffset;
  }

  /**
   * Feeds the last snapshot to a state, if there is one.
   *
   * @return where the log goes on behind it
   */
  synchronized long restore(ReplayedState replayed) throws IOException {
    Optional<StateSnapshot> snapshot = log.snapshot();
    if (snapshot.isEmpty()) {
      return log.startOffset();
    }
    ByteBuffer content = snapshot.get().content();
    StateBatches.replayAll(content, replayed);
    lastOffset = snapshot.get().offset();
    everyBytes = Math.max(EVERY_BYTES, content.remaining());
    return Math.max(log.startOffset(), lastOffset);
  }

  /**
   * From now on the state is written down.
   *
   * @param unwrittenBytes of the log behind the last snapshot
   */
  synchronized void begin(ReplayedState replayed, long unwrittenBytes) {
    lastAtBytes = log.appendedBytes() - unwrittenBytes;
    state = Optional.of(replayed);
  }

  /**
   * Something was applied. A thread of its own writes the snapshot that may be due, since the
   * caller may be a flushing thread, which must not wait for another file.
   */
  void applied() {
    synchronized (this) {
      if (isDue || state.isEmpty() || log.appendedBytes() - lastAtBytes < everyBytes) {
        return;
      }
      isDue = true;
    }
    Thread.ofPlatform()
        .name("headrace-snapshot-" + log.topicPartition())
        .daemon()
        .start(this::write);
  }

  /** Writes the state down, unless nothing has come since the last time. */
  void write() {
    writing.lock();
    try {
      long offset = appliedOffset.getAsLong();
      Optional<ReplayedState> written = begun(offset);
      if (written.isPresent()) {
        ByteBuffer content = StateBatches.encodeAll(written.get().records(), clock.millis());
        log.keep(new StateSnapshot(offset, content));
        written(offset, content.remaining());
      }
    } catch (IOException e) {
      LOG.warn(
          "{}: no snapshot was written, so a start takes longer: {}",
          log.topicPartition(),
          e.toString());
    } finally {
      writing.unlock();
    }
  }

  /** Also when it comes to nothing, the next try is some bytes away. */
  private synchronized Optional<ReplayedState> begun(long offset) {
    isDue = false;
    lastAtBytes = log.appendedBytes();
    return state.filter(_ -> offset > lastOffset && log.offlineReason().isEmpty());
  }

  private synchronized void written(long offset, int bytes) {
    lastOffset = offset;
    everyBytes = Math.max(EVERY_BYTES, bytes);
  }
}
