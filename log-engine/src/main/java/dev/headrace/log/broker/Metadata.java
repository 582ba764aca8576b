package dev.headrace.log.broker;

import dev.headrace.log.broker.MetadataRecords.Change;
import dev.headrace.log.storage.PartitionSettings;
import dev.headrace.log.storage.Partitions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What a node knows about itself: its topics, their settings, and which producer ids are taken;
 * replayed from {@link InternalTopics#METADATA}. Thread-safe.
 */
public final class Metadata implements AutoCloseable {

  private final MetadataLog log;
  private final PartitionSettings defaults;
  private final TopicCatalogue catalogue;
  private final ProducerIdBlocks producerIds;
  private final StoredQuotas quotas;
  private final StoredGroupConfigs groupConfigs;
  private final TopicConfigs topicConfigs;
  private final NodeConfigs nodeConfigs;
  private volatile Optional<String> clusterId = Optional.empty();

  private Metadata(
      MetadataLog log,
      Partitions partitions,
      BrokerSettings settings,
      PartitionSettings defaults,
      List<TopicConfigs.Entry> otherSettings) {
    this.log = log;
    this.defaults = defaults;
    topicConfigs = new EffectiveTopicConfigs(defaults);
    nodeConfigs = new NodeConfigs(settings, topicConfigs, otherSettings);
    catalogue =
        new TopicCatalogue(log, new TopicPartitions(partitions, defaults), settings, topicConfigs);
    producerIds = new ProducerIdBlocks(log);
    quotas = new StoredQuotas(log, System::nanoTime);
    groupConfigs = new StoredGroupConfigs(log);
  }

  /**
   * Replays what is there, and clears away partitions that an unfinished creation or deletion left.
   *
   * @param defaults of partitions whose topic sets nothing
   * @param otherSettings of the node, to be shown beside these
   * @throws IOException when the metadata cannot be read
   */
  public static Metadata open(
      Partitions partitions,
      BrokerSettings settings,
      PartitionSettings defaults,
      List<TopicConfigs.Entry> otherSettings,
      InstantSource clock)
      throws IOException {
    MetadataLog log = MetadataLog.open(partitions, clock);
    try {
      Metadata metadata = new Metadata(log, partitions, settings, defaults, otherSettings);
      log.replay(metadata::replay, metadata::changes);
      metadata.catalogue.clearLeftovers();
      metadata.nameCluster();
      return metadata;
    } catch (IOException | RuntimeException e) {
      log.close();
      throw e;
    }
  }

  /** As Kafka's: 16 random bytes in 22 characters, the same as long as the data directory lives. */
  public String clusterId() {
    return clusterId.orElseThrow();
  }

  public Topics topics() {
    return catalogue;
  }

  public TopicAlterations topicAlterations() {
    return catalogue;
  }

  public InternalTopics internalTopics() {
    return catalogue;
  }

  /** The largest record batch, compressed, that a topic takes. */
  public int largestBatchBytes(String topic) {
    return catalogue
        .find(topic)
        .map(it -> PartitionConfig.settings(it.config(), defaults))
        .orElse(defaults)
        .maxBatchBytes();
  }

  public TopicConfigs topicConfigs() {
    return topicConfigs;
  }

  public ClientQuotas quotas() {
    return quotas;
  }

  public GroupConfigs groupConfigs() {
    return groupConfigs;
  }

  public NodeConfigs nodeConfigs() {
    return nodeConfigs;
  }

  public ProducerIds producerIds() {
    return producerIds;
  }

  /** Ends the change that is being made. */
  @Override
  public void close() {
    log.close();
  }

  private void replay(Change change) {
    switch (change) {
      case Change.ProducerIdsTaken taken -> producerIds.replay(taken);
      case Change.QuotasSet set -> quotas.replay(set);
      case Change.GroupConfigured configured -> groupConfigs.replay(configured);
      case Change.ClusterNamed(String id) -> clusterId = Optional.of(id);
      case Change.TopicStored _, Change.TopicDeleted _ -> catalogue.replay(change);
    }
  }

  private List<Change> changes() {
    List<Change> changes = new ArrayList<>();
    clusterId.ifPresent(id -> changes.add(new Change.ClusterNamed(id)));
    changes.add(producerIds.taken());
    changes.addAll(quotas.changes());
    changes.addAll(groupConfigs.changes());
    changes.addAll(catalogue.changes());
    return changes;
  }

  private void nameCluster() throws IOException {
    if (clusterId.isEmpty()) {
      UUID random = UUID.randomUUID();
      byte[] bytes =
          ByteBuffer.allocate(2 * Long.BYTES)
              .putLong(random.getMostSignificantBits())
              .putLong(random.getLeastSignificantBits())
              .array();
      String id = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
      log.write(new Change.ClusterNamed(id), () -> {});
      clusterId = Optional.of(id);
    }
  }
}
