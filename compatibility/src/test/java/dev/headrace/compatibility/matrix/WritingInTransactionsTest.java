package dev.headrace.compatibility.matrix;

import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Kafka's own transactional producer, and what readers see of its work. */
@ExtendWith(BesideKafka.class)
final class WritingInTransactionsTest {

  @Test
  void whatIsCommittedIsSeenAndWhatIsAbortedIsNot(BothLogs both) {
    both.tellAlike(
        scene -> {
          scene.topic(2);
          KafkaProducer<String, String> producer = transactional(scene, "a", Map.of());
          for (String outcome : List.of("committed", "aborted", "committed too")) {
            producer.beginTransaction();
            scene.tell("offset of " + outcome, send(scene, producer, 0, outcome));
            scene.tell("offset of " + outcome, send(scene, producer, 1, outcome));
            if (outcome.startsWith("committed")) {
              producer.commitTransaction();
            } else {
              producer.abortTransaction();
            }
          }
          producer.beginTransaction();
          producer.commitTransaction();
          producer.beginTransaction();
          send(scene, producer, 0, "open");

          scene.tell("last stable", offset(scene, IsolationLevel.READ_COMMITTED));
          scene.tell("last", offset(scene, IsolationLevel.READ_UNCOMMITTED));
          scene.tell("committed", scene.records("read_committed"));
          scene.tell("written", scene.records("read_uncommitted"));
        });
  }

  @Test
  void aSecondProducerFencesTheFirst(BothLogs both) {
    both.tellAlike(
        scene -> {
          scene.topic(1);
          KafkaProducer<String, String> first = transactional(scene, "a", Map.of());
          first.beginTransaction();
          send(scene, first, 0, "of the first");
          KafkaProducer<String, String> second = transactional(scene, "a", Map.of());
          scene.tellOf("write", () -> send(scene, first, 0, "late"));
          scene.tellOf("commit", () -> commit(first));
          scene.tellOf("begin", () -> begin(first));
          KafkaProducer<String, String> third = transactional(scene, "a", Map.of());
          second.beginTransaction();
          scene.tellOf("offsets", () -> offsets(scene, second, nobodyIn("g")));
          third.beginTransaction();
          send(scene, third, 0, "of the third");
          third.commitTransaction();
          awaitNothingOpen(scene);
          scene.tell("committed", scene.records("read_committed"));
          scene.tell("written", scene.records("read_uncommitted"));
        });
  }

  @Test
  void oneThatIsOpenForTooLongIsAborted(BothLogs both) {
    both.tellAlike(
        scene -> {
          scene.topic(1);
          KafkaProducer<String, String> slow =
              transactional(scene, "a", Map.of("transaction.timeout.ms", 500));
          slow.beginTransaction();
          send(scene, slow, 0, "slow");
          awaitNothingOpen(scene);
          scene.tellOf("commit", () -> commit(slow));
          KafkaProducer<String, String> next = transactional(scene, "a", Map.of());
          next.beginTransaction();
          send(scene, next, 0, "next");
          next.commitTransaction();
          awaitNothingOpen(scene);
          scene.tell("committed", scene.records("read_committed"));
          scene.tell("written", scene.records("read_uncommitted"));
          scene.tellOf(
              "a time-out of an hour",
              () -> transactional(scene, "b", Map.of("transaction.timeout.ms", 3_600_000)));
        });
  }

  @Test
  void offsetsOfAGroupGoWithIt(BothLogs both) {
    both.tellAlike(
        scene -> {
          scene.topic(1);
          KafkaConsumer<String, String> member =
              scene.consumer(Map.of("group.id", scene.name(), "enable.auto.commit", false));
          member.subscribe(List.of(scene.name()));
          await()
              .pollInSameThread()
              .atMost(Scene.PATIENCE)
              .until(
                  () -> {
                    member.poll(Scene.POLL);
                    return !member.assignment().isEmpty();
                  });
          KafkaProducer<String, String> producer = transactional(scene, "a", Map.of());
          producer.beginTransaction();
          scene.tellOf("offsets", () -> offsets(scene, producer, member.groupMetadata()));
          scene.tell("open", committed(scene));
          producer.abortTransaction();
          scene.tell("aborted", committed(scene));
          producer.beginTransaction();
          scene.tellOf("offsets", () -> offsets(scene, producer, member.groupMetadata()));
          producer.commitTransaction();
          await().atMost(Scene.PATIENCE).until(() -> !committed(scene).equals("none"));
          scene.tell("committed", committed(scene));

          ConsumerGroupMetadata now = member.groupMetadata();
          producer.beginTransaction();
          scene.tellOf(
              "of a generation to come",
              () -> offsets(scene, producer, named(now, now.generationId() + 1, now.memberId())));
          producer.abortTransaction();
          producer.beginTransaction();
          scene.tellOf(
              "of an unknown member",
              () -> offsets(scene, producer, named(now, now.generationId(), "nobody")));
          producer.abortTransaction();
          scene.tell("in the end", committed(scene));
        });
  }

