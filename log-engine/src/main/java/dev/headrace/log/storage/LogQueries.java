package dev.headrace.log.storage;

import dev.headrace.log.record.CorruptBatchException;
import dev.headrace.log.record.Isolation;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.storage.PartitionLog.EpochEnd;
import dev.headrace.log.storage.PartitionLog.Read;
import dev.headrace.log.storage.PartitionLog.TimestampedOffset;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What readers ask of a partition, and what it means when that fails. Without a lock, from any
 * thread.
 */
final class LogQueries {

  private static final Logger LOG = LoggerFactory.getLogger(LogQueries.class);

  private final TopicPartition topicPartition;
  private final Path folder;
  private final RecentPositions recent;
  private final LogAccess log;

  LogQueries(TopicPartition topicPartition, Path folder, RecentPositions recent, LogAccess log) {
    this.topicPartition = topicPartition;
    this.folder = folder;
    this.recent = recent;
    this.log = log;
  }

  /** As {@link PartitionLog#read}. */
  Read read(long fromOffset, int maxBytes, Isolation isolation) {
    Optional<String> offline = log.offlineReason();
    if (offline.isPresent()) {
      return new Read.Unavailable(topicPartition + " is offline: " + offline.get());
    }
    try {
      return log.look(
          seen ->
              fromOffset < seen.startOffset() || fromOffset > seen.end().offset()
                  ? new Read.OutOfRange(seen.startOffset(), seen.end().offset())
                  : watched(LogReader.read(seen, recent, fromOffset, maxBytes, isolation)));
    } catch (IOException e) {
      failed(e);
      return new Read.Unavailable(topicPartition + " cannot be read: " + e.getMessage());
    } catch (CorruptBatchException e) {
      LOG.error("{}: read at offset {} failed: {}", topicPartition, fromOffset, e.toString());
      return new Read.Unavailable(topicPartition + " cannot be read: " + e.getMessage());
    }
  }

  private Read watched(Read read) {
    return read instanceof Read.Found found && found.slice().length() > 0
        ? new Read.Found(
            new WatchedSlice(found.slice(), this::failed),
            found.startOffset(),
            found.highWatermark(),
            found.lastStableOffset(),
            found.aborted())
        : read;
  }

  /**
   * A file that could not be opened, for too many are, or that is closed, says nothing about the
   * disk; any other failure does.
   */
  private void failed(IOException cause) {
    if (SystemError.mayPass(cause) || cause instanceof ClosedChannelException) {
      LOG.warn("{} could not be read: {}", topicPartition, cause.toString());
      return;
    }
    log.takeOffline(
        "a read from the disk failed ("
            + cause.getMessage()
            + "); check the disk below "
            + folder
            + ", and restart to recover the partition");
  }

  /** As {@link PartitionLog#offsetForTimestamp}. */
  Optional<TimestampedOffset> offsetForTimestamp(long timestampMillis, Isolation isolation) {
    return search(seen -> LogReader.firstAtOrAfter(seen, timestampMillis, isolation));
  }

  /** As {@link PartitionLog#maxTimestamp}. */
  Optional<TimestampedOffset> maxTimestamp() {
    return search(LogReader::greatest);
  }

  /**
   * As {@link PartitionLog#endOfEpoch}.
   *
   * @param present the epoch in which is written now
   */
  Optional<EpochEnd> endOfEpoch(int leaderEpoch, int present) {
    if (leaderEpoch < 0 || leaderEpoch > present) {
      return Optional.empty();
    }
    return search(
        seen ->
            Optional.of(
                leaderEpoch == present
                    ? new EpochEnd(leaderEpoch, seen.highWatermark().offset())
                    : LogReader.endOfEpoch(seen, leaderEpoch)));
  }

  private <T> Optional<T> search(LogAccess.Look<Optional<T>> search) {
    if (log.offlineReason().isPresent()) {
      return Optional.empty();
    }
    try {
      return log.look(search);
    } catch (IOException e) {
      failed(e);
      return Optional.empty();
    } catch (CorruptBatchException e) {
      LOG.error("{}: search failed: {}", topicPartition, e.toString());
      return Optional.empty();
    }
  }
}
