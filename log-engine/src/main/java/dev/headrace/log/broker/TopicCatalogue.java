package dev.headrace.log.broker;

import dev.headrace.log.broker.MetadataRecords.Change;
import dev.headrace.log.storage.PartitionLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topics of a node. All changes are made on the metadata thread; any thread may look.
 *
 * <p>A topic is created by making its partitions, then its record; it is deleted by its tombstone,
 * then its partitions; it grows as it is created, partitions first. So after a crash at any point,
 * partitions without a topic are either empty or belong to an id whose tombstone is there, and are
 * cleared away at the next start.
 */
final class TopicCatalogue implements Topics, TopicAlterations, InternalTopics {

  private static final Logger LOG = LoggerFactory.getLogger(TopicCatalogue.class);
  private static final Map<String, String> COMPACTED =
      Map.of(
          KnownTopicConfig.CLEANUP_POLICY,
          "compact",
          KnownTopicConfig.SEGMENT_BYTES,
          Integer.toString(16 << 20));

  private final MetadataLog log;
  private final TopicPartitions partitions;
  private final TopicConfigs configs;
  private final TopicRules rules;
  private final Map<String, Topic> byName = new ConcurrentSkipListMap<>();
  private final Map<UUID, Topic> byId = new ConcurrentHashMap<>();
  private final AtomicLong version = new AtomicLong();

  /** Deleted topics of which partitions may still be there. */
  private final Map<UUID, Topic> leaving = new ConcurrentHashMap<>();

  private final List<Consumer<Topic>> deletionListeners = new CopyOnWriteArrayList<>();

  TopicCatalogue(
      MetadataLog log, TopicPartitions partitions, BrokerSettings settings, TopicConfigs configs) {
    this.log = log;
    this.partitions = partitions;
    this.configs = configs;
    this.rules = new TopicRules(settings);
    put(new Topic(METADATA, METADATA_ID, 1, COMPACTED, true));
  }

  @Override
  public Optional<Topic> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  @Override
  public Optional<Topic> find(UUID id) {
    return Optional.ofNullable(byId.get(id));
  }

  @Override
  public List<Topic> all() {
    return List.copyOf(byName.values());
  }

  @Override
  public long version() {
    return version.get();
  }

  @Override
  public AutoCloseable onDeletion(Consumer<Topic> listener) {
    deletionListeners.add(listener);
    return () -> deletionListeners.remove(listener);
  }

  @Override
  public Creation validate(NewTopic topic) {
    Topic existing = byName.get(topic.name());
    if (existing != null) {
      return new Creation.Exists(existing);
    }
    Optional<Creation.Refused> refused = rules.refuse(topic, byName.keySet());
    return refused.isPresent()
        ? refused.get()
        : new Creation.Created(
            new Topic(
                topic.name(), UUID.randomUUID(), rules.partitionsOf(topic), topic.config(), false));
  }

  @Override
  public CompletionStage<Creation> create(NewTopic topic) {
    return switch (validate(topic)) {
      case Creation.Created _ -> log.decide(() -> decideCreation(topic));
      case Creation decided -> CompletableFuture.completedStage(decided);
    };
  }

  @Override
  public CompletionStage<Topic> ensure(String name, int partitionCount) {
    Topic existing = byName.get(name);
    return existing != null
        ? CompletableFuture.completedStage(existing)
        : log.decide(() -> makeInternal(name, partitionCount));
  }

  @Override
  public CompletionStage<Deletion> delete(String name) {
    return log.decide(() -> decideDeletion(name));
  }

  private Creation decideCreation(NewTopic wanted) {
    Creation decided = validate(wanted);
    if (decided instanceof Creation.Created(Topic topic)) {
      try {
        make(topic);
      } catch (IOException e) {
        LOG.warn("topic {} could not be created", topic.name(), e);
        return new Creation.Refused(
            Refusal.STORAGE, "topic " + topic.name() + " could not be stored: " + e.getMessage());
      }
    }
    return decided;
  }

  private Topic makeInternal(String name, int partitionCount) throws IOException {
    Topic existing = byName.get(name);
    if (existing != null) {
      return existing;
    }
    Topic topic = new Topic(name, UUID.randomUUID(), partitionCount, COMPACTED, true);
    make(topic);
    return topic;
  }

  /** Partitions first: whoever sees the topic can write to it. */
  private void make(Topic topic) throws IOException {
    partitions.make(topic, 0);
    log.write(new Change.TopicStored(topic), () -> put(topic));
    LOG.info(
        "topic {} created, partitions {}, id {}", topic.name(), topic.partitions(), topic.id());
  }

  @Override
  public CompletionStage<Alteration> grow(String topic, int count) {
    return log.decide(() -> decide(validateGrowth(topic, count)));
  }

