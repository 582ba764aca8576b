package dev.headrace.connector;

import java.util.List;

/**
 * Writes records to a target. Used by one thread at a time.
 *
 * <ol>
 *   <li>Right after opening the runtime calls {@link #flush} once with {@link FlushReason#OPENED}
 *       and commits the answer, so that a receipt exists before the first record is written.
 *   <li>{@link #write} takes records; they need not be durable when it returns.
 *   <li>{@link #flush} makes durable what can be, and says what is. The runtime commits that,
 *       receipt included, and after a crash opens the sink with what was committed: a sink that
 *       undoes what is beyond its receipt delivers exactly once.
 *   <li>Nothing is called after {@link #close}, which is called exactly once, also after a failure,
 *       and does not flush.
 * </ol>
 */
public interface SinkWriter extends AutoCloseable {

  /**
   * Takes the records of a batch, all of one partition, in order of their offsets.
   *
   * @return the records that the target can never take; empty for none. All others are taken.
   * @throws ConnectorException none of the batch counts as taken. After {@link
   *     ConnectorException.Kind#RECORD} the writer goes on: the runtime offers the batch again in
   *     halves until the record is found that the target does not take. After any other kind the
   *     writer is closed, and opened anew where it was committed last
   */
  List<Refused> write(SinkBatch batch) throws ConnectorException;

  /**
   * A record is not going to be offered again: this writer refused it alone, or it cannot be
   * brought into the sink's {@link ValueForm form}. It counts as done, and the runtime commits
   * beyond it as soon as the writer has made durable what comes before. Only a writer that keeps
   * its position in the target as well need do anything: it may answer {@code offset + 1} from now
   * on, and stores that with its next flush.
   */
  default void passOver(TopicPartition partition, long offset) throws ConnectorException {}

  /**
   * Makes durable what was taken, and returns where each partition of the task stands now. A sink
   * may keep back what it must (a file that is not full), except for {@link FlushReason#STOP}.
   *
   * <p>Commits take a while, and the writer goes on meanwhile: when this is called, all former
   * answers are committed but the last one, which may be. So at most two are on their way at a
   * time, and with them the dead letters of records that were refused before: a writer that keeps a
   * position of its own, and remembers refused records with it, need not look back further.
   */
  List<Committed> flush(FlushReason why) throws ConnectorException;

  /** Releases everything; does not throw for what is already gone. */
  @Override
  void close();
}
