package dev.headrace.log.broker;

import dev.headrace.log.record.TopicPartition;
import java.nio.ByteBuffer;
import java.util.Map;

/** The offsets that groups committed, for callers inside the process. Thread-safe. */
public interface GroupOffsets {

  /** What a group has committed; empty for an unknown group. */
  Map<TopicPartition, CommittedOffset> committed(String group);

  /**
   * The records that commit {@code offsets}, to be appended to {@link Staged#partition()} by the
   * caller, alone or in a transaction, and to be applied once they are durable (and, in a
   * transaction, committed). Replay at a start applies them under the same conditions.
   *
   * @param producerId the transaction's, or {@link
   *     dev.headrace.log.record.RecordBatch#NO_PRODUCER_ID}
   */
  Staged stage(
      String group,
      Map<TopicPartition, CommittedOffset> offsets,
      long producerId,
      short producerEpoch);

  /** Records on their way into the offsets topic. */
  interface Staged {

    /** The partition of the offsets topic that holds the group. */
    TopicPartition partition();

    /** One whole batch, ready to be appended. */
    ByteBuffer batch();

    /** Makes the offsets the group's. Called once, after they are durable. */
    void apply();

    /**
     * They are not the group's and never will be: they were not appended, or are aborted. Called in
     * place of {@link #apply}; neither is, when what became of them is unknown.
     */
    void drop();
  }
}