  @Override
  public Alteration validateGrowth(String name, int count) {
    Topic topic = byName.get(name);
    if (topic == null) {
      return new Alteration.Unknown();
    }
    return rules
        .refuseGrowth(topic, count)
        .<Alteration>map(refused -> new Alteration.Refused(refused.why(), refused.message()))
        .orElseGet(() -> new Alteration.Altered(topic.withPartitions(count)));
  }

  @Override
  public CompletionStage<Alteration> configure(String topic, ConfigChange change) {
    return log.decide(() -> decide(validateConfig(topic, change)));
  }

  @Override
  public Alteration validateConfig(String name, ConfigChange change) {
    Topic topic = byName.get(name);
    if (topic == null) {
      return new Alteration.Unknown();
    }
    return switch (change.applyTo(topic, configs)) {
      case ConfigChange.Changed.Impossible(var message) ->
          new Alteration.Refused(Refusal.INVALID_CONFIG, message);
      case ConfigChange.Changed.To(var config) ->
          rules
              .refuseConfig(topic, config)
              .<Alteration>map(refused -> new Alteration.Refused(refused.why(), refused.message()))
              .orElseGet(() -> new Alteration.Altered(topic.withConfig(config)));
    };
  }

  private Alteration decide(Alteration valid) {
    if (!(valid instanceof Alteration.Altered(Topic altered))
        || altered.equals(byName.get(altered.name()))) {
      return valid;
    }
    int before = byName.get(altered.name()).partitions();
    try {
      partitions.make(altered, before);
      log.write(new Change.TopicStored(altered), () -> put(altered));
    } catch (IOException e) {
      LOG.warn("topic {} could not be changed", altered.name(), e);
      return new Alteration.Refused(
          Refusal.STORAGE,
          "the change of topic " + altered.name() + " could not be stored: " + e.getMessage());
    }
    LOG.info(
        "topic {} changed, partitions {}, config {}",
        altered.name(),
        altered.partitions(),
        altered.config());
    return valid;
  }

  private Deletion decideDeletion(String name) {
    Topic topic = byName.get(name);
    if (topic == null) {
      return new Deletion.Unknown();
    }
    if (topic.internal()) {
      return new Deletion.Refused("the node keeps its own state in " + name);
    }
    try {
      log.write(new Change.TopicDeleted(name), () -> noteDeleted(name));
    } catch (IOException e) {
      return new Deletion.Refused("topic " + name + " could not be deleted: " + e.getMessage());
    }
    partitions.remove(topic, 0);
    forgetTheGone();
    deletionListeners.forEach(listener -> listener.accept(topic));
    LOG.info("topic {} deleted, id {}", name, topic.id());
    return new Deletion.Deleted(topic);
  }

  /** Takes over a change that a former process made. */
  void replay(Change change) {
    switch (change) {
      case Change.TopicStored(Topic topic) -> {
        if (!byId.containsKey(topic.id())) {
          noteDeleted(topic.name());
        }
        put(topic);
      }
      case Change.TopicDeleted(String name) -> noteDeleted(name);
      case Change.ProducerIdsTaken _,
          Change.QuotasSet _,
          Change.GroupConfigured _,
          Change.ClusterNamed _ -> {}
    }
  }

  /** All that this node knows of topics, oldest first; after the replay. Any thread. */
  List<Change> changes() {
    // A topic that is being deleted is in one of the two at least.
    List<Topic> live = all();
    List<Change> changes = new ArrayList<>();
    for (Topic topic : leaving.values()) {
      changes.add(new Change.TopicStored(topic));
      changes.add(new Change.TopicDeleted(topic.name()));
    }
    for (Topic topic : live) {
      if (!topic.name().equals(METADATA)) {
        changes.add(new Change.TopicStored(topic));
      }
    }
    return changes;
  }

  private void put(Topic topic) {
    byId.put(topic.id(), topic);
    byName.put(topic.name(), topic);
    version.incrementAndGet();
  }

  private void remove(String name) {
    Topic topic = byName.remove(name);
    if (topic != null) {
      byId.remove(topic.id());
      version.incrementAndGet();
    }
  }

  private void noteDeleted(String name) {
    find(name).ifPresent(topic -> leaving.put(topic.id(), topic));
    remove(name);
  }

  /** After the replay: clears away what changes left half done. */
  void clearLeftovers() {
    partitions.clearLeftovers(this::belongs, leaving.keySet());
    forgetTheGone();
    partitions.check(byName.values());
  }

  private boolean belongs(PartitionLog partition) {
    Topic topic = byId.get(partition.topicId());
    return topic != null
        && topic.name().equals(partition.topicPartition().topic())
        && partition.topicPartition().partition() < topic.partitions();
  }

  private void forgetTheGone() {
    if (!leaving.isEmpty()) {
      leaving.keySet().retainAll(partitions.topicIds());
    }
  }
}
