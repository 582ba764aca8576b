package dev.headrace.runtime.log.embedded;

import dev.headrace.log.broker.NewTopic;
import dev.headrace.log.broker.Topic;
import dev.headrace.log.broker.Topics.Creation;
import dev.headrace.log.broker.Topics.Refusal;
import dev.headrace.runtime.log.LogException;
import dev.headrace.runtime.log.Topics;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;

/** The engine's topics. Thread-safe. */
final class EmbeddedTopics implements Topics {

  private final dev.headrace.log.broker.Topics topics;

  EmbeddedTopics(dev.headrace.log.broker.Topics topics) {
    this.topics = topics;
  }

  @Override
  public Optional<Description> find(String name) {
    return topics.find(name).map(EmbeddedTopics::describe);
  }

  @Override
  public Map<String, Description> all() {
    Map<String, Description> all = new TreeMap<>();
    for (Topic topic : topics.all()) {
      if (!topic.internal()) {
        all.put(topic.name(), describe(topic));
      }
    }
    return all;
  }

  @Override
  public Description ensure(String name, OptionalInt partitions, Map<String, String> config) {
    return switch (create(new NewTopic(name, partitions, OptionalInt.empty(), config))) {
      case Creation.Created(Topic topic) -> describe(topic);
      case Creation.Exists(Topic topic) -> describe(topic);
      case Creation.Refused(Refusal why, String message) when why == Refusal.STORAGE ->
          throw new LogException.Unavailable(message, new IllegalStateException(message));
      case Creation.Refused(_, String message) -> throw new LogException.Refused(message);
    };
  }

  private Creation create(NewTopic topic) {
    try {
      return topics.create(topic).toCompletableFuture().join();
    } catch (CompletionException e) {
      throw new LogException.Unavailable(
          "topic " + topic.name() + " could not be created: " + e.getCause().getMessage(),
          e.getCause());
    }
  }

  private static Description describe(Topic topic) {
    return new Description(topic.name(), topic.id(), topic.partitions());
  }
}
