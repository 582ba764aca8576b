package dev.headrace.log.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fetch of data that is not there yet. */
class WaitingForDataTest {

  private static final int ONE_RECORD_BYTES = 61 + 8;

  @TempDir Path folder;

  @Test
  void isAnsweredAsSoonAsThereIsEnough() throws Exception {
    try (TestNode node = TestNode.start(folder);
        RawClient reader = new RawClient(node.address());
        RawClient writer = new RawClient(node.address())) {
      // Given
      PlainPartition partition = node.topic("orders");
      reader.send(ApiKeys.FETCH, 12, 1, Requests.fetch("orders", 0, 2 * ONE_RECORD_BYTES, 60_000));
      await().until(() -> partition.listeners() == 1);

      // When
      writer.ask(ApiKeys.PRODUCE, 9, Requests.produce("orders", 1, "a"));
      assertThat(partition.listeners()).isEqualTo(1);
      writer.ask(ApiKeys.PRODUCE, 9, Requests.produce("orders", 1, "b"));

      // Then
      PartitionData data = only(reader.receive(ApiKeys.FETCH, 12));
      assertThat(data.highWatermark()).isEqualTo(2);
      assertThat(data.records().sizeInBytes()).isGreaterThanOrEqualTo(2 * ONE_RECORD_BYTES);
      assertThat(partition.listeners()).isZero();
      await().until(() -> partition.openSlices() == 0);
    }
  }

  @Test
  void isAnsweredEmptyWhenItsTimeIsUp() throws Exception {
    try (TestNode node = TestNode.start(folder);
        RawClient reader = new RawClient(node.address())) {
      // Given
      PlainPartition partition = node.topic("orders");
      long startNanos = System.nanoTime();

      // When
      reader.send(ApiKeys.FETCH, 12, 1, Requests.fetch("orders", 0, 1, 300));

      // Then
      PartitionData data = only(reader.receive(ApiKeys.FETCH, 12));
      assertThat(System.nanoTime() - startNanos).isGreaterThan(290_000_000L);
      assertThat(data.records().sizeInBytes()).isZero();
      assertThat(partition.listeners()).isZero();
    }
  }

  @Test
  void isForgottenWhenTheClientHangsUp() throws Exception {
    try (TestNode node = TestNode.start(folder)) {
      // Given
      PlainPartition partition = node.topic("orders");
      RawClient reader = new RawClient(node.address());
      reader.send(ApiKeys.FETCH, 12, 1, Requests.fetch("orders", 0, 1, 60_000));
      await().until(() -> partition.listeners() == 1);

      // When
      reader.close();

      // Then
      await().until(() -> partition.listeners() == 0);
      assertThat(partition.openSlices()).isZero();
    }
  }

  @Test
  void isAnsweredAtOnceWhenTheNodeStops() throws Exception {
    try (TestNode node = TestNode.start(folder);
        RawClient reader = new RawClient(node.address())) {
      // Given
      PlainPartition partition = node.topic("orders");
      reader.send(ApiKeys.FETCH, 12, 1, Requests.fetch("orders", 0, 1, 60_000));
      await().until(() -> partition.listeners() == 1);
      long startNanos = System.nanoTime();

      // When
      node.listener.close();

      // Then
      assertThat(only(reader.receive(ApiKeys.FETCH, 12)).records().sizeInBytes()).isZero();
      assertThat(reader.isClosedByNode()).isTrue();
      assertThat(System.nanoTime() - startNanos).isLessThan(3_000_000_000L);
    }
  }

  @Test
  void doesNotHappenWhenThereIsAnErrorToTell() throws Exception {
    try (TestNode node = TestNode.start(folder);
        RawClient reader = new RawClient(node.address())) {
      node.topic("orders");

      reader.send(ApiKeys.FETCH, 12, 1, Requests.fetch("orders", 99, 1, 60_000));
      reader.send(ApiKeys.FETCH, 12, 2, Requests.fetch("unknown", 0, 1, 60_000));

      assertThat(error(reader)).isEqualTo(Errors.OFFSET_OUT_OF_RANGE);
      assertThat(error(reader)).isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION);
    }
  }

  /** So does a consumer that closes. */
  @Test
  void doesNotHappenWhenNoPartitionIsAskedFor() throws Exception {
    try (TestNode node = TestNode.start(folder);
        RawClient reader = new RawClient(node.address())) {
      FetchRequestData nothing =
          new FetchRequestData().setMinBytes(1).setMaxWaitMs(60_000).setSessionEpoch(-1);

      var answer = (FetchResponseData) reader.ask(ApiKeys.FETCH, 12, nothing);

      assertThat(answer.responses()).isEmpty();
    }
  }

  private static Errors error(RawClient reader) throws Exception {
    return Errors.forCode(only(reader.receive(ApiKeys.FETCH, 12)).errorCode());
  }

  private static PartitionData only(RawClient.Answer answer) {
    var response = (FetchResponseData) answer.message();
    assertThat(response.sessionId()).isZero();
    return response.responses().getFirst().partitions().getFirst();
  }
}
