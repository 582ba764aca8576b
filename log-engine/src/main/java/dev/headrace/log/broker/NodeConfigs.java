package dev.headrace.log.broker;

import dev.headrace.log.broker.TopicConfigs.Entry;
import dev.headrace.log.broker.TopicConfigs.Source;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The settings of a node, by Kafka's names, as they are in effect since its start. Immutable.
 *
 * @see <a href="https://kafka.apache.org/documentation/#brokerconfigs">Kafka: broker configs</a>
 */
public final class NodeConfigs {

  /** Settings of topics whose default is a setting of the node, of another name or the same. */
  private static final Map<String, String> OF_TOPICS =
      Map.ofEntries(
          Map.entry(KnownTopicConfig.CLEANUP_POLICY, "log.cleanup.policy"),
          Map.entry("compression.gzip.level", "compression.gzip.level"),
          Map.entry("compression.lz4.level", "compression.lz4.level"),
          Map.entry("compression.type", "compression.type"),
          Map.entry("compression.zstd.level", "compression.zstd.level"),
          Map.entry("delete.retention.ms", "log.cleaner.delete.retention.ms"),
          Map.entry("file.delete.delay.ms", "log.segment.delete.delay.ms"),
          Map.entry("flush.messages", "log.flush.interval.messages"),
          Map.entry("flush.ms", "log.flush.interval.ms"),
          Map.entry("index.interval.bytes", "log.index.interval.bytes"),
          Map.entry("local.retention.bytes", "log.local.retention.bytes"),
          Map.entry("local.retention.ms", "log.local.retention.ms"),
          Map.entry("max.compaction.lag.ms", "log.cleaner.max.compaction.lag.ms"),
          Map.entry(KnownTopicConfig.MAX_MESSAGE_BYTES, "message.max.bytes"),
          Map.entry("message.timestamp.after.max.ms", "log.message.timestamp.after.max.ms"),
          Map.entry("message.timestamp.before.max.ms", "log.message.timestamp.before.max.ms"),
          Map.entry("message.timestamp.type", "log.message.timestamp.type"),
          Map.entry("min.cleanable.dirty.ratio", "log.cleaner.min.cleanable.ratio"),
          Map.entry("min.compaction.lag.ms", "log.cleaner.min.compaction.lag.ms"),
          Map.entry("min.insync.replicas", "min.insync.replicas"),
          Map.entry("preallocate", "log.preallocate"),
          Map.entry("retention.bytes", "log.retention.bytes"),
          Map.entry("retention.ms", "log.retention.ms"),
          Map.entry(KnownTopicConfig.SEGMENT_BYTES, "log.segment.bytes"),
          Map.entry("segment.index.bytes", "log.index.size.max.bytes"),
          Map.entry("segment.jitter.ms", "log.roll.jitter.ms"),
          Map.entry(KnownTopicConfig.SEGMENT_MILLIS, "log.roll.ms"),
          Map.entry("unclean.leader.election.enable", "unclean.leader.election.enable"));

  private final Map<String, Entry> byName = new TreeMap<>();

  /**
   * @param topicConfigs says what holds for a topic that sets nothing
   * @param others that are known elsewhere
   */
  public NodeConfigs(BrokerSettings settings, TopicConfigs topicConfigs, List<Entry> others) {
    others.forEach(entry -> byName.put(entry.name(), entry));
    Topic unset = new Topic("", InternalTopics.METADATA_ID, 1, Map.of(), false);
    for (Entry ofTopic : topicConfigs.of(unset)) {
      String name = OF_TOPICS.get(ofTopic.name());
      if (name != null) {
        put(name, ofTopic.value(), ofTopic.type(), ofTopic.source(), ofTopic.documentation());
      }
    }
    BrokerSettings defaults = BrokerSettings.defaults();
    put(
        "num.partitions",
        settings.numPartitions(),
        defaults.numPartitions(),
        "Partitions of a topic that is created without a number.");
    put(
        "offsets.topic.num.partitions",
        settings.offsetsTopicNumPartitions(),
        defaults.offsetsTopicNumPartitions(),
        "Partitions of the topic that holds groups and their offsets.");
    put(
        "transaction.state.log.num.partitions",
        settings.transactionStateLogNumPartitions(),
        defaults.transactionStateLogNumPartitions(),
        "Partitions of the topic that holds transactions.");
    put(
        "auto.create.topics.enable",
        Boolean.toString(settings.autoCreateTopicsEnable()),
        TopicConfigs.Type.BOOLEAN,
        settings.autoCreateTopicsEnable() ? Source.DEFAULT : Source.NODE,
        "Whether a topic is made when a client asks for it.");
    put(
        "default.replication.factor",
        "1",
        TopicConfigs.Type.INT,
        Source.DEFAULT,
        "One node: always 1.");
    put(
        "offsets.topic.replication.factor",
        "1",
        TopicConfigs.Type.INT,
        Source.DEFAULT,
        "One node: always 1.");
  }

  private void put(String name, int value, int byDefault, String documentation) {
    Source source = value == byDefault ? Source.DEFAULT : Source.NODE;
    put(name, Integer.toString(value), TopicConfigs.Type.INT, source, documentation);
  }

  private void put(
      String name, String value, TopicConfigs.Type type, Source source, String documentation) {
    byName.put(name, new Entry(name, value, type, source, documentation));
  }

  /** All settings, by name. */
  public List<Entry> all() {
    return List.copyOf(byName.values());
  }

  /** The setting of the node that a topic's setting falls back to. */
  public Optional<Entry> behind(String topicConfig) {
    return Optional.ofNullable(OF_TOPICS.get(topicConfig)).map(byName::get);
  }
}
