package dev.headrace.log.broker;

import dev.headrace.log.record.RecordBatch;
import dev.headrace.log.record.TopicPartition;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Writes transactions from inside the process under a transactional id. Opening one fences its
 * predecessor, and aborts or finishes what that had begun. One thread at a time.
 */
public interface TransactionalWriter extends AutoCloseable {

  /**
   * Writes batches and offsets as one transaction: all of it becomes visible, or none. Transactions
   * of one writer take effect in the order of these calls; at most one is on its way at a time,
   * later ones wait for it.
   *
   * @param batches in order; the writer stamps its producer id, epoch and sequence on them
   * @param offsets what groups commit along with them
   * @return done when durable and visible; exceptionally with {@link WriterFencedException} when a
   *     successor was opened, and then nothing of it is or will be visible
   */
  CompletionStage<Void> commit(
      List<Staged> batches, Map<String, Map<TopicPartition, CommittedOffset>> offsets);

  /** Waits for what is on its way; does not fence. */
  @Override
  void close();

  /** A batch on its way to a partition. */
  record Staged(TopicPartition partition, RecordBatch batch) {}
}
