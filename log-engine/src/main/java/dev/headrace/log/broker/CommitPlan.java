package dev.headrace.log.broker;

import dev.headrace.log.broker.TransactionalWriter.Staged;
import dev.headrace.log.record.TopicPartition;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a commit of a writer inside the process holds. */
record CommitPlan(List<Staged> batches, List<GroupCommit> offsets) {

  CommitPlan {
    batches = List.copyOf(batches);
    offsets = List.copyOf(offsets);
  }

  /**
   * Offsets of one group.
   *
   * @param partition of the offsets topic that holds the group
   */
  record GroupCommit(
      String group, TopicPartition partition, Map<TopicPartition, CommittedOffset> offsets) {}

  /** How many batches are to be written: one is atomic by itself. */
  int size() {
    return batches.size() + offsets.size();
  }

  /** All partitions that are written to. */
  Set<TopicPartition> partitions() {
    Set<TopicPartition> partitions = new HashSet<>();
    batches.forEach(staged -> partitions.add(staged.partition()));
    offsets.forEach(commit -> partitions.add(commit.partition()));
    return partitions;
  }
}
