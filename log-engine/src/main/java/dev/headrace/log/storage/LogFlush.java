package dev.headrace.log.storage;

import dev.headrace.log.record.TopicPartition;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes durable what was appended to a partition, and tells those who wait for it. Forces on one
 * flushing thread at a time; the rest is thread-safe.
 *
 * <p>A force that failed is not tried again: the kernel has dropped the pages, and a second call
 * would report a success that is none.
 */
final class LogFlush {

  private static final Logger LOG = LoggerFactory.getLogger(LogFlush.class);

  /** The partition that is flushed. Called on the flushing thread, without a lock. */
  interface Flushed {

    /**
     * What was appended since the last time; empty when it is nothing, or the partition offline.
     */
    Optional<LogWriter.Unforced> takeUnforced();

    /** It could not be forced yet, and nothing of it is in doubt. */
    void takeBack(LogWriter.Unforced unforced);

    /** All before a position is durable. */
    void forced(LogPosition end);

    /** Those who wait for what is durable have been told; whoever else wants to know may be now. */
    void told();

    /** It cannot be known any more what is durable. */
    void takeOffline(String reason);
  }

  private final TopicPartition topicPartition;
  private final Path folder;
  private final Surroundings around;
  private final Flushed log;
  private final Flusher.Flushable flushable;
  private final Waiters waiters;
  private volatile long durableEnd;

  LogFlush(
      TopicPartition topicPartition,
      Path folder,
      long durableEnd,
      Surroundings around,
      Flushed log) {
    this.topicPartition = topicPartition;
    this.folder = folder;
    this.around = around;
    this.log = log;
    this.durableEnd = durableEnd;
    this.waiters = new Waiters(durableEnd);
    this.flushable = around.flusher().flushable(this::now);
  }

  /** There is something to force. */
  void due() {
    flushable.due();
  }

  /** Before which all is on disk. */
  long durableEnd() {
    return durableEnd;
  }

  /** Is completed when all before an offset is durable, and exceptionally when it will not be. */
  CompletionStage<Void> until(long endOffset) {
    return waiters.until(endOffset);
  }

  /** Nothing becomes durable any more. */
  void fail(Supplier<? extends RuntimeException> why) {
    waiters.fail(why);
  }

  /** Forces what was appended so far. */
  void now() {
    log.takeUnforced().ifPresent(this::flush);
  }

  private void flush(LogWriter.Unforced unforced) {
    try {
      force(unforced);
    } catch (NoSpaceException e) {
      flushLater(unforced, e);
      around.space().look();
      return;
    } catch (NoSuchFileException e) {
      log.takeOffline(
          folder + " has lost a file (" + e.getMessage() + "); put it back, and restart");
      return;
    } catch (IOException e) {
      if (SystemError.mayPass(e)) {
        flushLater(unforced, e);
        return;
      }
      log.takeOffline(
          "a flush to disk failed ("
              + e.getMessage()
              + "), so what was appended last may be lost; check the disk below "
              + folder
              + ", and restart to recover the partition");
      return;
    }
    durableEnd = unforced.end().offset();
    log.forced(unforced.end());
    waiters.durable(unforced.end().offset());
    log.told();
    around.checkpointDue().run();
  }

  private void force(LogWriter.Unforced unforced) throws IOException {
    for (Segment segment : unforced.segments()) {
      if (segment == unforced.end().segment()) {
        segment.force();
      } else {
        segment.seal();
      }
    }
    if (unforced.withFolder()) {
      around.disk().forceDirectory(folder);
    }
  }

  /**
   * What an index had still to write found no room, or there are too many files open to force one;
   * nothing that was written is in doubt.
   */
  private void flushLater(LogWriter.Unforced unforced, IOException cause) {
    LOG.warn("{}: flushed later: {}", topicPartition, cause.getMessage());
    log.takeBack(unforced);
    around.space().soon(flushable::due);
  }
}
