package dev.headrace.log.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeepingSlowReadersCheapTest {

  private static final int BATCH_BYTES = 4_000_000;

  @TempDir Path folder;

  /** What is not taken is not prepared either: few slices are open, however much is asked for. */
  @Test
  void aClientThatAsksAndDoesNotReadIsNotReadEither() throws Exception {
    try (TestNode node = TestNode.start(folder);
        RawClient slow = new RawClient(node.address());
        RawClient other = new RawClient(node.address())) {
      // Given
      PlainPartition partition = node.topic("orders");
      other.ask(ApiKeys.PRODUCE, 9, Requests.produce("orders", 1, large()));
      int requests = 50;

      // When
      for (int i = 0; i < requests; i++) {
        slow.send(ApiKeys.FETCH, 12, i, Requests.fetch("orders", 0, 1, 0));
      }
      await().until(() -> partition.openSlices() > 0);
      other.ask(ApiKeys.API_VERSIONS, 0, new ApiVersionsRequestData());

      // Then
      assertThat(partition.openSlices()).isLessThanOrEqualTo(2);
      for (int i = 0; i < requests; i++) {
        assertThat(slow.receive(ApiKeys.FETCH, 12).correlationId()).isEqualTo(i);
      }
      await().until(() -> partition.openSlices() == 0);
    }
  }

  @Test
  void slicesAreClosedWhenAClientHangsUpInTheMiddleOfOne() throws Exception {
    try (TestNode node = TestNode.start(folder);
        RawClient writer = new RawClient(node.address())) {
      // Given
      PlainPartition partition = node.topic("orders");
      writer.ask(ApiKeys.PRODUCE, 9, Requests.produce("orders", 1, large()));

      // When
      for (int i = 0; i < 20; i++) {
        RawClient reader = new RawClient(node.address());
        reader.send(ApiKeys.FETCH, 12, i, Requests.fetch("orders", 0, 1, 0));
        reader.socket().getInputStream().readNBytes(1000);
        reader.close();
      }

      // Then
      await().until(() -> partition.openSlices() == 0);
    }
  }

  @Test
  void connectionsByTheThousandComeAndGo() throws Exception {
    try (TestNode node = TestNode.start(folder)) {
      List<RawClient> clients = new ArrayList<>();
      for (int i = 0; i < 3000; i++) {
        clients.add(new RawClient(node.address()));
        if (clients.size() == 300) {
          closeAll(clients);
        }
      }
      closeAll(clients);

      await().until(() -> node.listener.connections() == 0);
      try (RawClient client = new RawClient(node.address())) {
        client.ask(ApiKeys.API_VERSIONS, 0, new ApiVersionsRequestData());
      }
    }
  }

  private static void closeAll(List<RawClient> clients) throws IOException {
    for (RawClient client : clients) {
      client.close();
    }
    clients.clear();
  }

  private static MemoryRecords large() {
    return MemoryRecords.withRecords(Compression.NONE, new SimpleRecord(new byte[BATCH_BYTES]));
  }
}
