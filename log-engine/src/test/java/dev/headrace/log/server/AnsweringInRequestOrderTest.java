package dev.headrace.log.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients take an answer out of its turn for a broken connection. */
class AnsweringInRequestOrderTest {

  @TempDir Path folder;

  @Test
  void whatCouldBeAnsweredAtOnceWaitsForTheLongPollBeforeIt() throws Exception {
    try (TestNode node = TestNode.start(folder);
        RawClient client = new RawClient(node.address());
        RawClient writer = new RawClient(node.address())) {
      // Given
      node.topic("orders");
      client.send(ApiKeys.FETCH, 12, 1, Requests.fetch("orders", 0, 1, 60_000));
      client.send(ApiKeys.LIST_OFFSETS, 7, 2, Requests.listOffsets("orders", Requests.LATEST));
      client.send(ApiKeys.API_VERSIONS, 0, 3, new ApiVersionsRequestData());

      // When
      writer.ask(ApiKeys.PRODUCE, 9, Requests.produce("orders", 1, "first"));

      // Then
      assertThat(client.receive(ApiKeys.FETCH, 12).correlationId()).isEqualTo(1);
      assertThat(client.receive(ApiKeys.LIST_OFFSETS, 7).correlationId()).isEqualTo(2);
      assertThat(client.receive(ApiKeys.API_VERSIONS, 0).correlationId()).isEqualTo(3);
    }
  }

  @Test
  void moreRequestsThanMayWaitAreAnsweredInOrderToo() throws Exception {
    try (TestNode node = TestNode.start(folder);
        RawClient client = new RawClient(node.address())) {
      // Given
      PlainPartition partition = node.topic("orders");
      partition.holdFlushes();
      int requests = 100; // the listener takes 4 at a time

      // When
      for (int i = 0; i < requests; i++) {
        client.send(ApiKeys.PRODUCE, 9, i, Requests.produce("orders", -1, "value " + i));
      }

      // Then
      for (int i = 0; i < requests; i++) {
        while (partition.highWatermark() <= i) {
          Thread.onSpinWait();
          partition.flush();
        }
        assertThat(client.receive(ApiKeys.PRODUCE, 9).correlationId()).isEqualTo(i);
      }
    }
  }
}
