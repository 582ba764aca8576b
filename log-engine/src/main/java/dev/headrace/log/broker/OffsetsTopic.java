package dev.headrace.log.broker;

import dev.headrace.log.group.ConsumerTopics;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.storage.PartitionLog;
import dev.headrace.log.storage.Partitions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The topic in which groups are kept, made when the first group needs it, and the groups of each of
 * its partitions. Thread-safe.
 */
final class OffsetsTopic {

  private final Partitions partitions;
  private final InternalTopics topics;
  private final int partitionCount;
  private final GroupEnvironment environment;
  private final ConsumerTopics readable;

  /** Empty as long as the topic is not there; then never changed again. */
  private volatile List<GroupShard> shards = List.of();

  /**
   * @param partitionCount of the topic when it is made; an existing one keeps what it has
   * @param readable the topics that groups read
   */
  OffsetsTopic(
      Partitions partitions,
      InternalTopics topics,
      int partitionCount,
      GroupEnvironment environment,
      ConsumerTopics readable) {
    this.partitions = partitions;
    this.topics = topics;
    this.partitionCount = partitionCount;
    this.environment = environment;
    this.readable = readable;
  }

  /** All groups there are. */
  List<GroupShard> shards() {
    return shards;
  }

  /** Where the group is kept; empty when no group is. */
  Optional<GroupShard> find(String group) {
    List<GroupShard> all = shards;
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(indexOf(group, all.size())));
  }

  /** Where the group is kept, after the topic is made if need be. */
  CompletionStage<GroupShard> ensure(String group) {
    return find(group)
        .<CompletionStage<GroupShard>>map(CompletableFuture::completedStage)
        .orElseGet(
            () ->
                topics
                    .ensure(InternalTopics.CONSUMER_OFFSETS, partitionCount)
                    .thenApply(
                        topic -> {
                          openOnce(topic);
                          return find(group).orElseThrow();
                        }));
  }

  private void openOnce(Topic topic) {
    try {
      open(topic);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Brings back the groups that the topic holds.
   *
   * @throws IOException when one of its partitions is missing or cannot be read whole
   */
  synchronized void open(Topic topic) throws IOException {
    if (!shards.isEmpty()) {
      return;
    }
    List<GroupShard> opened = new ArrayList<>();
    for (int i = 0; i < topic.partitions(); i++) {
      TopicPartition partition = new TopicPartition(topic.name(), i);
      PartitionLog log =
          partitions
              .find(partition)
              .orElseThrow(() -> new IOException(partition + " has no folder; restore it"));
      opened.add(GroupShard.open(new StateLog(log, environment.clock()), environment, readable));
    }
    shards = List.copyOf(opened);
  }

  /** As Kafka does, so that its tools find a group where they expect it. */
  private static int indexOf(String group, int partitions) {
    int hash = group.hashCode();
    return (hash == Integer.MIN_VALUE ? 0 : Math.abs(hash)) % partitions;
  }
}
