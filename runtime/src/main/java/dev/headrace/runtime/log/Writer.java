package dev.headrace.runtime.log;

import dev.headrace.log.record.RecordBatch;
import dev.headrace.log.record.TopicPartition;
import java.util.concurrent.CompletionStage;

/**
 * Writes to the log in transactions. One thread at a time. Opening it has fenced and settled its
 * predecessor.
 */
public interface Writer extends AutoCloseable {

  /**
   * Adds a batch to the open transaction. Takes the batch over: its bytes must not be changed until
   * the commit is done. Blocks while too much is on its way.
   *
   * @throws LogException.Fenced when a successor has been opened
   * @throws LogException.TooLarge when the log does not take batches of this size
   */
  void append(TopicPartition to, RecordBatch batch);

  /** Adds an offset of a group to the open transaction; the last for a partition counts. */
  void offset(String group, TopicPartition partition, Committed at);

  /**
   * Ends the transaction: all since the last commit, atomic, in order. The next one may be begun at
   * once.
   *
   * @return done when durable and decided: {@link Reader#end} counts it from then on, and readers
   *     see it, at once or, in a cluster, in a moment; exceptionally with {@link LogException}, and
   *     then nothing of it or of any later transaction becomes visible, and the writer must be
   *     opened anew
   */
  CompletionStage<Void> commit();

  /** Gives up the open transaction, and waits for those on their way. */
  @Override
  void close();
}
