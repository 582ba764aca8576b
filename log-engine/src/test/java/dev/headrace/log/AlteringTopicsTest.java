package dev.headrace.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigsOptions;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigSource;
import org.apache.kafka.clients.admin.CreatePartitionsOptions;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.InvalidReplicaAssignmentException;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kafka's admin client changes topics that exist. */
final class AlteringTopicsTest {

  private static final ConfigResource ORDERS =
      new ConfigResource(ConfigResource.Type.TOPIC, "orders");
  private static final ConfigResource HIDDEN =
      new ConfigResource(ConfigResource.Type.TOPIC, "hidden");
  private static final ConfigResource NODE = new ConfigResource(ConfigResource.Type.BROKER, "1");

  @TempDir Path directory;
  private LogEngine engine;
  private Admin admin;
  private String bootstrap;

  @BeforeEach
  void start() throws Exception {
    open();
    done(admin.createTopics(List.of(new NewTopic("orders", 2, (short) 1))).all());
  }

  private void open() throws Exception {
    engine = LogEngine.open(EngineSettings.of(directory).withHiddenTopics(Set.of("hidden")));
    Listener listener = engine.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    bootstrap = "127.0.0.1:" + listener.address().getPort();
    admin = Admin.create(Map.of("bootstrap.servers", bootstrap, "enable.metrics.push", false));
  }

  @AfterEach
  void stop() throws Exception {
    admin.close();
    engine.close();
  }

  private void restart() throws Exception {
    stop();
    open();
  }

  @Test
  void aTopicGrowsAndStaysGrown() throws Exception {
    done(admin.createPartitions(Map.of("orders", NewPartitions.increaseTo(5))).all());

    assertThat(partitions()).isEqualTo(5);
    assertThat(engine.partitions().all().stream().filter(it -> isOfOrders(it.topicPartition())))
        .hasSize(5);
    restart();
    assertThat(partitions()).isEqualTo(5);
    assertThat(send(new ProducerRecord<>("orders", 4, null, new byte[1]))).isZero();
  }

  @Test
  void growthThatCannotBeIsRefusedAndChangesNothing() {
    assertThatThrownBy(() -> grow("orders", NewPartitions.increaseTo(2)))
        .hasRootCauseInstanceOf(InvalidPartitionsException.class);
    assertThatThrownBy(() -> grow("orders", NewPartitions.increaseTo(1)))
        .hasMessageContaining("2 partitions already");
    assertThatThrownBy(() -> grow("orders", NewPartitions.increaseTo(10_001)))
        .hasRootCauseInstanceOf(InvalidPartitionsException.class);
    assertThatThrownBy(() -> grow("orders", NewPartitions.increaseTo(3, List.of(List.of(7)))))
        .hasRootCauseInstanceOf(InvalidReplicaAssignmentException.class);
    assertThatThrownBy(() -> grow("unknown", NewPartitions.increaseTo(3)))
        .hasRootCauseInstanceOf(UnknownTopicOrPartitionException.class);
    assertThatThrownBy(() -> grow("hidden", NewPartitions.increaseTo(3)))
        .hasRootCauseInstanceOf(UnknownTopicOrPartitionException.class);
    assertThatThrownBy(() -> grow("__headrace_metadata", NewPartitions.increaseTo(3)))
        .hasMessageContaining("stays as it is");
  }

  @Test
  void validatedGrowthChangesNothing() throws Exception {
    done(
        admin
            .createPartitions(
                Map.of("orders", NewPartitions.increaseTo(5)),
                new CreatePartitionsOptions().validateOnly(true))
            .all());

    assertThat(partitions()).isEqualTo(2);
  }

  @Test
  void aSettingIsInEffectAtOnceAndAfterARestart() throws Exception {
    byte[] large = new byte[8192];
    assertThat(send(new ProducerRecord<>("orders", 0, null, large))).isZero();

    alter(set("max.message.bytes", "4096"));

    assertThatThrownBy(() -> send(new ProducerRecord<>("orders", 0, null, large)))
        .hasCauseInstanceOf(RecordTooLargeException.class);
    restart();
    assertThatThrownBy(() -> send(new ProducerRecord<>("orders", 0, null, large)))
        .hasCauseInstanceOf(RecordTooLargeException.class);
    alter(op(AlterConfigOp.OpType.DELETE, "max.message.bytes", null));
    assertThat(send(new ProducerRecord<>("orders", 0, null, large))).isEqualTo(1);
  }

  @Test
  void singleSettingsChangeAndOthersStay() throws Exception {
    alter(set("retention.ms", "1000"), set("segment.bytes", "1048576"));
    alter(
        op(AlterConfigOp.OpType.DELETE, "retention.ms", null),
        op(AlterConfigOp.OpType.APPEND, "cleanup.policy", "compact"));

    Config config = config(ORDERS);
    assertThat(config.get("retention.ms").source()).isEqualTo(ConfigSource.DEFAULT_CONFIG);
    assertThat(config.get("segment.bytes").value()).isEqualTo("1048576");
    assertThat(config.get("cleanup.policy").value()).isEqualTo("delete,compact");
    alter(op(AlterConfigOp.OpType.SUBTRACT, "cleanup.policy", "delete"));
    assertThat(config(ORDERS).get("cleanup.policy").value()).isEqualTo("compact");
  }

