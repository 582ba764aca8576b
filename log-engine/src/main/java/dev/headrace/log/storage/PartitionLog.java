package dev.headrace.log.storage;

import dev.headrace.log.record.Isolation;
import dev.headrace.log.record.Marker;
import dev.headrace.log.record.RecordBatch;
import dev.headrace.log.record.TopicPartition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/**
 * One partition: batches in order of their offsets, on disk. Thread-safe; appends exclude one
 * another and no read.
 *
 * <p>Its offsets, each at most the next: {@link #startOffset() start}, {@link #lastStableOffset()
 * last stable}, {@link #highWatermark() high watermark}, {@link #endOffset() end}. With {@code
 * log.flush=fsync} the high watermark is the durable end: what is on disk for good; with {@code os}
 * it is the end.
 */
public interface PartitionLog {

  TopicPartition topicPartition();

  /** The id of the topic that this partition was made for; a topic made anew has another. */
  UUID topicId();

  /**
   * Validates the batches between the buffer's position and its limit, gives them offsets (in
   * place, in the buffer) and writes them behind the end. Batches of an idempotent producer are
   * checked against its last ones. All are stored or none. The buffer is not kept, and not
   * read-only.
   */
  Append append(ByteBuffer batches, Origin origin);

  /**
   * Ends the open transaction of a producer with a marker, which raises its epoch here.
   *
   * @param coordinatorEpoch of the transaction coordinator that decided
   */
  Append appendMarker(long producerId, short producerEpoch, Marker marker, int coordinatorEpoch);

  /**
   * Completes when all below {@code endOffset} is durable as {@code log.flush} understands it, on
   * the flushing thread or at once; exceptionally with {@link PartitionOfflineException} when a
   * flush failed. The callback must be short.
   */
  CompletionStage<Void> durable(long endOffset);

  /**
   * What is there from an offset on, as a part of a segment file that is sent or copied as it is.
   */
  Read read(long fromOffset, int maxBytes, Isolation isolation);

  long startOffset();

  /** The offset that the next record gets. */
  long endOffset();

  /** Readers see what is below. */
  long highWatermark();

  /** Readers of committed records see what is below: no open transaction starts before it. */
  long lastStableOffset();

  /** Rises by one after each unclean stop. */
  int leaderEpoch();

  /** The first record, below the limit of {@code isolation}, at or after a time stamp. */
  Optional<TimestampedOffset> offsetForTimestamp(long timestampMillis, Isolation isolation);

  /** The record with the greatest time stamp; empty for an empty partition. */
  Optional<TimestampedOffset> maxTimestamp();

  /**
   * Where the records of a leader epoch end (KIP-320), below the high watermark; empty for an epoch
   * that is yet to come, and when the files cannot be read.
   */
  Optional<EpochEnd> endOfEpoch(int leaderEpoch);

  /** The transactions that have records here and no marker yet. */
  List<OpenTransaction> openTransactions();

  /** The producers whose last batches are remembered here. */
  List<ActiveProducer> producers();

  /**
   * Calls {@code listener} after the high watermark or the last stable offset has risen, and when
   * the partition goes offline or away. Short calls only, from the thread that made the progress.
   *
   * @return stops the calls
   */
  AutoCloseable listen(Runnable listener);

  /** Bytes of all segments. */
  long sizeInBytes();

  /** Bytes that were appended since the partition was opened. */
  long appendedBytes();

  /**
   * The last snapshot that was kept; empty for none, or when it is damaged or beyond the end.
   *
   * @throws IOException when there is one and it cannot be read
   */
  Optional<StateSnapshot> snapshot() throws IOException;

  /**
   * Keeps what the records come to beside them, in place of the former snapshot; durable when this
   * returns. One thread at a time, neither a flushing one nor one that must not wait.
   */
  void keep(StateSnapshot snapshot) throws IOException;

  /** Why the partition takes nothing any more; empty while it is online. */
  Optional<String> offlineReason();

  /** Who appends. */
  enum Origin {
    /** A client: may not write control batches. */
    CLIENT,
    /** The node itself: its coordinators and in-process writers. */
    NODE
  }

  /** What became of an append. */
  sealed interface Append {

    /** The batches are in the log. */
    sealed interface Written extends Append {

      long baseOffset();

      /** The offset behind the last record: wait for it to be durable. */
      long endOffset();
    }

    /**
     * They were written now.
     *
     * @param appendMillis the time that the log gave the records, in milliseconds since 1970; empty
     *     where they keep their own
     */
    record Stored(long baseOffset, long endOffset, OptionalLong appendMillis) implements Written {

      public Stored(long baseOffset, long endOffset) {
        this(baseOffset, endOffset, OptionalLong.empty());
      }
    }

    /** The same batch of an idempotent producer was there already, at these offsets. */
    record Duplicate(long baseOffset, long endOffset) implements Written {}

    /** Nothing was written. */
    record Refused(Refusal why, String message) implements Append {}
  }

  /** Why an append was refused. */
  enum Refusal {
    CORRUPT,
    UNSUPPORTED_VERSION,
    UNSUPPORTED_COMPRESSION,
    INVALID_RECORD,
    TOO_LARGE,
    OUT_OF_ORDER_SEQUENCE,
    INVALID_PRODUCER_EPOCH,
    INVALID_TIMESTAMP,
    INVALID_TRANSACTION_STATE,
    /** There is no room on the disk now. */
    NO_ROOM,
    /** It cannot be written now: for a while, or until {@link #offlineReason()} is mended. */
    OFFLINE
  }

  /** What a read found. */
  sealed interface Read {

    /**
     * Whole batches from the one that holds the wanted offset on; the last may be cut short unless
     * it is the only one. Empty ({@code slice.length() == 0}) when nothing is there yet. The slice
     * must be closed.
     *
     * @param aborted the aborted transactions that reach into the slice; only for {@link
     *     Isolation#READ_COMMITTED}
     */
    record Found(
        FileSlice slice,
        long startOffset,
        long highWatermark,
        long lastStableOffset,
        List<AbortedTransaction> aborted)
        implements Read {}

    /** The offset lies outside of what is there. */
    record OutOfRange(long startOffset, long endOffset) implements Read {}

    /** The partition takes no reads: it is damaged or being deleted. */
    record Unavailable(String reason) implements Read {}
  }

  /** A record's place and time. */
  record TimestampedOffset(long offset, long timestampMillis) {}

  /**
   * Where an epoch ends.
   *
   * @param leaderEpoch the wanted one, or the last before it that has records
   * @param endOffset behind its last record
   */
  record EpochEnd(int leaderEpoch, long endOffset) {}

  /** A transaction without an outcome. */
  record OpenTransaction(long producerId, short producerEpoch, long firstOffset) {}

  /**
   * What is remembered of a producer.
   *
   * @param lastSequence of its last batch; {@link RecordBatch#NO_SEQUENCE} for none
   * @param lastSeenMillis when it wrote, since 1970
   * @param coordinatorEpoch of its last marker; -1 for none
   * @param openFrom the first offset of its open transaction
   */
  record ActiveProducer(
      long producerId,
      short producerEpoch,
      int lastSequence,
      long lastSeenMillis,
      int coordinatorEpoch,
      OptionalLong openFrom) {}

  /** A transaction whose records, from {@code firstOffset} to its marker, are not to be seen. */
  record AbortedTransaction(long producerId, long firstOffset) {}
}
