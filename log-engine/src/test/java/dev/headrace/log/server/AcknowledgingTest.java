package dev.headrace.log.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.SocketTimeoutException;
import java.nio.file.Path;
import org.apache.kafka.common.message.ListOffsetsResponseData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AcknowledgingTest {

  @TempDir Path folder;

  @Test
  void acksAllIsAnsweredWhenTheRecordsAreDurableAndNotBefore() throws Exception {
    try (TestNode node = TestNode.start(folder);
        RawClient client = new RawClient(node.address())) {
      // Given
      PlainPartition partition = node.topic("orders");
      partition.holdFlushes();
      client.send(ApiKeys.PRODUCE, 9, 1, Requests.produce("orders", -1, "a", "b"));
      await().until(() -> partition.endOffset() == 2);
      client.socket().setSoTimeout(200);
      assertThat(hasAnswer(client)).isFalse();

      // When
      partition.flush();

      // Then
      client.socket().setSoTimeout(10_000);
      assertThat(client.receive(ApiKeys.PRODUCE, 9).correlationId()).isEqualTo(1);
    }
  }

  @Test
  void acksOneIsAnsweredWhenTheRecordsAreWritten() throws Exception {
    try (TestNode node = TestNode.start(folder);
        RawClient client = new RawClient(node.address())) {
      // Given
      PlainPartition partition = node.topic("orders");
      partition.holdFlushes();

      // When
      var answer =
          (ProduceResponseData)
              client.ask(ApiKeys.PRODUCE, 9, Requests.produce("orders", 1, "a", "b"));

      // Then
      assertThat(error(answer)).isEqualTo(Errors.NONE);
      assertThat(partition.endOffset()).isEqualTo(2);
      assertThat(partition.highWatermark()).isZero();
    }
  }

  @Test
  void acksZeroIsNeverAnswered() throws Exception {
    try (TestNode node = TestNode.start(folder);
        RawClient client = new RawClient(node.address())) {
      // Given
      node.topic("orders");

      // When
      client.send(ApiKeys.PRODUCE, 9, 1, Requests.produce("orders", 0, "a"));
      client.send(ApiKeys.LIST_OFFSETS, 7, 2, Requests.listOffsets("orders", Requests.LATEST));

      // Then
      RawClient.Answer first = client.receive(ApiKeys.LIST_OFFSETS, 7);
      assertThat(first.correlationId()).isEqualTo(2);
      var offsets = (ListOffsetsResponseData) first.message();
      assertThat(offsets.topics().getFirst().partitions().getFirst().offset()).isEqualTo(1);
    }
  }

  @Test
  void aFailureUnderAcksZeroEndsTheConnection() throws Exception {
    try (TestNode node = TestNode.start(folder);
        RawClient client = new RawClient(node.address())) {
      client.send(ApiKeys.PRODUCE, 9, 1, Requests.produce("unknown", 0, "a"));

      assertThat(client.isClosedByNode()).isTrue();
    }
  }

  @Test
  void otherAcksAreRefusedAndNothingIsWritten() throws Exception {
    try (TestNode node = TestNode.start(folder);
        RawClient client = new RawClient(node.address())) {
      PlainPartition partition = node.topic("orders");

      var answer =
          (ProduceResponseData) client.ask(ApiKeys.PRODUCE, 9, Requests.produce("orders", 2, "a"));

      assertThat(error(answer)).isEqualTo(Errors.INVALID_REQUIRED_ACKS);
      assertThat(partition.endOffset()).isZero();
    }
  }

  private static boolean hasAnswer(RawClient client) throws Exception {
    try {
      client.receiveFrame();
      return true;
    } catch (SocketTimeoutException _) {
      return false;
    }
  }

  private static Errors error(ProduceResponseData answer) {
    return Errors.forCode(
        answer.responses().iterator().next().partitionResponses().getFirst().errorCode());
  }
}
