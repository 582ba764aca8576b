package dev.headrace.compatibility.matrix;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Offsets by time, and those of the ends. */
@ExtendWith(BesideKafka.class)
final class FindingOffsetsTest {

  private static final List<Long> TIMES = List.of(100L, 300L, 200L, 200L, 400L, 50L);

  @Test
  void ofAnEmptyPartition(BothLogs both) {
    both.tellAlike(
        scene -> {
          scene.topic(1);
          tellOffsets(scene);
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "gzip", "zstd"})
  void ofBatchesAndSingleRecords(String codec, BothLogs both) {
    both.tellAlike(
        scene -> {
          scene.topic(1);
          write(scene, Map.of("linger.ms", 1_000, "compression.type", codec), TIMES);
          write(
              scene, Map.of("batch.size", 0, "compression.type", codec), List.of(500L, 10L, 450L));
          tellOffsets(scene);
          Scene.done(
              scene
                  .admin()
                  .deleteRecords(Map.of(scene.partition(0), RecordsToDelete.beforeOffset(2)))
                  .all());
          tellOffsets(scene);
        });
  }

  @Test
  void besideAnOpenTransaction(BothLogs both) {
    both.tellAlike(
        scene -> {
          scene.topic(1);
          write(scene, Map.of(), List.of(100L, 200L));
          KafkaProducer<String, String> producer =
              scene.producer(Map.of("transactional.id", scene.name()));
          producer.initTransactions();
          producer.beginTransaction();
          send(scene, producer, List.of(300L, 400L));
          tellOffsets(scene);
          producer.abortTransaction();
        });
  }

  @Test
  void whereTheLogStampsTheTime(BothLogs both) {
    both.tellAlike(
        scene -> {
          scene.topic(1, Map.of("message.timestamp.type", "LogAppendTime"));
          long before = Instant.now().toEpochMilli();
          write(scene, Map.of("linger.ms", 1_000), TIMES);
          scene.tell("before", find(scene, OffsetSpec.forTimestamp(before), false).offset());
          ListOffsetsResultInfo newest = find(scene, OffsetSpec.maxTimestamp(), false);
          scene.tell("newest", newest.offset());
          scene.tell("stamped", newest.timestamp() >= before);
          scene.tell(
              "behind",
              find(scene, OffsetSpec.forTimestamp(newest.timestamp() + 1), false).offset());
        });
  }

  private static void tellOffsets(Scene scene) throws Exception {
    Map<String, OffsetSpec> specs = new LinkedHashMap<>();
    specs.put("earliest", OffsetSpec.earliest());
    specs.put("latest", OffsetSpec.latest());
    specs.put("newest", OffsetSpec.maxTimestamp());
    specs.put("earliest local", OffsetSpec.earliestLocal());
    specs.put("latest tiered", OffsetSpec.latestTiered());
    for (long time : List.of(0L, 50L, 51L, 100L, 150L, 200L, 201L, 300L, 400L, 401L, 500L, 501L)) {
      specs.put("from " + time, OffsetSpec.forTimestamp(time));
    }
    for (Map.Entry<String, OffsetSpec> spec : specs.entrySet()) {
      for (boolean committed : List.of(false, true)) {
        scene.tellOf(
            spec.getKey() + (committed ? ", committed" : ""),
            () -> {
              ListOffsetsResultInfo found = find(scene, spec.getValue(), committed);
              return found.offset() + " at " + found.timestamp();
            });
      }
    }
    tellAConsumer(scene);
  }

  private static void tellAConsumer(Scene scene) {
    TopicPartition partition = scene.partition(0);
    try (KafkaConsumer<String, String> consumer = scene.consumer(Map.of())) {
      for (long time : List.of(0L, 250L, 1_000L)) {
        var found = consumer.offsetsForTimes(Map.of(partition, time)).get(partition);
        scene.tell(
            "a consumer's from " + time,
            found == null ? "none" : found.offset() + " at " + found.timestamp());
      }
      scene.tell("a consumer's ends", consumer.endOffsets(List.of(partition)));
      scene.tell("a consumer's beginnings", consumer.beginningOffsets(List.of(partition)));
    }
  }

  private static ListOffsetsResultInfo find(Scene scene, OffsetSpec spec, boolean committed)
      throws Exception {
    IsolationLevel isolation =
        committed ? IsolationLevel.READ_COMMITTED : IsolationLevel.READ_UNCOMMITTED;
    return Scene.done(
        scene
            .admin()
            .listOffsets(Map.of(scene.partition(0), spec), new ListOffsetsOptions(isolation))
            .partitionResult(scene.partition(0)));
  }

  private static void write(Scene scene, Map<String, Object> overrides, List<Long> times) {
    try (KafkaProducer<String, String> producer = scene.producer(overrides)) {
      send(scene, producer, times);
    }
  }

  private static void send(Scene scene, KafkaProducer<String, String> producer, List<Long> times) {
    times.forEach(
        time -> producer.send(new ProducerRecord<>(scene.name(), 0, time, "key", "at " + time)));
    producer.flush();
  }
}
