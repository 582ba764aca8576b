package dev.headrace.log.broker;

import dev.headrace.log.group.ConsumerTopics;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;

/**
 * The topics of the node as consumer groups see them: without those that are hidden from clients,
 * and patterns match none of the node's own. Thread-safe.
 */
final class GroupTopics implements ConsumerTopics {

  private final Topics topics;
  private final Set<String> hidden;
  private final TopicPatterns patterns;

  GroupTopics(Topics topics, Set<String> hidden) {
    this.topics = topics;
    this.hidden = Set.copyOf(hidden);
    patterns = new TopicPatterns(this::matchable);
  }

  private TopicPatterns.Known matchable() {
    long version = topics.version();
    Set<String> names = new HashSet<>();
    for (Topic topic : topics.all()) {
      if (isSeen(topic) && !topic.internal()) {
        names.add(topic.name());
      }
    }
    return new TopicPatterns.Known(version, names);
  }

  TopicPatterns patterns() {
    return patterns;
  }

  /** Both never fall, so that their sum rises with either. */
  @Override
  public long version() {
    return topics.version() + patterns.changes();
  }

  @Override
  public Optional<UUID> idOf(String topic) {
    return topics.find(topic).filter(this::isSeen).map(Topic::id);
  }

  @Override
  public Optional<String> nameOf(UUID id) {
    return topics.find(id).filter(this::isSeen).map(Topic::name);
  }

  @Override
  public OptionalInt partitions(UUID id) {
    Optional<Topic> topic = topics.find(id).filter(this::isSeen);
    return topic.isPresent() ? OptionalInt.of(topic.get().partitions()) : OptionalInt.empty();
  }

  @Override
  public Optional<Set<String>> matching(String pattern) {
    return patterns.matching(pattern, topics.version());
  }

  private boolean isSeen(Topic topic) {
    return !hidden.contains(topic.name());
  }
}