  @Test
  void anAdministratorSeesAndEndsThem(BothLogs both) {
    both.tellAlike(
        scene -> {
          scene.topic(1);
          String id = scene.name() + "-a";
          KafkaProducer<String, String> producer = transactional(scene, "a", Map.of());
          scene.tell("idle", described(scene, id));
          producer.beginTransaction();
          send(scene, producer, 0, "one");
          send(scene, producer, 0, "two");
          scene.tell("open", described(scene, id));
          scene.tell("listed", listed(scene, id));
          scene.tell("producers", producers(scene));
          scene.tellOf("unknown", () -> described(scene, id + "-unknown"));

          Scene.done(scene.admin().abortTransaction(hanging(scene)).all());
          awaitNothingOpen(scene);
          Scene.done(scene.admin().fenceProducers(List.of(id)).all());
          scene.tellOf("commit of the fenced", () -> commit(producer));
          scene.tell("committed", scene.records("read_committed"));
          scene.tell("written", scene.records("read_uncommitted"));
        });
  }

  private static KafkaProducer<String, String> transactional(
      Scene scene, String id, Map<String, Object> overrides) {
    KafkaProducer<String, String> producer =
        scene.producer(Scene.with(overrides, "transactional.id", scene.name() + "-" + id));
    producer.initTransactions();
    return producer;
  }

  private static long send(
      Scene scene, KafkaProducer<String, String> producer, int partition, String value)
      throws Exception {
    return producer
        .send(new ProducerRecord<>(scene.name(), partition, "key", value))
        .get()
        .offset();
  }

  private static String begin(KafkaProducer<String, String> producer) {
    producer.beginTransaction();
    return "begun";
  }

  private static String commit(KafkaProducer<String, String> producer) {
    producer.commitTransaction();
    return "committed";
  }

  private static String offsets(
      Scene scene, KafkaProducer<String, String> producer, ConsumerGroupMetadata group) {
    producer.sendOffsetsToTransaction(
        Map.of(scene.partition(0), new OffsetAndMetadata(7, "seven")), group);
    return "sent";
  }

  @SuppressWarnings("removal") // no consumer gives such metadata
  private static ConsumerGroupMetadata nobodyIn(String group) {
    return new ConsumerGroupMetadata(group);
  }

  @SuppressWarnings("removal") // likewise
  private static ConsumerGroupMetadata named(
      ConsumerGroupMetadata group, int generation, String member) {
    return new ConsumerGroupMetadata(group.groupId(), generation, member, group.groupInstanceId());
  }

  private static String committed(Scene scene) throws Exception {
    OffsetAndMetadata committed =
        Scene.done(
                scene
                    .admin()
                    .listConsumerGroupOffsets(scene.name())
                    .partitionsToOffsetAndMetadata())
            .get(scene.partition(0));
    return committed == null ? "none" : committed.offset() + " " + committed.metadata();
  }

  private static long offset(Scene scene, IsolationLevel isolation) throws Exception {
    return Scene.done(
            scene
                .admin()
                .listOffsets(
                    Map.of(scene.partition(0), OffsetSpec.latest()),
                    new ListOffsetsOptions(isolation))
                .partitionResult(scene.partition(0)))
        .offset();
  }

  /** Kafka writes markers behind its answers. */
  private static void awaitNothingOpen(Scene scene) {
    await()
        .atMost(Scene.PATIENCE)
        .until(
            () ->
                offset(scene, IsolationLevel.READ_COMMITTED)
                    == offset(scene, IsolationLevel.READ_UNCOMMITTED));
  }

  private static String described(Scene scene, String id) throws Exception {
    TransactionDescription description =
        Scene.done(scene.admin().describeTransactions(Set.of(id)).description(id));
    return description.state()
        + " epoch "
        + description.producerEpoch()
        + " for "
        + description.transactionTimeoutMs()
        + " ms in "
        + description.topicPartitions()
        + (description.transactionStartTimeMs().isPresent() ? ", begun" : "");
  }

  private static List<String> listed(Scene scene, String id) throws Exception {
    return Scene.done(scene.admin().listTransactions(new ListTransactionsOptions()).all()).stream()
        .filter(listing -> listing.transactionalId().equals(id))
        .map(listing -> listing.transactionalId() + " " + listing.state())
        .toList();
  }

  private static List<String> producers(Scene scene) throws Exception {
    return states(scene).stream()
        .map(
            state ->
                "epoch %d up to %d, open since %s, coordinator %s"
                    .formatted(
                        state.producerEpoch(),
                        state.lastSequence(),
                        state.currentTransactionStartOffset(),
                        state.coordinatorEpoch()))
        .toList();
  }

  private static List<ProducerState> states(Scene scene) throws Exception {
    return Scene.done(
            scene
                .admin()
                .describeProducers(List.of(scene.partition(0)))
                .partitionResult(scene.partition(0)))
        .activeProducers();
  }

  private static AbortTransactionSpec hanging(Scene scene) throws Exception {
    ProducerState state = states(scene).getFirst();
    return new AbortTransactionSpec(
        scene.partition(0),
        state.producerId(),
        (short) state.producerEpoch(),
        state.coordinatorEpoch().orElse(0));
  }
}
