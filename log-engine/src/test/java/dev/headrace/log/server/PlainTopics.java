package dev.headrace.log.server;

import dev.headrace.log.broker.NewTopic;
import dev.headrace.log.broker.Topic;
import dev.headrace.log.broker.Topics;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.storage.PartitionLog;
import dev.headrace.log.storage.Partitions;
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
final class PlainTopics implements Topics, AutoCloseable {

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

  @Override
  public Creation validate(NewTopic topic) {
    return new Creation.Created(
        new Topic(
            topic.name(), UUID.randomUUID(), topic.partitions().orElse(1), topic.config(), false));
  }

  @Override
  public CompletionStage<Creation> create(NewTopic wanted) {
    if (validate(wanted) instanceof Creation.Created(var topic)) {
      for (int i = 0; i < topic.partitions(); i++) {
        TopicPartition partition = new TopicPartition(topic.name(), i);
        partitions.put(partition, new PlainPartition(partition, topic.id(), folder));
      }
      topics.put(topic.name(), topic);
      return CompletableFuture.completedStage(new Creation.Created(topic));
    }
    throw new IllegalStateException();
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
    throw new UnsupportedOperationException();
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
        throw new UnsupportedOperationException();
      }

      @Override
      public void configure(
          TopicPartition partition, dev.headrace.log.storage.PartitionSettings settings) {
        throw new UnsupportedOperationException();
      }

      @Override
      public void delete(TopicPartition partition) {
        throw new UnsupportedOperationException();
      }

      @Override
      public void close() {}
    };
  }
}
