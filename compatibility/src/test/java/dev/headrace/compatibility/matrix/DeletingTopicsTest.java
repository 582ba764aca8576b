package dev.headrace.compatibility.matrix;

import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicCollection;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Topics that are deleted, and made again under the same name. */
@ExtendWith(BesideKafka.class)
final class DeletingTopicsTest {

  @Test
  void aNewOneOfTheSameNameIsAnother(BothLogs both) {
    both.tellAlike(
        scene -> {
          Uuid first = scene.topic(2);
          write(scene, "of the first");
          RawWrites stale = scene.open(new RawWrites(scene.address()));
          scene.tell("by the first's id", stale.write(first, 0, record()));

          delete(scene);
          scene.tell("by the deleted one's id", stale.write(first, 0, record()));
          Uuid second = scene.topic(1);
          scene.tell("same id", first.equals(second));
          scene.tell("partitions", describe(scene).partitions().size());
          scene.tell("by the first's id", stale.write(first, 0, record()));
          scene.tell("records", scene.records("read_uncommitted"));
          scene.tell("offset", write(scene, "of the second"));
          scene.tell("records", scene.records("read_uncommitted"));
          scene.tellOf("describe the first", () -> describe(scene, first));
          scene.tellOf("describe the second", () -> describe(scene, second).equals(scene.name()));
        });
  }

  @Test
  void whatIsNotThereCannotBeDeleted(BothLogs both) {
    both.tellAlike(
        scene -> {
          Uuid id = scene.topic(1);
          scene.tellOf(
              "by id",
              () -> {
                Scene.done(
                    scene.admin().deleteTopics(TopicCollection.ofTopicIds(List.of(id))).all());
                return "deleted";
              });
          scene.tellOf(
              "by id again",
              () ->
                  Scene.done(
                      scene.admin().deleteTopics(TopicCollection.ofTopicIds(List.of(id))).all()));
          scene.tellOf(
              "by name", () -> Scene.done(scene.admin().deleteTopics(List.of(scene.name())).all()));
          scene.tellOf(
              "without a name", () -> Scene.done(scene.admin().deleteTopics(List.of("")).all()));
          scene.tellOf("describe", () -> describe(scene));
        });
  }

  @Test
  void offsetsOfGroupsGoWithThem(BothLogs both) {
    both.tellAlike(
        scene -> {
          scene.topic(1);
          write(scene, "one");
          Scene.done(
              scene
                  .admin()
                  .alterConsumerGroupOffsets(
                      scene.name(), Map.of(scene.partition(0), new OffsetAndMetadata(1)))
                  .all());
          scene.tell("committed", committed(scene));
          delete(scene);
          await().atMost(Scene.PATIENCE).until(() -> committed(scene).equals("none"));
          scene.topic(1);
          scene.tell("committed", committed(scene));
          write(scene, "of the second");
          try (KafkaConsumer<String, String> consumer =
              scene.consumer(Map.of("group.id", scene.name(), "auto.offset.reset", "earliest"))) {
            consumer.assign(List.of(scene.partition(0)));
            consumer.poll(Scene.PATIENCE).forEach(it -> scene.tell("read", Reading.text(it)));
          }
        });
  }

  @Test
  void aProducerGoesOnWithTheNewOne(BothLogs both) {
    both.tellAlike(
        scene -> {
          scene.topic(1);
          KafkaProducer<String, String> producer =
              scene.producer(Map.of("metadata.max.age.ms", 500));
          ProducerRecord<String, String> record = new ProducerRecord<>(scene.name(), 0, "k", "v");
          for (int i = 0; i < 3; i++) {
            scene.tell("written", producer.send(record).get().offset());
          }
          delete(scene);
          scene.topic(1);
          // Which of the first are refused depends on when the client looks.
          await()
              .atMost(Scene.PATIENCE)
              .ignoreExceptionsInstanceOf(ExecutionException.class)
              .until(() -> producer.send(record).get().offset() >= 0);
          scene.tell("first", scene.records("read_uncommitted").getFirst());
        });
  }

  @Test
  void anOpenTransactionIsNoHindrance(BothLogs both) {
    both.tellAlike(
        scene -> {
          scene.topic(1);
          KafkaProducer<String, String> producer =
              scene.producer(Map.of("transactional.id", scene.name()));
          producer.initTransactions();
          producer.beginTransaction();
          producer.send(new ProducerRecord<>(scene.name(), 0, "k", "open")).get();
          delete(scene);
          scene.topic(1);
          scene.tellOf(
              "commit",
              () -> {
                producer.commitTransaction();
                return "committed";
              });
          KafkaProducer<String, String> next =
              scene.producer(Map.of("transactional.id", scene.name()));
          next.initTransactions();
          next.beginTransaction();
          next.send(new ProducerRecord<>(scene.name(), 0, "k", "next")).get();
          next.commitTransaction();
          await().atMost(Scene.PATIENCE).until(() -> !scene.records("read_committed").isEmpty());
          scene.tell(
              "values",
              scene.records("read_committed").stream()
                  .map(record -> record.substring(record.indexOf(' ')))
                  .toList());
        });
  }

  private static MemoryRecords record() {
    return MemoryRecords.withRecords(
        Compression.NONE, new SimpleRecord(1_000, "raw".getBytes(StandardCharsets.UTF_8)));
  }

  private static long write(Scene scene, String value) throws Exception {
    try (KafkaProducer<String, String> producer = scene.producer(Map.of())) {
      return producer.send(new ProducerRecord<>(scene.name(), 0, "k", value)).get().offset();
    }
  }

  /** Deleted when nobody is told of it any more, which Kafka tells its parts one by one. */
  private static void delete(Scene scene) throws Exception {
    Scene.done(scene.admin().deleteTopics(List.of(scene.name())).all());
    await()
        .atMost(Scene.PATIENCE)
        .until(() -> !Scene.done(scene.admin().listTopics().names()).contains(scene.name()));
  }

  private static TopicDescription describe(Scene scene) throws Exception {
    return Scene.done(scene.admin().describeTopics(List.of(scene.name())).allTopicNames())
        .get(scene.name());
  }

  private static String describe(Scene scene, Uuid id) throws Exception {
    return Scene.done(
            scene.admin().describeTopics(TopicCollection.ofTopicIds(Set.of(id))).allTopicIds())
        .get(id)
        .name();
  }

  private static String committed(Scene scene) throws Exception {
    OffsetAndMetadata committed =
        Scene.done(
                scene
                    .admin()
                    .listConsumerGroupOffsets(scene.name())
                    .partitionsToOffsetAndMetadata())
            .get(scene.partition(0));
    return committed == null ? "none" : Long.toString(committed.offset());
  }
}
