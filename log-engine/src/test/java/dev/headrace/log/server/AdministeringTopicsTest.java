package dev.headrace.log.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigSource;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicCollection;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicIdException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java admin client. */
class AdministeringTopicsTest {

  @TempDir Path folder;
  private TestNode node;
  private Admin admin;

  @BeforeEach
  void start() throws Exception {
    node = TestNode.start(folder);
    admin = Admin.create(node.clientConfig());
  }

  @AfterEach
  void stop() throws Exception {
    admin.close();
    node.close();
  }

  @Test
  void aCreatedTopicIsListedAndDescribed() throws Exception {
    var created =
        admin.createTopics(
            List.of(
                new NewTopic("orders", Optional.of(3), Optional.empty())
                    .configs(Map.of("cleanup.policy", "compact"))));

    assertThat(created.numPartitions("orders").get()).isEqualTo(3);
    assertThat(created.replicationFactor("orders").get()).isEqualTo(1);
    assertThat(admin.listTopics().names().get()).containsExactly("orders");
    TopicDescription described =
        admin.describeTopics(List.of("orders")).allTopicNames().get().get("orders");
    assertThat(described.partitions()).hasSize(3).allMatch(p -> p.leader().id() == 1);
    assertThat(described.topicId()).isEqualTo(created.topicId("orders").get());
    assertThat(
            admin
                .describeTopics(TopicCollection.ofTopicIds(List.of(described.topicId())))
                .allTopicIds()
                .get())
        .containsKey(described.topicId());
  }

  @Test
  void settingsAreShownWithTheirSource() throws Exception {
    admin
        .createTopics(
            List.of(
                new NewTopic("orders", 1, (short) 1).configs(Map.of("cleanup.policy", "compact"))))
        .all()
        .get();

    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, "orders");
    var config = admin.describeConfigs(List.of(resource)).all().get().get(resource);

    assertThat(config.get("cleanup.policy").value()).isEqualTo("compact");
    assertThat(config.get("cleanup.policy").source()).isEqualTo(ConfigSource.DYNAMIC_TOPIC_CONFIG);
  }

  @Test
  void whatCannotBeMadeIsRefusedWithItsReason() throws Exception {
    node.topic("orders");

    assertThatThrownBy(() -> admin.createTopics(List.of(topic("orders", 1))).all().get())
        .hasCauseInstanceOf(TopicExistsException.class);
    assertThatThrownBy(() -> admin.createTopics(List.of(topic("thrice", 3))).all().get())
        .hasCauseInstanceOf(InvalidReplicationFactorException.class);
  }

  @Test
  void validatingMakesNothing() throws Exception {
    admin
        .createTopics(List.of(topic("orders", 1)), new CreateTopicsOptions().validateOnly(true))
        .all()
        .get();

    assertThat(admin.listTopics().names().get()).isEmpty();
  }

  @Test
  void aTopicMadeAnewIsAnotherOne() throws Exception {
    var first = admin.createTopics(List.of(topic("orders", 1))).topicId("orders").get();
    admin.deleteTopics(TopicCollection.ofTopicIds(List.of(first))).all().get();
    var second = admin.createTopics(List.of(topic("orders", 1))).topicId("orders").get();

    assertThat(second).isNotEqualTo(first);
    assertThatThrownBy(
            () -> admin.deleteTopics(TopicCollection.ofTopicIds(List.of(first))).all().get())
        .hasCauseInstanceOf(UnknownTopicIdException.class);
    assertThatThrownBy(() -> admin.deleteTopics(List.of("unknown")).all().get())
        .hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
  }

  @Test
  void theClusterIsOneNodeAtTheAddressItWasFoundBy() throws Exception {
    var cluster = admin.describeCluster();

    assertThat(cluster.clusterId().get()).isEqualTo("test-cluster");
    assertThat(cluster.nodes().get())
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.host()).isEqualTo("127.0.0.1");
              assertThat(found.port()).isEqualTo(node.address().getPort());
            });
  }

  @Test
  void offsetsAreListedByPlaceAndByGreatestTime() throws Exception {
    node.topic("orders");
    try (var producer = producer()) {
      for (long time : new long[] {1000, 9000, 3000}) {
        producer.send(new ProducerRecord<>("orders", 0, time, null, "at " + time)).get();
      }
    }

    assertThat(offset(OffsetSpec.earliest()).offset()).isZero();
    assertThat(offset(OffsetSpec.latest()).offset()).isEqualTo(3);
    assertThat(offset(OffsetSpec.maxTimestamp()).offset()).isEqualTo(1);
    assertThat(offset(OffsetSpec.maxTimestamp()).timestamp()).isEqualTo(9000);
    assertThat(offset(OffsetSpec.forTimestamp(2000)).offset()).isEqualTo(1);
  }

  @Test
  void aTopicIsMadeWhenAProducerAsksForIt() throws Exception {
    try (var producer = producer()) {
      producer.send(new ProducerRecord<>("sudden", "value")).get();
    }

    assertThat(node.topics.find("sudden")).isPresent();
  }

  @Test
  void noTopicIsMadeForAReaderThatForbidsIt() {
    Map<String, Object> config = new HashMap<>(node.clientConfig());
    config.put("allow.auto.create.topics", false);
    try (var consumer =
        new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
      assertThat(consumer.partitionsFor("sudden")).isEmpty();
    }

    assertThat(node.topics.find("sudden")).isEmpty();
  }

  @Test
  void hiddenTopicsDoNotExistForClients() throws Exception {
    node.topic("hidden");

    assertThat(admin.listTopics().names().get()).isEqualTo(Set.of());
    assertThatThrownBy(() -> admin.describeTopics(List.of("hidden")).allTopicNames().get())
        .hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
    assertThatThrownBy(() -> admin.deleteTopics(List.of("hidden")).all().get())
        .hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
  }

  private ListOffsetsResultInfo offset(OffsetSpec spec) throws Exception {
    TopicPartition orders = new TopicPartition("orders", 0);
    return admin.listOffsets(Map.of(orders, spec)).partitionResult(orders).get();
  }

  private KafkaProducer<String, String> producer() {
    return new KafkaProducer<>(node.clientConfig(), new StringSerializer(), new StringSerializer());
  }

  private static NewTopic topic(String name, int replicationFactor) {
    return new NewTopic(name, 1, (short) replicationFactor);
  }
}
