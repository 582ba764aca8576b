package dev.headrace.compatibility.matrix;

import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What compaction leaves. */
@ExtendWith(BesideKafka.class)
final class CompactingTest {

  private static final Map<String, String> COMPACTED =
      Map.of("cleanup.policy", "compact", "min.cleanable.dirty.ratio", "0", "segment.ms", "500");

  @Test
  void theLastValueOfEachKeyStays(BothLogs both) {
    both.tellAlike(
        scene -> {
          scene.topic(1, COMPACTED);
          try (KafkaProducer<String, String> producer = scene.producer(Map.of())) {
            for (int round = 0; round < 3; round++) {
              for (int key = 0; key < 10; key++) {
                send(scene, producer, "k" + key, "round " + round);
              }
            }
            send(scene, producer, "k3", null);
            rollUntil(scene, producer, 10);
          }
          tellCompacted(scene);
        });
  }

  @Test
  void abortedRecordsGoAndCommittedOnesStay(BothLogs both) {
    both.tellAlike(
        scene -> {
          scene.topic(1, COMPACTED);
          KafkaProducer<String, String> producer =
              scene.producer(Map.of("transactional.id", scene.name()));
          producer.initTransactions();
          for (int round = 0; round < 4; round++) {
            producer.beginTransaction();
            for (int key = 0; key < 3; key++) {
              send(scene, producer, "k" + key, "round " + round);
            }
            if (round % 2 == 0) {
              producer.commitTransaction();
            } else {
              producer.abortTransaction();
            }
          }
          try (KafkaProducer<String, String> plain = scene.producer(Map.of())) {
            rollUntil(scene, plain, 3);
          }
          tellCompacted(scene);
        });
  }

  @Test
  void recordsWithoutKeysAndDeletionByOffsetAreRefused(BothLogs both) {
    both.tellAlike(
        scene -> {
          scene.topic(1, COMPACTED);
          KafkaProducer<String, String> producer = scene.producer(Map.of());
          scene.tellOf("without key", () -> send(scene, producer, null, "v"));
          scene.tellOf("with key", () -> send(scene, producer, "k", "v"));
          scene.tellOf(
              "delete records",
              () ->
                  Scene.done(
                      scene
                          .admin()
                          .deleteRecords(
                              Map.of(scene.partition(0), RecordsToDelete.beforeOffset(1)))
                          .all()));
        });
  }

  private static long send(
      Scene scene, KafkaProducer<String, String> producer, String key, String value)
      throws Exception {
    return producer.send(new ProducerRecord<>(scene.name(), 0, key, value)).get().offset();
  }

  /** Writes under a key of its own, since only closed segments are compacted. */
  private static void rollUntil(Scene scene, KafkaProducer<String, String> producer, int left) {
    await()
        .atMost(Scene.PATIENCE)
        .until(
            () -> {
              send(scene, producer, "roll", "on");
              return others(scene.records("read_uncommitted")).size() == left;
            });
  }

  /** How often it has rolled differs. */
  private static List<String> others(List<String> records) {
    return records.stream().filter(record -> !record.contains("roll=")).toList();
  }

  private static void tellCompacted(Scene scene) {
    scene.tell("left", others(scene.records("read_uncommitted")));
    scene.tell("committed", others(scene.records("read_committed")));
  }
}
