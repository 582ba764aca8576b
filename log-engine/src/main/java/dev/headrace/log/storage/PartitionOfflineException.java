package dev.headrace.log.storage;

import dev.headrace.log.record.TopicPartition;

/** A partition takes nothing any more, because its disk failed it. A restart recovers it. */
public final class PartitionOfflineException extends RuntimeException {

  private static final long serialVersionUID = 1;

  public PartitionOfflineException(TopicPartition partition, String reason) {
    super(partition + " is offline: " + reason);
  }
}
