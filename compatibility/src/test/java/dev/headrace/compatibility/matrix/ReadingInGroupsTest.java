package dev.headrace.compatibility.matrix;

import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Groups of the classic protocol: their members, their offsets, and what an administrator may. */
@ExtendWith(BesideKafka.class)
final class ReadingInGroupsTest {

  @Test
  void aGroupResumesWhereItHasCommitted(BothLogs both) {
    both.tellAlike(
        scene -> {
          write(scene, 1, 10);
          try (KafkaConsumer<String, String> member =
              member(scene, Map.of("max.poll.records", 4))) {
            tellRead(scene, member, 4);
            member.commitSync();
            tellRead(scene, member, 4);
            scene.tell("position", member.position(scene.partition(0)));
          }
          try (KafkaConsumer<String, String> member = member(scene, Map.of())) {
            tellRead(scene, member, 6);
            member.seek(scene.partition(0), 8);
            tellRead(scene, member, 2);
            member.seekToBeginning(List.of(scene.partition(0)));
            tellRead(scene, member, 10);
            member.seek(scene.partition(0), new OffsetAndMetadata(9, "nine"));
            tellRead(scene, member, 1);
            member.commitSync(Map.of(scene.partition(0), new OffsetAndMetadata(3, "with a note")));
            scene.tell("committed", committed(scene));
          }
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"earliest", "latest", "none", "by_duration:PT1H"})
  void anUnknownPlaceIsFoundByPolicy(String policy, BothLogs both) {
    both.tellAlike(
        scene -> {
          write(scene, 1, 3);
          KafkaConsumer<String, String> consumer =
              scene.consumer(Map.of("group.id", scene.name(), "auto.offset.reset", policy));
          consumer.assign(List.of(scene.partition(0)));
          scene.tellOf("without offset", () -> consumer.position(scene.partition(0)));
          consumer.seek(scene.partition(0), 99);
          scene.tellOf(
              "out of range",
              () -> {
                consumer.poll(Scene.POLL);
                consumer.poll(Scene.POLL);
                return consumer.position(scene.partition(0));
              });
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"Range", "RoundRobin", "Sticky", "CooperativeSticky"})
  void membersShareThePartitions(String assignor, BothLogs both) {
    both.tellAlike(
        scene -> {
          write(scene, 4, 4);
          Map<String, Object> settings =
              Map.of(
                  "partition.assignment.strategy",
                  "org.apache.kafka.clients.consumer." + assignor + "Assignor",
                  "heartbeat.interval.ms",
                  100);
          KafkaConsumer<String, String> first =
              member(scene, Scene.with(settings, "client.id", "first"));
          awaitAssigned(Map.of(first, 4));
          scene.tell("alone", described(scene));
          KafkaConsumer<String, String> second =
              member(scene, Scene.with(settings, "client.id", "second"));
          awaitAssigned(Map.of(first, 2, second, 2));
          scene.tell("of two", described(scene));
          first.close();
          awaitAssigned(Map.of(second, 4));
          scene.tell("alone again", described(scene));
          commit(second, scene.partition(0), 1, "");
          second.close();
          await().atMost(Scene.PATIENCE).until(() -> described(scene).startsWith("Empty"));
          scene.tell("empty", described(scene));
        });
  }

  @Test
  void aStaticMemberComesBackToWhatItHad(BothLogs both) {
    both.tellAlike(
        scene -> {
          write(scene, 2, 2);
          Map<String, Object> named = Map.of("group.instance.id", "one", "client.id", "c");
          KafkaConsumer<String, String> before = member(scene, named);
          awaitAssigned(Map.of(before, 2));
          scene.tell("before", described(scene));
          int generation = before.groupMetadata().generationId();
          KafkaConsumer<String, String> after = member(scene, named);
          awaitAssigned(Map.of(after, 2));
          scene.tell("after", described(scene));
          scene.tell("same generation", generation == after.groupMetadata().generationId());
          scene.tellOf("the former commits", () -> commit(before, scene.partition(0), 1, ""));
        });
  }

  @Test
  void anAdministratorAltersAndDeletes(BothLogs both) {
    both.tellAlike(
        scene -> {
          write(scene, 2, 4);
          KafkaConsumer<String, String> member = member(scene, Map.of("client.id", "c"));
          awaitAssigned(Map.of(member, 2));
          member.commitSync();
          scene.tell("committed", committed(scene));
          scene.tellOf("delete while in use", () -> deleteGroup(scene, scene.name()));
          scene.tellOf("alter while in use", () -> alter(scene, scene.name(), 1));
          member.close();
          scene.tellOf("alter", () -> alter(scene, scene.name(), 1));
          scene.tell("committed", committed(scene));
          scene.tellOf("delete offsets", () -> deleteOffsets(scene, scene.name()));
          scene.tell("committed", committed(scene));
          scene.tellOf("delete", () -> deleteGroup(scene, scene.name()));
          scene.tellOf("delete again", () -> deleteGroup(scene, scene.name()));
          scene.tell("committed", committed(scene));
          scene.tellOf("describe", () -> described(scene));
          scene.tellOf("alter a new one", () -> alter(scene, scene.name() + "-new", 2));
          scene.tellOf("delete offsets of none", () -> deleteOffsets(scene, "no-such-group"));
          scene.tellOf("delete without a name", () -> deleteGroup(scene, ""));
          scene.tellOf("alter without a name", () -> alter(scene, "", 1));
          scene.tell("listed", listed(scene));
        });
  }

  @Test
  void offsetsThatCannotBeCommittedAreRefused(BothLogs both) {
    both.tellAlike(
        scene -> {
          write(scene, 1, 1);
          KafkaConsumer<String, String> consumer =
              scene.consumer(Map.of("group.id", scene.name(), "default.api.timeout.ms", 2_000));
          consumer.assign(List.of(scene.partition(0)));
          scene.tellOf("beyond the end", () -> commit(consumer, scene.partition(0), 99, ""));
          scene.tellOf(
              "a long note", () -> commit(consumer, scene.partition(0), 1, "n".repeat(4096)));
          scene.tellOf(
              "too long a note", () -> commit(consumer, scene.partition(0), 1, "n".repeat(4097)));
          scene.tellOf(
              "no such topic",
              () -> commit(consumer, new TopicPartition("no-such-topic", 0), 1, ""));
          scene.tellOf("no such partition", () -> commit(consumer, scene.partition(7), 1, ""));
          scene.tell("committed", committed(scene).length());
        });
  }

  private static void write(Scene scene, int partitions, int count) throws Exception {
    scene.topic(partitions);
    try (KafkaProducer<String, String> producer = scene.producer(Map.of())) {
      for (int i = 0; i < count; i++) {
        producer.send(new ProducerRecord<>(scene.name(), i % partitions, "k" + i, "v" + i)).get();
      }
    }
  }

  private static KafkaConsumer<String, String> member(Scene scene, Map<String, Object> overrides) {
    Map<String, Object> config = Scene.with(overrides, "group.id", scene.name());
    config.put("auto.offset.reset", "earliest");
    config.put("enable.auto.commit", false);
    KafkaConsumer<String, String> member = scene.consumer(config);
    member.subscribe(List.of(scene.name()));
    return member;
  }

  private static void tellRead(Scene scene, KafkaConsumer<String, String> member, int count) {
    List<String> read = new ArrayList<>();
    await()
        .pollInSameThread()
        .atMost(Scene.PATIENCE)
        .until(
            () -> {
              for (ConsumerRecord<String, String> record : member.poll(Scene.POLL)) {
                read.add(Reading.text(record));
              }
              return read.size() >= count;
            });
    scene.tell("read", read);
  }

  private static void awaitAssigned(Map<KafkaConsumer<String, String>, Integer> wanted) {
    await()
        .pollInSameThread()
        .atMost(Scene.PATIENCE)
        .until(
            () -> {
              wanted.keySet().forEach(member -> member.poll(Scene.POLL));
              return wanted.entrySet().stream()
                  .allMatch(each -> each.getKey().assignment().size() == each.getValue());
            });
  }

  /** Its state, and of each member all but its id, which is random. */
  private static String described(Scene scene) throws Exception {
    ConsumerGroupDescription group =
        Scene.done(
            scene
                .admin()
                .describeConsumerGroups(List.of(scene.name()))
                .describedGroups()
                .get(scene.name()));
    return group.groupState()
        + " "
        + group.type()
        + " "
        + group.partitionAssignor()
        + " "
        + group.members().stream()
            .sorted(Comparator.comparing(MemberDescription::clientId))
            .map(
                member ->
                    member.clientId()
                        + " as "
                        + member.groupInstanceId()
                        + " at "
                        + member.host()
                        + " has "
                        + numbers(member.assignment().topicPartitions()))
            .toList();
  }

  private static List<Integer> numbers(Set<TopicPartition> partitions) {
    return partitions.stream().map(TopicPartition::partition).sorted().toList();
  }

  private static List<String> listed(Scene scene) throws Exception {
    return Scene.done(scene.admin().listGroups().valid()).stream()
        .filter(group -> group.groupId().startsWith(scene.name()))
        .map(
            group ->
                group.groupId()
                    + " "
                    + group.type()
                    + " "
                    + group.protocol()
                    + " "
                    + group.groupState())
        .sorted()
        .toList();
  }

  private static String committed(Scene scene) throws Exception {
    return Scene.done(
            scene.admin().listConsumerGroupOffsets(scene.name()).partitionsToOffsetAndMetadata())
        .entrySet()
        .stream()
        .map(
            each ->
                each.getKey() + " " + each.getValue().offset() + " " + each.getValue().metadata())
        .sorted()
        .toList()
        .toString();
  }

  private static String commit(
      KafkaConsumer<String, String> consumer, TopicPartition partition, long offset, String note) {
    consumer.commitSync(Map.of(partition, new OffsetAndMetadata(offset, note)));
    return "committed";
  }

  private static String alter(Scene scene, String group, long offset) throws Exception {
    Scene.done(
        scene
            .admin()
            .alterConsumerGroupOffsets(
                group, Map.of(scene.partition(0), new OffsetAndMetadata(offset)))
            .all());
    return "altered";
  }

  private static String deleteOffsets(Scene scene, String group) throws Exception {
    Scene.done(
        scene
            .admin()
            .deleteConsumerGroupOffsets(group, Set.of(scene.partition(0)))
            .partitionResult(scene.partition(0)));
    return "deleted";
  }

  private static String deleteGroup(Scene scene, String group) throws Exception {
    Scene.done(scene.admin().deleteConsumerGroups(List.of(group)).all());
    return "deleted";
  }
}
