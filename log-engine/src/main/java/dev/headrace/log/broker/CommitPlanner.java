package dev.headrace.log.broker;

import dev.headrace.log.broker.TransactionalWriter.Staged;
import dev.headrace.log.record.RecordBatch;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.transaction.ProducerEpoch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Decides how the commits of one writer are written, and gives each transaction its own epoch. Used
 * by the writer's thread only.
 */
final class CommitPlanner {

  private static final short NO_EPOCH = -1;

  private final ProducerIds producerIds;
  private final GroupOffsets groups;
  private ProducerEpoch next;

  /**
   * @param first the epoch that the writer was opened with
   */
  CommitPlanner(ProducerEpoch first, ProducerIds producerIds, GroupOffsets groups) {
    this.next = first;
    this.producerIds = producerIds;
    this.groups = groups;
  }

  CommitPlan plan(List<Staged> batches, Map<String, Map<TopicPartition, CommittedOffset>> offsets) {
    return switch (batches.size() + offsets.size()) {
      case 0 -> new CommitPlan.Nothing();
      case 1 -> plain(batches, offsets);
      default -> transaction(batches, offsets);
    };
  }

  private CommitPlan plain(
      List<Staged> batches, Map<String, Map<TopicPartition, CommittedOffset>> offsets) {
    List<GroupOffsets.Staged> staged = stage(offsets, RecordBatch.NO_PRODUCER_ID, NO_EPOCH);
    return new CommitPlan.Plain(withOffsets(batches, staged).getFirst(), staged);
  }

  private CommitPlan transaction(
      List<Staged> batches, Map<String, Map<TopicPartition, CommittedOffset>> offsets) {
    ProducerEpoch producer = next;
    next = producer.next().orElseGet(this::ofNewId);
    List<GroupOffsets.Staged> staged = stage(offsets, producer.producerId(), producer.epoch());
    return new CommitPlan.Transaction(producer, withOffsets(batches, staged), staged);
  }

  /** Once in 32767 transactions, and nearly always from memory. */
  private ProducerEpoch ofNewId() {
    return ProducerEpoch.firstOf(producerIds.next().toCompletableFuture().join());
  }

  private List<GroupOffsets.Staged> stage(
      Map<String, Map<TopicPartition, CommittedOffset>> offsets, long producerId, short epoch) {
    return offsets.entrySet().stream()
        .map(each -> groups.stage(each.getKey(), each.getValue(), producerId, epoch))
        .toList();
  }

  private static List<Staged> withOffsets(List<Staged> batches, List<GroupOffsets.Staged> offsets) {
    List<Staged> all = new ArrayList<>(batches);
    for (GroupOffsets.Staged each : offsets) {
      all.add(new Staged(each.partition(), RecordBatch.at(each.batch())));
    }
    return all;
  }
}
