package dev.headrace.log.server;

import dev.headrace.log.broker.ConfigChange;
import dev.headrace.log.broker.NewTopic;
import dev.headrace.log.broker.Topic;
import dev.headrace.log.broker.TopicAlterations;
import dev.headrace.log.broker.Topics;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.storage.DataCut;
import dev.headrace.log.storage.DiskRoom;
import dev.headrace.log.storage.PartitionLog;
import dev.headrace.log.storage.Partitions;
import dev.headrace.log.storage.RecordDeletion;
import dev.headrace.log.storage.RetentionReaders;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Topics that are forgotten at the end, on {@link PlainPartition}s. */
final class PlainTopics implements Topics, TopicAlterations, AutoCloseable {

  private static final int MOST_TOPICS = 100;

  private final Path folder;
  private final Map<String, Topic> topics = new ConcurrentHashMap<>();
  private final Map<TopicPartition, PlainPartition> partitions = new ConcurrentHashMap<>();

  PlainTopics(Path folder) {
    this.folder = folder;
  }

  PlainPartition partition(String topic, int partition) {
    return partitions.get(new TopicPartition(topic, partition));
  }

  int openSlices() {
    return partitions.values().stream().mapToInt(PlainPartition::openSlices).sum();
  }

  @Override
  public Optional<Topic> find(String name) {
    return Optional.ofNullable(topics.get(name));
  }

  @Override
  public Optional<Topic> find(UUID id) {
    return topics.values().stream().filter(topic -> topic.id().equals(id)).findFirst();
  }

  @Override
  public List<Topic> all() {
    return List.copyOf(topics.values());
  }

  /** Nobody waits for a change of these. */
  @Override
  public long version() {
    return 0;
  }

  @Override
  public Creation validate(NewTopic topic) {
    int count = topic.partitions().orElse(1);
    if (!topic.name().matches("[a-zA-Z0-9_-]{1,100}")) {
      return new Creation.Refused(Refusal.INVALID_NAME, "no name for a topic");
    }
    if (count < 1 || count > 16) {
      return new Creation.Refused(Refusal.INVALID_PARTITIONS, "not 1 to 16");
    }
    if (topic.replicationFactor().orElse(1) != 1) {
      return new Creation.Refused(Refusal.INVALID_REPLICATION_FACTOR, "not 1");
    }
    if (topics.size() >= MOST_TOPICS) {
      return new Creation.Refused(Refusal.STORAGE, "too many topics");
    }
    Topic there = topics.get(topic.name());
    return there != null
        ? new Creation.Exists(there)
        : new Creation.Created(
            new Topic(topic.name(), UUID.randomUUID(), count, topic.config(), false));
  }

  @Override
  public CompletionStage<Creation> create(NewTopic wanted) {
    Creation creation = validate(wanted);
    if (creation instanceof Creation.Created(var topic)) {
      store(topic, 0);
    }
    return CompletableFuture.completedStage(creation);
  }

  private void store(Topic topic, int firstPartition) {
    for (int i = firstPartition; i < topic.partitions(); i++) {
      TopicPartition partition = new TopicPartition(topic.name(), i);
      partitions.put(partition, new PlainPartition(partition, topic.id(), folder));
    }
    topics.put(topic.name(), topic);
  }

  @Override
  public CompletionStage<Alteration> grow(String name, int count) {
    Alteration alteration = validateGrowth(name, count);
    if (alteration instanceof Alteration.Altered(var topic)) {
      store(topic, topics.get(name).partitions());
    }
    return CompletableFuture.completedStage(alteration);
  }

  @Override
  public Alteration validateGrowth(String name, int count) {
    Topic topic = topics.get(name);
    if (topic == null) {
      return new Alteration.Unknown();
    }
    return count <= topic.partitions() || count > 16
        ? new Alteration.Refused(Refusal.INVALID_PARTITIONS, "not more, or more than 16")
        : new Alteration.Altered(
            new Topic(name, topic.id(), count, topic.config(), topic.internal()));
  }

  @Override
  public CompletionStage<Alteration> configure(String name, ConfigChange change) {
    Alteration alteration = validateConfig(name, change);
    if (alteration instanceof Alteration.Altered(var topic)) {
      topics.put(name, topic);
    }
    return CompletableFuture.completedStage(alteration);
  }

  @Override
  public Alteration validateConfig(String name, ConfigChange change) {
    Topic topic = topics.get(name);
    if (topic == null) {
      return new Alteration.Unknown();
    }
    return switch (change.applyTo(topic, _ -> List.of())) {
      case ConfigChange.Changed.Impossible(var message) ->
          new Alteration.Refused(Refusal.INVALID_CONFIG, message);
      case ConfigChange.Changed.To(var config) ->
          new Alteration.Altered(
              new Topic(name, topic.id(), topic.partitions(), config, topic.internal()));
    };
  }

  @Override
  public CompletionStage<Deletion> delete(String name) {
    Topic topic = topics.remove(name);
    if (topic == null) {
      return CompletableFuture.completedStage(new Deletion.Unknown());
    }
    partitions.keySet().removeIf(partition -> partition.topic().equals(name));
    return CompletableFuture.completedStage(new Deletion.Deleted(topic));
  }

  @Override
  public AutoCloseable onDeletion(Consumer<Topic> listener) {
    throw new UnsupportedOperationException("no test of the server asks for this");
  }

  @Override
  public void close() throws IOException {
    for (PlainPartition partition : partitions.values()) {
      partition.close();
    }
  }

  Partitions partitions() {
    return new Partitions() {
      @Override
      public Optional<PartitionLog> find(TopicPartition partition) {
        return Optional.ofNullable(partitions.get(partition));
      }

      @Override
      public Collection<PartitionLog> all() {
        return List.copyOf(partitions.values());
      }

      @Override
      public PartitionLog create(TopicPartition partition, UUID topicId) {
        throw new UnsupportedOperationException("no test of the server asks for this");
      }

      @Override
      public void configure(
          TopicPartition partition, dev.headrace.log.storage.PartitionSettings settings) {
        throw new UnsupportedOperationException("no test of the server asks for this");
      }

      @Override
      public DataCut cut() {
        throw new UnsupportedOperationException("no test of the server asks for this");
      }

      @Override
      public void watch(RetentionReaders readers) {}

      @Override
      public CompletionStage<RecordDeletion> deleteRecords(TopicPartition partition, long before) {
        return CompletableFuture.completedStage(new RecordDeletion.Deleted(before));
      }

      @Override
      public boolean useReserve() {
        return false;
      }

      @Override
      public DiskRoom room() {
        return new DiskRoom(DiskRoom.Level.AMPLE, Optional.empty());
      }

      @Override
      public void delete(TopicPartition partition) {
        throw new UnsupportedOperationException("no test of the server asks for this");
      }

      @Override
      public void close() {}
    };
  }
}