  @Test
  void aSettingThatCannotBeIsRefusedAndNoneIsChanged() throws Exception {
    assertThatThrownBy(() -> alter(set("retention.ms", "1000"), set("cleanup.policy", "squash")))
        .hasRootCauseInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("cleanup.policy");
    assertThatThrownBy(() -> alter(set("retention.mss", "1")))
        .hasRootCauseInstanceOf(InvalidConfigurationException.class);
    assertThatThrownBy(() -> alter(op(AlterConfigOp.OpType.APPEND, "retention.ms", "1")))
        .hasMessageContaining("no list");
    assertThatThrownBy(() -> alter(ORDERS, set("retention.ms", "1"), set("retention.ms", "2")))
        .hasRootCauseInstanceOf(InvalidRequestException.class);
    assertThatThrownBy(() -> alter(HIDDEN, set("retention.ms", "1")))
        .hasRootCauseInstanceOf(UnknownTopicOrPartitionException.class);
    assertThatThrownBy(() -> alter(NODE, set("num.partitions", "7"))).hasMessageContaining("--set");

    assertThat(config(ORDERS).get("retention.ms").isDefault()).isTrue();
  }

  @Test
  void validatedSettingsChangeNothing() throws Exception {
    done(
        admin
            .incrementalAlterConfigs(
                Map.of(ORDERS, List.of(set("retention.ms", "1000"))),
                new AlterConfigsOptions().validateOnly(true))
            .all());

    assertThat(config(ORDERS).get("retention.ms").isDefault()).isTrue();
  }

  @Test
  void settingsTellWhatTheyFallBackTo() throws Exception {
    alter(set("retention.ms", "1000"));

    ConfigEntry retention =
        done(admin
                .describeConfigs(
                    List.of(ORDERS),
                    new DescribeConfigsOptions().includeSynonyms(true).includeDocumentation(true))
                .all())
            .get(ORDERS)
            .get("retention.ms");

    assertThat(retention.synonyms())
        .extracting(synonym -> synonym.name() + "=" + synonym.value() + " " + synonym.source())
        .containsExactly(
            "retention.ms=1000 DYNAMIC_TOPIC_CONFIG", "log.retention.ms=604800000 DEFAULT_CONFIG");
    assertThat(retention.documentation()).isNotBlank();
  }

  @Test
  void theNodeShowsItsSettings() throws Exception {
    Config config = config(NODE);

    assertThat(config.get("num.partitions").value()).isEqualTo("1");
    assertThat(config.get("log.segment.bytes").value()).isEqualTo(Integer.toString(1 << 30));
    assertThat(config.entries()).allMatch(ConfigEntry::isReadOnly);
  }

  @Test
  void theDataDirectoryTellsHowLargePartitionsAre() throws Exception {
    send(new ProducerRecord<>("orders", 1, null, new byte[1000]));

    LogDirDescription described =
        done(admin.describeLogDirs(List.of(1)).allDescriptions())
            .get(1)
            .get(directory.toAbsolutePath().toString());

    assertThat(described.replicaInfos().get(new TopicPartition("orders", 0)).size()).isZero();
    assertThat(described.replicaInfos().get(new TopicPartition("orders", 1)).size())
        .isBetween(1000L, 1200L);
    assertThat(described.usableBytes().getAsLong())
        .isPositive()
        .isLessThanOrEqualTo(described.totalBytes().getAsLong());
  }

  @Test
  void topicsOfManyPartitionsAreDescribedInParts() throws Exception {
    done(admin.createTopics(List.of(new NewTopic("wide", 2500, (short) 1))).all());

    assertThat(
            done(admin.describeTopics(List.of("orders", "wide")).allTopicNames())
                .get("wide")
                .partitions())
        .hasSize(2500)
        .allMatch(partition -> partition.leader().id() == 1);
  }

  private void grow(String topic, NewPartitions partitions) throws Exception {
    done(admin.createPartitions(Map.of(topic, partitions)).all());
  }

  private int partitions() throws Exception {
    return done(admin.describeTopics(List.of("orders")).allTopicNames())
        .get("orders")
        .partitions()
        .size();
  }

  private static boolean isOfOrders(dev.headrace.log.record.TopicPartition partition) {
    return partition.topic().equals("orders");
  }

  private void alter(AlterConfigOp... changes) throws Exception {
    alter(ORDERS, changes);
  }

  private void alter(ConfigResource resource, AlterConfigOp... changes) throws Exception {
    Collection<AlterConfigOp> all = List.of(changes);
    done(admin.incrementalAlterConfigs(Map.of(resource, all)).all());
  }

  private Config config(ConfigResource resource) throws Exception {
    return done(admin.describeConfigs(List.of(resource)).all()).get(resource);
  }

  private static AlterConfigOp set(String name, String value) {
    return op(AlterConfigOp.OpType.SET, name, value);
  }

  private static AlterConfigOp op(AlterConfigOp.OpType type, String name, String value) {
    return new AlterConfigOp(new ConfigEntry(name, value), type);
  }

  private long send(ProducerRecord<byte[], byte[]> record) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrap, "enable.metrics.push", false),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      return producer.send(record).get(30, TimeUnit.SECONDS).offset();
    }
  }

  private static <T> T done(KafkaFuture<T> future) throws Exception {
    return future.get(30, TimeUnit.SECONDS);
  }
}
