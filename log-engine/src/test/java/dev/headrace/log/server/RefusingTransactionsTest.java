package dev.headrace.log.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headrace.log.Engines;
import dev.headrace.log.GroupNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What producers may not do, in Kafka's error codes. */
final class RefusingTransactionsTest {

  private static final String TOPIC = "orders";

  @TempDir Path directory;
  private GroupNode node;
  private RawProducer producer;

  @BeforeEach
  void start() throws Exception {
    node = GroupNode.start(directory);
    producer = new RawProducer(node, TOPIC, "a");
  }

  @AfterEach
  void stop() throws Exception {
    producer.close();
    node.close();
  }

  @Test
  void writingWhereNothingWasAdded() throws Exception {
    producer.init(4);
    producer.add(3, 0);

    assertThat(producer.produce(10, 1, "x")).isEqualTo(Errors.INVALID_TXN_STATE);
    assertThat(producer.produce(11, 1, "x")).isEqualTo(Errors.TRANSACTION_ABORTABLE);
    assertThat(producer.commitOffset(3, 1)).isEqualTo(Errors.INVALID_TXN_STATE);
    assertThat(producer.commitOffset(4, 1)).isEqualTo(Errors.TRANSACTION_ABORTABLE);
    assertThat(producer.produce(11, 0, "x")).isEqualTo(Errors.NONE);
  }

  @Test
  void writingWithoutATransaction() throws Exception {
    producer.init(4);
    assertThat(producer.produce(11, 0, "x")).isEqualTo(Errors.TRANSACTION_ABORTABLE);

    producer.add(3, 0);
    assertThat(producer.produce(11, 0, "x", null))
        .isEqualTo(Errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED);
    assertThat(producer.commit(4)).isEqualTo(Errors.NONE);
    await()
        .atMost(Duration.ofSeconds(30)) // Until the commit is complete, it is told to try again.
        .until(() -> producer.produce(11, 0, "late") == Errors.TRANSACTION_ABORTABLE);
    assertThat(Engines.committed(node.engine(), TOPIC, 0)).isEmpty();
  }

  @Test
  void whatTheNewProtocolTakesForTheNextTransactionTheOldOneRefuses() throws Exception {
    producer.init(5);
    assertThat(producer.produce(12, 0, "one")).isEqualTo(Errors.NONE);
    long id = producer.producerId;
    short epoch = producer.epoch;
    assertThat(producer.commit(5)).isEqualTo(Errors.NONE);

    assertThat(producer.end(4, true, id, epoch)).isEqualTo(Errors.PRODUCER_FENCED);
    assertThat(producer.end(5, true, id, epoch)).isEqualTo(Errors.NONE);
    assertThat(producer.end(5, false, id, epoch)).isEqualTo(Errors.INVALID_TXN_STATE);
  }

  @Test
  void addingPartitionsThatAreNotThere() throws Exception {
    producer.init(4);

    assertThat(producer.add(3, TOPIC, 0, 99))
        .isEqualTo(
            Map.of(0, Errors.OPERATION_NOT_ATTEMPTED, 99, Errors.UNKNOWN_TOPIC_OR_PARTITION));
    assertThat(producer.add(3, "nowhere", 0))
        .isEqualTo(Map.of(0, Errors.UNKNOWN_TOPIC_OR_PARTITION));
    producer.addOffsets(4);
    producer.abort(4);
    assertThat(producer.add(3, "__consumer_offsets", 0))
        .isEqualTo(Map.of(0, Errors.TOPIC_AUTHORIZATION_FAILED));
  }

  @Test
  void endingWhatWasNotBegun() throws Exception {
    producer.init(4);

    assertThat(producer.commit(4)).isEqualTo(Errors.INVALID_TXN_STATE);
    assertThat(producer.abort(4)).isEqualTo(Errors.INVALID_TXN_STATE);
    assertThat(producer.commit(5)).isEqualTo(Errors.INVALID_TXN_STATE);
    assertThat(producer.abort(5)).isEqualTo(Errors.NONE);
  }

  @Test
  void endingItOtherwiseThanItWasEnded() throws Exception {
    producer.init(4);
    producer.add(3, 0);
    assertThat(producer.commit(4)).isEqualTo(Errors.NONE);

    assertThat(producer.commit(4)).isEqualTo(Errors.NONE);
    assertThat(producer.abort(4)).isEqualTo(Errors.INVALID_TXN_STATE);
  }

