package dev.headrace.compatibility.matrix;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.CreatePartitionsOptions;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Topics that cannot be, and changes of topics that cannot be made. */
@ExtendWith(BesideKafka.class)
final class RefusingTopicsTest {

  @Test
  void byName(BothLogs both) {
    both.tellAlike(
        scene -> {
          scene.topic(1);
          for (String name :
              List.of(
                  "",
                  ".",
                  "..",
                  "...",
                  "a b",
                  "a/b",
                  "a:b",
                  "ä",
                  "a\n",
                  "a\0b",
                  "a,b",
                  "-",
                  "_",
                  "n".repeat(249),
                  "n".repeat(250),
                  scene.name(),
                  scene.name().replace('-', '.'),
                  scene.name().replace('-', '_'),
                  "__consumer_offsets",
                  "__transaction_state")) {
            scene.tellOf(
                "'" + name + "'", () -> create(scene, new NewTopic(name, 1, (short) 1), true));
          }
          NewTopic dotted = new NewTopic(scene.name() + ".a_b", 1, (short) 1);
          NewTopic scored = new NewTopic(scene.name() + "_a.b", 1, (short) 1);
          scene.tellOf("dotted", () -> create(scene, dotted, false));
          scene.tellOf("collides with it", () -> create(scene, scored, false));
          scene.tellOf("again", () -> create(scene, dotted, false));
        });
  }

  @Test
  void byPartitionsAndReplicas(BothLogs both) {
    both.tellAlike(
        scene -> {
          Map<String, NewTopic> topics = new LinkedHashMap<>();
          for (int partitions : List.of(-2, -1, 0, 1, 100)) {
            topics.put(
                partitions + " partitions", new NewTopic(scene.name(), partitions, (short) 1));
          }
          for (short replicas : List.of((short) -2, (short) -1, (short) 0, (short) 2, (short) 3)) {
            topics.put(replicas + " replicas", new NewTopic(scene.name(), 1, replicas));
          }
          topics.put("defaults", new NewTopic(scene.name(), Optional.empty(), Optional.empty()));
          topics.put("on itself", new NewTopic(scene.name(), Map.of(0, List.of(1))));
          topics.put("on another", new NewTopic(scene.name(), Map.of(0, List.of(2))));
          topics.put("twice on itself", new NewTopic(scene.name(), Map.of(0, List.of(1, 1))));
          topics.put("on nothing", new NewTopic(scene.name(), Map.of(0, List.of())));
          topics.put("not from 0", new NewTopic(scene.name(), Map.of(1, List.of(1))));
          topics.put(
              "with a gap", new NewTopic(scene.name(), Map.of(0, List.of(1), 2, List.of(1))));
          for (Map.Entry<String, NewTopic> topic : topics.entrySet()) {
            scene.tellOf(topic.getKey(), () -> create(scene, topic.getValue(), true));
          }
        });
  }

  @Test
  void thatGrow(BothLogs both) {
    both.tellAlike(
        scene -> {
          scene.topic(2);
          for (int partitions : List.of(-1, 0, 1, 2, 3)) {
            scene.tellOf(
                "to " + partitions, () -> grow(scene, NewPartitions.increaseTo(partitions)));
          }
          scene.tellOf(
              "on another", () -> grow(scene, NewPartitions.increaseTo(3, List.of(List.of(2)))));
          scene.tellOf(
              "too few places",
              () -> grow(scene, NewPartitions.increaseTo(4, List.of(List.of(1)))));
          scene.tellOf(
              "no such topic",
              () ->
                  Scene.done(
                      scene
                          .admin()
                          .createPartitions(Map.of("no-such-topic", NewPartitions.increaseTo(3)))
                          .all()));
        });
  }

  @Test
  void thatLoseRecords(BothLogs both) {
    both.tellAlike(
        scene -> {
          scene.topic(1);
          try (KafkaProducer<String, String> producer = scene.producer(Map.of())) {
            for (int i = 0; i < 5; i++) {
              producer.send(new ProducerRecord<>(scene.name(), "k" + i)).get();
            }
          }
          for (long before : List.of(-2L, 2L, 1L, 6L, 5L, -1L)) {
            scene.tellOf("before " + before, () -> deleteRecords(scene, before));
            scene.tell("records", scene.records("read_uncommitted"));
          }
        });
  }

  private static String create(Scene scene, NewTopic topic, boolean dry) throws Exception {
    var created =
        scene.admin().createTopics(List.of(topic), new CreateTopicsOptions().validateOnly(dry));
    return Scene.done(created.numPartitions(topic.name()))
        + " partitions, "
        + Scene.done(created.replicationFactor(topic.name()))
        + " replicas";
  }

  private static String grow(Scene scene, NewPartitions partitions) throws Exception {
    Scene.done(
        scene
            .admin()
            .createPartitions(
                Map.of(scene.name(), partitions), new CreatePartitionsOptions().validateOnly(true))
            .all());
    return "can be";
  }

  private static long deleteRecords(Scene scene, long before) throws Exception {
    return Scene.done(
            scene
                .admin()
                .deleteRecords(Map.of(scene.partition(0), RecordsToDelete.beforeOffset(before)))
                .lowWatermarks()
                .get(scene.partition(0)))
        .lowWatermark();
  }
}
