package dev.headrace.runtime.log.kafka;

import dev.headrace.log.record.Isolation;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.runtime.log.Committed;
import dev.headrace.runtime.log.GroupOffsets;
import dev.headrace.runtime.log.Log;
import dev.headrace.runtime.log.LogException;
import dev.headrace.runtime.log.Reader;
import dev.headrace.runtime.log.Table;
import dev.headrace.runtime.log.Topics;
import dev.headrace.runtime.log.Writer;
import dev.headrace.runtime.log.WriterId;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.errors.TimeoutException;

/** The port on a Kafka cluster. Closing it leaves open what it has opened. */
public final class KafkaLog implements Log {

  private static final Map<String, String> COMPACTED = Map.of("cleanup.policy", "compact");

  private static final int CONNECT_MILLIS = 10_000;

  private final ClientConfigs configs;
  private final Admin admin;
  private final KafkaTopics topics;
  private final CommittedEnds ends = new CommittedEnds();
  private final IdleReaders idleReaders = new IdleReaders();

  private KafkaLog(ClientConfigs configs, Admin admin) {
    this.configs = configs;
    this.admin = admin;
    this.topics = new KafkaTopics(admin);
  }

  /**
   * Connects to a cluster; gives up after 10 s.
   *
   * @param bootstrapServers host:port, several with commas
   * @throws dev.headrace.runtime.log.LogException.Unavailable when the cluster does not answer
   */
  public static KafkaLog connect(String bootstrapServers) {
    ClientConfigs configs = new ClientConfigs(bootstrapServers);
    Admin admin;
    try {
      admin = Admin.create(configs.admin());
    } catch (RuntimeException e) {
      throw KafkaFailures.of(
          bootstrapServers + " cannot be used", e.getCause() == null ? e : e.getCause());
    }
    try {
      KafkaTopics.get(
          admin
              .describeCluster(new DescribeClusterOptions().timeoutMs(CONNECT_MILLIS))
              .clusterId());
      return new KafkaLog(configs, admin);
    } catch (ExecutionException | RuntimeException e) {
      admin.close();
      if (e.getCause() instanceof TimeoutException) {
        throw new LogException.Unavailable("no Kafka cluster answers at " + bootstrapServers, e);
      }
      throw KafkaFailures.of(bootstrapServers + " cannot be used", e);
    }
  }

  @Override
  public Topics topics() {
    return topics;
  }

  @Override
  public Writer writer(WriterId id) {
    return KafkaWriter.open(id, configs.writer(id), topics, ends);
  }

  @Override
  public Reader reader(Isolation isolation) {
    return new KafkaReader(configs.reader(isolation), admin, isolation, ends, idleReaders);
  }

  @Override
  public GroupOffsets offsets(String group) {
    return () -> committed(group);
  }

  /** Waits for the outcome of transactions in which the group has committed. */
  private Map<TopicPartition, Committed> committed(String group) {
    try {
      Map<org.apache.kafka.common.TopicPartition, OffsetAndMetadata> found =
          KafkaTopics.get(
              admin
                  .listConsumerGroupOffsets(
                      group, new ListConsumerGroupOffsetsOptions().requireStable(true))
                  .partitionsToOffsetAndMetadata());
      Map<TopicPartition, Committed> committed = new HashMap<>();
      found.forEach(
          (partition, offset) -> {
            if (offset != null) {
              committed.put(
                  new TopicPartition(partition.topic(), partition.partition()),
                  new Committed(offset.offset(), offset.metadata()));
            }
          });
      return committed;
    } catch (ExecutionException e) {
      throw KafkaFailures.of("the offsets of group " + group + " cannot be read", e);
    }
  }

  @Override
  public Table table(String compactedTopic) {
    Topics.Description topic = topics.ensure(compactedTopic, OptionalInt.of(1), COMPACTED);
    return KafkaTable.follow(topic, configs.reader(Isolation.READ_COMMITTED), admin);
  }

  @Override
  public void close() {
    idleReaders.close();
    admin.close();
  }
}