  @Test
  void speakingForSomebodyElse() throws Exception {
    assertThat(producer.commit(4)).isEqualTo(Errors.INVALID_PRODUCER_ID_MAPPING);
    assertThat(producer.add(3, 0)).isEqualTo(Errors.INVALID_PRODUCER_ID_MAPPING);
    producer.init(4);
    producer.producerId += 1;

    assertThat(producer.commit(4)).isEqualTo(Errors.INVALID_PRODUCER_ID_MAPPING);
    assertThat(producer.add(3, 0)).isEqualTo(Errors.INVALID_PRODUCER_ID_MAPPING);
    assertThat(producer.addOffsets(4)).isEqualTo(Errors.INVALID_PRODUCER_ID_MAPPING);
    assertThat(producer.produce(12, 0, "x")).isEqualTo(Errors.INVALID_PRODUCER_ID_MAPPING);
    assertThat(producer.commitOffset(5, 1)).isEqualTo(Errors.INVALID_PRODUCER_ID_MAPPING);
    assertThat(producer.initAgain(4)).isEqualTo(Errors.PRODUCER_FENCED);
  }

  @Test
  void namesAndTimeoutsThatCannotBe() throws Exception {
    assertThat(producer.init(4, new InitProducerIdRequestData().setTransactionTimeoutMs(-1)))
        .isEqualTo(Errors.INVALID_TRANSACTION_TIMEOUT);
    assertThat(producer.init(4, new InitProducerIdRequestData().setTransactionTimeoutMs(900_001)))
        .isEqualTo(Errors.INVALID_TRANSACTION_TIMEOUT);
    assertThat(producer.init(4, new InitProducerIdRequestData().setProducerId(7)))
        .isEqualTo(Errors.INVALID_REQUEST);
    try (RawProducer nameless = new RawProducer(node, TOPIC, "")) {
      assertThat(nameless.init(4)).isEqualTo(Errors.INVALID_REQUEST);
      assertThat(nameless.commit(4)).isEqualTo(Errors.INVALID_REQUEST);
      assertThat(nameless.add(3, 0)).isEqualTo(Errors.INVALID_REQUEST);
    }
    try (RawProducer endless = new RawProducer(node, TOPIC, "x".repeat(10_000))) {
      assertThat(endless.init(4)).isEqualTo(Errors.INVALID_REQUEST);
    }
  }

  @Test
  void aSuccessorOfAnOpenTransactionHasToAskTwice() throws Exception {
    producer.init(5);
    producer.produce(12, 0, "open");
    short epoch = producer.epoch;
    try (RawProducer successor = new RawProducer(node, TOPIC, "a")) {
      assertThat(successor.init(5)).isEqualTo(Errors.CONCURRENT_TRANSACTIONS);
      assertThat(successor.init(5)).isEqualTo(Errors.NONE);
      assertThat(successor.epoch).isEqualTo((short) (epoch + 2));
    }
    assertThat(producer.commit(5)).isEqualTo(Errors.PRODUCER_FENCED);
  }

  @Test
  void committingOffsetsForAGroupThatIsNotSo() throws Exception {
    producer.init(5);

    assertThat(
            producer.commitOffset(
                5, 1, new TxnOffsetCommitRequestData().setGroupId("none").setGenerationId(3)))
        .isEqualTo(Errors.ILLEGAL_GENERATION);
    assertThat(producer.commitOffset(5, 1, new TxnOffsetCommitRequestData().setGroupId("")))
        .isEqualTo(Errors.INVALID_GROUP_ID);
    try (var member = node.member(Map.of())) {
      GroupNode.awaitShared(List.of(member));
      assertThat(
              producer.commitOffset(
                  5,
                  1,
                  new TxnOffsetCommitRequestData()
                      .setGroupId("readers")
                      .setGenerationId(1)
                      .setMemberId("nobody")))
          .isEqualTo(Errors.UNKNOWN_MEMBER_ID);
      assertThat(
              producer.commitOffset(
                  5,
                  1,
                  new TxnOffsetCommitRequestData()
                      .setGroupId("readers")
                      .setGenerationId(99)
                      .setMemberId(member.groupMetadata().memberId())))
          .isEqualTo(Errors.ILLEGAL_GENERATION);
      assertThat(producer.commitOffset(5, 1)).isEqualTo(Errors.NONE);
    }
  }
}
