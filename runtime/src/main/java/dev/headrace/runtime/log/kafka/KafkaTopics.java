package dev.headrace.runtime.log.kafka;

import dev.headrace.runtime.log.LogException;
import dev.headrace.runtime.log.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The cluster's topics. Thread-safe; each call asks the cluster. */
final class KafkaTopics implements Topics {

  private static final long ANSWER_SECONDS = 60;
  private static final Duration KNOWN_EVERYWHERE = Duration.ofSeconds(30);
  private static final long PAUSE_NANOS = Duration.ofMillis(50).toNanos();
  private static final String MAX_MESSAGE_BYTES = "max.message.bytes";

  private final Admin admin;

  KafkaTopics(Admin admin) {
    this.admin = admin;
  }

  @Override
  public Optional<Description> find(String name) {
    try {
      return Optional.of(
          describe(get(admin.describeTopics(List.of(name)).topicNameValues().get(name))));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException
          || e.getCause() instanceof InvalidTopicException) {
        return Optional.empty();
      }
      throw KafkaFailures.of("topic " + name + " cannot be looked up", e);
    }
  }

  @Override
  public Map<String, Description> all() {
    try {
      Set<String> names = get(admin.listTopics().names());
      Map<String, Description> all = new TreeMap<>();
      get(admin.describeTopics(names).allTopicNames())
          .values()
          .forEach(topic -> all.put(topic.name(), describe(topic)));
      return all;
    } catch (ExecutionException e) {
      throw KafkaFailures.of("the topics cannot be listed", e);
    }
  }

  @Override
  public Description ensure(String name, OptionalInt partitions, Map<String, String> config) {
    Optional<Description> existing = find(name);
    if (existing.isPresent()) {
      return existing.get();
    }
    NewTopic topic =
        new NewTopic(
                name,
                partitions.isPresent() ? Optional.of(partitions.getAsInt()) : Optional.empty(),
                Optional.empty())
            .configs(config);
    try {
      get(admin.createTopics(List.of(topic)).all());
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw KafkaFailures.of("topic " + name + " could not be created", e);
      }
    }
    return awaitKnown(name);
  }

  /** A broker may answer for a while as if it had not heard of a topic that was made. */
  private Description awaitKnown(String name) {
    long deadline = System.nanoTime() + KNOWN_EVERYWHERE.toNanos();
    while (true) {
      Optional<Description> found = find(name);
      if (found.isPresent()) {
        return found.get();
      }
      if (System.nanoTime() - deadline > 0 || Thread.currentThread().isInterrupted()) {
        throw new LogException.Unavailable(
            "topic " + name + " was created, and the cluster does not know it yet",
            new TimeoutException(KNOWN_EVERYWHERE.toString()));
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** The largest record batch that a topic takes. */
  int largestBatchBytes(String topic) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    try {
      return Integer.parseInt(
          get(admin.describeConfigs(List.of(resource)).values().get(resource))
              .get(MAX_MESSAGE_BYTES)
              .value());
    } catch (ExecutionException e) {
      throw KafkaFailures.of("the settings of topic " + topic + " cannot be read", e);
    }
  }

  /** Waits for an answer of the cluster. */
  static <T> T get(KafkaFuture<T> future) throws ExecutionException {
    try {
      return future.get(ANSWER_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new LogException.Unavailable(
          "the cluster did not answer within " + ANSWER_SECONDS + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LogException.Unavailable("interrupted while the cluster was asked", e);
    }
  }

  private static Description describe(TopicDescription topic) {
    Uuid id = topic.topicId();
    return new Description(
        topic.name(),
        new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits()),
        topic.partitions().size());
  }
}
