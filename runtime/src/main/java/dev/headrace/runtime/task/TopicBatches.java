package dev.headrace.runtime.task;

import dev.headrace.log.record.ByteSlice;
import dev.headrace.log.record.RecordHeader;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.runtime.log.KeyPartitioner;
import dev.headrace.runtime.log.Writer;
import dev.headrace.runtime.task.PartitionBatches.TooLarge;
import java.util.ArrayList;
import java.util.List;

/**
 * The open batches of one topic. A record with a key goes to the partition that Kafka's clients
 * would choose; those without fill one partition's batch after the other's. The task's thread only.
 */
final class TopicBatches {

  private final PartitionBatches[] partitions;
  private PartitionBatches sticky;
  private int stickyIndex;

  TopicBatches(String topic, int partitionCount) {
    partitions = new PartitionBatches[partitionCount];
    for (int i = 0; i < partitionCount; i++) {
      partitions[i] = new PartitionBatches(new TopicPartition(topic, i));
    }
    sticky = partitions[0];
  }

  /** Appends a record without key and headers. */
  void append(long timestampMillis, byte[] value, int from, int length) {
    if (!sticky.hasRoomFor(length)) {
      sticky.roll();
      nextSticky();
    }
    sticky.append(timestampMillis, value, from, length);
  }

  void append(long timestampMillis, ByteSlice key, ByteSlice value, List<RecordHeader> headers) {
    int bytes = Math.max(0, key.length()) + Math.max(0, value.length());
    for (RecordHeader header : headers) {
      bytes += header.key().length() + Math.max(0, header.value().length());
    }
    PartitionBatches target = sticky;
    if (!key.isNull()) {
      int partition =
          KeyPartitioner.partition(key.array(), key.from(), key.length(), partitions.length);
      target = partitions[partition];
    }
    if (!target.hasRoomFor(bytes)) {
      target.roll();
      if (key.isNull()) {
        nextSticky();
        target = sticky;
      }
    }
    target.append(timestampMillis, key, value, headers);
  }

  /** Hands the full batches over, and gives back what is larger than the log takes. */
  List<TooLarge> appendFull(Writer writer) {
    List<TooLarge> tooLarge = new ArrayList<>();
    for (PartitionBatches partition : partitions) {
      tooLarge.addAll(partition.appendFull(writer));
    }
    return tooLarge;
  }

  /** The same for all, also batches that are not full. */
  List<TooLarge> appendAll(Writer writer) {
    for (PartitionBatches partition : partitions) {
      partition.roll();
    }
    nextSticky();
    return appendFull(writer);
  }

  private void nextSticky() {
    stickyIndex = (stickyIndex + 1) % partitions.length;
    sticky = partitions[stickyIndex];
  }
}
