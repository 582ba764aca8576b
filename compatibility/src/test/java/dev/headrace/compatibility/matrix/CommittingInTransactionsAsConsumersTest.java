package dev.headrace.compatibility.matrix;

import static org.awaitility.Awaitility.await;

import dev.headrace.log.server.RawProducer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Members of the consumer protocol whose offsets go with a transaction (KIP-447, KIP-848). */
@ExtendWith(BesideKafka.class)
final class CommittingInTransactionsAsConsumersTest {

  private static final int LEAVE = -1;

  /**
   * @param version of TxnOffsetCommit; from 5 on transactions are of version 2 (KIP-890)
   */
  @ParameterizedTest
  @ValueSource(ints = {3, 4, 5})
  void aMemberCommitsInItsEpoch(int version, BothLogs both) {
    both.tellAlike(
        scene -> {
          Epochs epochs = new Epochs();
          Uuid topic = scene.topic(2);
          RawMember member = member(scene, "a", topic, epochs);
          scene.tell("joins", member.join());
          Transactional producer = new Transactional(scene, topic, version, epochs);
          producer.tell("commits", member, 1, 5);
          producer.tell("in a later epoch", member, 2, 6);
          producer.tell("as a member without epoch", member, -1, 6);
          producer.tell("as a stranger", member(scene, "b", topic, epochs), 1, 6);
          producer.tell("as a stranger without epoch", member(scene, "b", topic, epochs), -1, 6);
          scene.tell("as nobody", producer.commit("", -1, 7));
          scene.tell("as nobody in an epoch", producer.commit("", 1, 7));
          scene.tell("committed", committed(scene));
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 5})
  void aMemberOfAFormerEpochCommitsOnlyWhatItKept(int version, BothLogs both) {
    both.tellAlike(
        scene -> {
          Epochs epochs = new Epochs();
          Uuid topic = scene.topic(2);
          RawMember first = member(scene, "a", topic, epochs);
          scene.tell("joins", first.join());
          RawMember second = member(scene, "b", topic, epochs);
          scene.tell("another one joins", second.join());
          Transactional producer = new Transactional(scene, topic, version, epochs);
          producer.tell("while it gives up", first, 1, 3);
          scene.tell("the first is told", first.owns(List.of(0, 1)));
          producer.tell("while it gives up", first, 1, 4);
          scene.tell("has given up", first.owns(first.assigned()));
          scene.tell("the second gets it", second.beat());
          boolean kept = first.assigned().contains(0);
          RawMember reader = kept ? first : second;
          RawMember former = kept ? second : first;
          producer.tell("who reads it now", reader, 2, 5);
          producer.tell("in the epoch before", reader, 1, 6);
          producer.tell("who does not", former, 1, 7);
          scene.tell("committed", committed(scene));
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 5})
  void whoHasGoneCommitsNothing(int version, BothLogs both) {
    both.tellAlike(
        scene -> {
          Epochs epochs = new Epochs();
          Uuid topic = scene.topic(1);
          RawMember first = member(scene, "a", topic, epochs);
          RawMember second = member(scene, "b", topic, epochs);
          scene.tell("joins", first.join());
          Transactional producer = new Transactional(scene, topic, version, epochs);
          producer.tell("commits", first, 1, 1);
          scene.tell("another one joins", second.join());
          scene.tell("leaves", first.say(LEAVE, _ -> {}));
          producer.tell("has gone", first, 1, 2);
          scene.tell("the other leaves", second.say(LEAVE, _ -> {}));
          producer.tell("all have gone", first, 1, 3);
          producer.tell("all have gone, without epoch", first, -1, 4);
          scene.tell("committed", committed(scene));
        });
  }

  /** A producer that begins and ends a transaction around each commit of an offset. */
  private static final class Transactional {

    private final Scene scene;
    private final RawProducer producer;
    private final int version;
    private final Epochs epochs;

    Transactional(Scene scene, Uuid topic, int version, Epochs epochs) throws IOException {
      this.scene = scene;
      this.version = version;
      this.epochs = epochs;
      producer =
          scene.open(new RawProducer(scene.address(), scene.name(), topic, scene.name() + "-tx"));
      scene.tell("begins", producer.init(5));
    }

    void tell(String what, RawMember member, int epoch, long offset) throws Exception {
      scene.tell(what, commit(member.id(), epoch, offset));
    }

    /** Returns what is said of the offset; the transaction is committed if that is taken. */
    Errors commit(String memberId, int epoch, long offset) throws Exception {
      if (version < 5) {
        ask(() -> producer.addOffsets(4, scene.name()));
      }
      Errors answer =
          ask(
              () ->
                  producer.commitOffset(
                      version,
                      offset,
                      new TxnOffsetCommitRequestData()
                          .setGroupId(scene.name())
                          .setMemberId(memberId)
                          .setGenerationId(epochs.own(epoch))));
      ask(() -> producer.end(version < 5 ? 4 : 5, answer == Errors.NONE));
      return answer;
    }

    /** The former transaction may still be on its way to its end. */
    private static Errors ask(Question question) throws IOException {
      Errors answer = question.ask();
      while (answer == Errors.CONCURRENT_TRANSACTIONS) {
        answer = question.ask();
      }
      return answer;
    }
  }

  private interface Question {
    Errors ask() throws IOException;
  }

  private static RawMember member(Scene scene, String id, Uuid topic, Epochs epochs)
      throws Exception {
    return scene.open(
        new RawMember(scene.address(), scene.name(), scene.name() + id, topic, epochs));
  }

  /**
   * Waits for what open transactions may change; and for an offset, since Kafka has shown none for
   * a moment behind the end of the last one. Every script commits some.
   */
  private static String committed(Scene scene) {
    Map<TopicPartition, OffsetAndMetadata> committed =
        await().atMost(Duration.ofSeconds(30)).until(scene::stable, offsets -> !offsets.isEmpty());
    return committed.values().stream().map(OffsetAndMetadata::offset).toList().toString();
  }
}
