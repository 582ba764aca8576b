package dev.headrace.compatibility.clients;

import static dev.headrace.compatibility.clients.Clients.check;
import static dev.headrace.compatibility.clients.Clients.done;
import static dev.headrace.compatibility.clients.Clients.same;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;

/** What a client can ask for as an administrator. */
final class Administration {

  private Administration() {}

  static void topics(Clients clients) throws Exception {
    clients.create("administered", 2);
    try (Admin admin = clients.admin()) {
      done(admin.createPartitions(Map.of("administered", NewPartitions.increaseTo(3))).all());
      same(
          done(admin.describeTopics(List.of("administered")).allTopicNames())
              .get("administered")
              .partitions()
              .size(),
          3);
      check(done(admin.listTopics().names()).contains("administered"), "it is not listed");
      done(admin.deleteTopics(List.of("administered")).all());
      check(!done(admin.listTopics().names()).contains("administered"), "it is listed");
    }
  }

  static void configs(Clients clients) throws Exception {
    clients.create("configured", 1);
    ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, "configured");
    AlterConfigOp change =
        new AlterConfigOp(new ConfigEntry("retention.ms", "5000"), AlterConfigOp.OpType.SET);
    Collection<AlterConfigOp> changes = List.of(change);
    try (Admin admin = clients.admin()) {
      done(admin.incrementalAlterConfigs(Map.of(topic, changes)).all());
      same(
          done(admin.describeConfigs(List.of(topic)).all()).get(topic).get("retention.ms").value(),
          "5000");
    }
  }

  static void offsets(Clients clients) throws Exception {
    clients.create("found", 1);
    TopicPartition partition = new TopicPartition("found", 0);
    long now = System.currentTimeMillis();
    try (KafkaProducer<String, String> producer = clients.producer(Map.of())) {
      for (int i = 0; i < 5; i++) {
        producer.send(new ProducerRecord<>("found", 0, now + i % 4, "k", "v")).get();
      }
    }
    try (Admin admin = clients.admin()) {
      same(find(admin, partition, OffsetSpec.latest()), 5L);
      same(find(admin, partition, OffsetSpec.maxTimestamp()), 3L);
      same(find(admin, partition, OffsetSpec.forTimestamp(now + 1)), 1L);
      done(admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(2))).all());
      same(find(admin, partition, OffsetSpec.earliest()), 2L);
    }
  }

  private static long find(Admin admin, TopicPartition partition, OffsetSpec spec)
      throws Exception {
    return done(admin.listOffsets(Map.of(partition, spec)).partitionResult(partition)).offset();
  }

  static void groups(Clients clients) throws Exception {
    clients.create("of-group", 1);
    TopicPartition partition = new TopicPartition("of-group", 0);
    try (Admin admin = clients.admin()) {
      done(
          admin
              .alterConsumerGroupOffsets("altered", Map.of(partition, new OffsetAndMetadata(7)))
              .all());
      same(
          done(admin.listConsumerGroupOffsets("altered").partitionsToOffsetAndMetadata())
              .get(partition)
              .offset(),
          7L);
      same(done(admin.describeConsumerGroups(List.of("altered")).all()).size(), 1);
      done(admin.deleteConsumerGroupOffsets("altered", Set.of(partition)).all());
      done(
          admin
              .alterConsumerGroupOffsets("altered", Map.of(partition, new OffsetAndMetadata(1)))
              .all());
      done(admin.deleteConsumerGroups(List.of("altered")).all());
      check(!isListed(admin, "altered"), "a deleted group is listed");
    }
  }

  @SuppressWarnings("removal") // the only way that the old clients have
  private static boolean isListed(Admin admin, String group) throws Exception {
    return done(admin.listConsumerGroups().all()).stream()
        .anyMatch(listing -> listing.groupId().equals(group));
  }

  static void cluster(Clients clients) throws Exception {
    try (Admin admin = clients.admin()) {
      same(done(admin.describeCluster().nodes()).size(), 1);
      same(done(admin.describeLogDirs(List.of(1)).allDescriptions()).get(1).size(), 1);
      check(!done(admin.listTransactions().all()).isEmpty(), "there are no transactions");
      check(
          done(admin.describeFeatures().featureMetadata())
              .finalizedFeatures()
              .containsKey("transaction.version"),
          "the version of transactions is not told");
    }
  }
}
