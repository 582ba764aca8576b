package dev.headrace.log.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that ask and do not read: what they cost is bounded, and their neighbours are served. */
class NotTakingAnswersTest {

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final int TOPICS = 90;

  @TempDir Path folder;
  private final List<RawClient> deaf = new ArrayList<>();

  @AfterEach
  void hangUp() throws IOException {
    for (RawClient client : deaf) {
      client.close();
    }
  }

  @Test
  void oneThatTakesNothingOfAFileIsClosed() throws Exception {
    try (TestNode node = TestNode.start(folder, settings(1 << 20, Duration.ofMillis(300)));
        RawClient neighbour = new RawClient(node.address())) {
      PlainPartition partition = node.topic("orders");
      for (int i = 0; i < 4; i++) {
        neighbour.ask(ApiKeys.PRODUCE, 9, Requests.produce("orders", 1, large()));
      }

      RawClient client = deaf(node);
      for (int i = 0; i < 4; i++) {
        client.send(ApiKeys.FETCH, 12, i, Requests.fetch("orders", i, 1, 0));
      }

      await().atMost(PATIENCE).until(() -> node.listener.connections() == 1);
      await().atMost(PATIENCE).until(() -> partition.openSlices() == 0);
      neighbour.ask(ApiKeys.API_VERSIONS, 0, new ApiVersionsRequestData());
    }
  }

  @Test
  void answersInMemoryAreBoundedOverAllAndANeighbourStillGetsIts() throws Exception {
    int budget = 4 << 20;
    try (TestNode node = TestNode.start(folder, settings(budget, LONG));
        RawClient neighbour = new RawClient(node.address())) {
      fillWithTopics(node);

      ask(node, 10, 1500);
      await().atMost(PATIENCE).until(() -> node.listener.responseBytesHeld() > budget);
      neighbour.ask(ApiKeys.API_VERSIONS, 0, new ApiVersionsRequestData());

      assertThat(node.listener.responseBytesHeld()).isLessThanOrEqualTo(2L * budget);
      assertThat(metadata(neighbour).topics()).hasSizeGreaterThanOrEqualTo(TOPICS);

      hangUp();
      await().atMost(PATIENCE).until(() -> node.listener.responseBytesHeld() == 0);
    }
  }

  @Test
  void thoseThatHoldTooMuchForTooLongAreClosed() throws Exception {
    int budget = 4 << 20;
    try (TestNode node = TestNode.start(folder, settings(budget, Duration.ofMillis(500)));
        RawClient neighbour = new RawClient(node.address())) {
      fillWithTopics(node);

      ask(node, 10, 1500);

      await()
          .atMost(PATIENCE)
          .until(() -> node.listener.responseBytesHeld() <= budget && asked(neighbour));
    }
  }

  private static boolean asked(RawClient neighbour) throws IOException {
    neighbour.ask(ApiKeys.API_VERSIONS, 0, new ApiVersionsRequestData());
    return true;
  }

  /** An answer that names them all is some 10 KB long. */
  private static void fillWithTopics(TestNode node) {
    for (int i = 0; i < TOPICS; i++) {
      node.topic("a-topic-with-a-rather-long-name-so-that-answers-are-long-" + i);
    }
  }

  /** Metadata is made in memory, not sent from a file. */
  private void ask(TestNode node, int clients, int times) throws IOException {
    for (int i = 0; i < clients; i++) {
      RawClient client = deaf(node);
      for (int j = 0; j < times; j++) {
        client.send(ApiKeys.METADATA, 9, j, allTopics());
      }
    }
  }

  private static MetadataRequestData allTopics() {
    return new MetadataRequestData().setTopics(null);
  }

  private static MetadataResponseData metadata(RawClient client) throws IOException {
    return (MetadataResponseData) client.ask(ApiKeys.METADATA, 9, allTopics());
  }

  private RawClient deaf(TestNode node) throws IOException {
    RawClient client = new RawClient(node.address());
    client.socket().setReceiveBufferSize(4096);
    deaf.add(client);
    return client;
  }

  private static ListenerSettings settings(long responseBytes, Duration grace) {
    return TestNode.settings(16L << 20, Duration.ofSeconds(30))
        .withResponses(new ListenerSettings.Responses(responseBytes, grace));
  }

  private static MemoryRecords large() {
    return MemoryRecords.withRecords(Compression.NONE, new SimpleRecord(new byte[4_000_000]));
  }
}
