package dev.headrace.log.broker;

import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.storage.PartitionLog;
import dev.headrace.log.storage.PartitionSettings;
import dev.headrace.log.storage.Partitions;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The partitions that belong to topics: made, configured and removed. The metadata thread only. */
final class TopicPartitions {

  private static final Logger LOG = LoggerFactory.getLogger(TopicPartitions.class);

  private final Partitions partitions;
  private final PartitionSettings defaults;

  /**
   * @param defaults of partitions whose topic sets nothing
   */
  TopicPartitions(Partitions partitions, PartitionSettings defaults) {
    this.partitions = partitions;
    this.defaults = defaults;
  }

  /** Makes the partitions from {@code first} on; all of them or none. */
  void make(Topic topic, int first) throws IOException {
    try {
      for (int i = first; i < topic.partitions(); i++) {
        partitions.create(new TopicPartition(topic.name(), i), topic.id());
      }
    } catch (IOException e) {
      remove(topic, first);
      throw e;
    }
    configure(topic);
  }

  void configure(Topic topic) {
    PartitionSettings settings = PartitionConfig.settings(topic.config(), defaults);
    for (int i = 0; i < topic.partitions(); i++) {
      partitions.configure(new TopicPartition(topic.name(), i), settings);
    }
  }

  /** Removes the partitions from {@code first} on, but none of another topic of the same name. */
  void remove(Topic topic, int first) {
    for (int i = first; i < topic.partitions(); i++) {
      TopicPartition partition = new TopicPartition(topic.name(), i);
      if (partitions.find(partition).filter(it -> it.topicId().equals(topic.id())).isPresent()) {
        remove(partition);
      }
    }
  }

  private void remove(TopicPartition partition) {
    try {
      partitions.delete(partition);
    } catch (IOException e) {
      LOG.warn("files of {} could not be deleted, the next start tries again", partition, e);
    }
  }

  /**
   * Clears away what changes of topics left half done.
   *
   * @param isKnown whether a partition belongs to a topic
   * @param deletedIds of topics that are gone
   */
  void clearLeftovers(Predicate<PartitionLog> isKnown, Set<UUID> deletedIds) {
    for (PartitionLog partition : List.copyOf(partitions.all())) {
      TopicPartition name = partition.topicPartition();
      if (isKnown.test(partition)) {
        continue;
      }
      if (deletedIds.contains(partition.topicId()) || partition.endOffset() == 0) {
        LOG.info("clearing away {}, left by an unfinished creation or deletion", name);
        remove(name);
      } else {
        LOG.error(
            "{} holds records up to offset {} of a topic that is not known; its folder is left as"
                + " it is, move it out of the data directory",
            name,
            partition.endOffset());
      }
    }
  }

  /** Puts settings into effect after a start, and tells what is not there. */
  void check(Collection<Topic> topics) {
    for (Topic topic : topics) {
      configure(topic);
      reportMissing(topic);
    }
  }

  private void reportMissing(Topic topic) {
    for (int i = 0; i < topic.partitions(); i++) {
      Optional<PartitionLog> found = partitions.find(new TopicPartition(topic.name(), i));
      if (found.filter(it -> it.topicId().equals(topic.id())).isEmpty()) {
        LOG.error(
            "{}-{} has no folder in the data directory; put it back from a backup, or delete the"
                + " topic",
            topic.name(),
            i);
      }
    }
  }

  /** The topics that the partitions here belong to. */
  Set<UUID> topicIds() {
    return partitions.all().stream().map(PartitionLog::topicId).collect(Collectors.toSet());
  }
}
