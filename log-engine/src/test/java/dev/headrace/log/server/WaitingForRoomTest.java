package dev.headrace.log.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More requests come in than may be received at one time. */
class WaitingForRoomTest {

  private static final long ROOM_BYTES = TestNode.PRODUCE_LIMIT_BYTES;

  private static final int FIRST_BYTES = 3;

  @TempDir Path folder;

  @Test
  void aRequestIsNotReceivedBeforeTheOneThatTookTheRoomIsDone() throws Exception {
    try (TestNode node =
            TestNode.start(folder, TestNode.settings(ROOM_BYTES, Duration.ofSeconds(30)));
        RawClient first = new RawClient(node.address());
        RawClient second = new RawClient(node.address())) {
      // Given
      PlainPartition partition = node.topic("orders");
      byte[] frame = produceOf(5_000_000);
      first.send(Arrays.copyOf(frame, frame.length - 1));
      await().until(() -> node.listener.requestBytesAvailable() < ROOM_BYTES);
      Thread sender = Thread.ofVirtual().start(() -> send(second, frame));

      // When
      first.send(Arrays.copyOfRange(frame, frame.length - 1, frame.length));

      // Then
      first.receive(ApiKeys.PRODUCE, 9);
      second.receive(ApiKeys.PRODUCE, 9);
      sender.join();
      assertThat(partition.endOffset()).isEqualTo(2);
      assertThat(node.listener.requestBytesAvailable()).isEqualTo(ROOM_BYTES);
    }
  }

  @Test
  void requestsThatFitIntoOneReadNeedNoRoom() throws Exception {
    try (TestNode node =
            TestNode.start(folder, TestNode.settings(ROOM_BYTES, Duration.ofSeconds(30)));
        RawClient greedy = new RawClient(node.address());
        RawClient modest = new RawClient(node.address())) {
      // Given
      node.topic("orders");
      greedy.send(
          ByteBuffer.allocate(6).putInt((int) ROOM_BYTES).putShort(ApiKeys.PRODUCE.id).array());
      await().until(() -> node.listener.requestBytesAvailable() == 0);

      // When
      modest.ask(ApiKeys.PRODUCE, 9, Requests.produce("orders", -1, "small"));

      // Then
      assertThat(node.topics.partition("orders", 0).endOffset()).isEqualTo(1);
    }
  }

  @Test
  void timeInWhichTheNodeDoesNotReadIsNotHeldAgainstAClient() throws Exception {
    try (TestNode node =
            TestNode.start(folder, TestNode.settings(ROOM_BYTES, Duration.ofSeconds(1)));
        RawClient greedy = new RawClient(node.address());
        RawClient waiting = new RawClient(node.address());
        RawClient neighbour = new RawClient(node.address())) {
      node.topic("orders");
      greedy.send(
          ByteBuffer.allocate(6).putInt((int) ROOM_BYTES).putShort(ApiKeys.PRODUCE.id).array());
      await().until(() -> node.listener.requestBytesAvailable() == 0);
      byte[] frame = produceOf(5_000_000);
      sendFirstBytes(waiting, frame, neighbour);
      Thread sender = Thread.ofVirtual().start(() -> send(waiting, rest(frame, frame.length)));

      awaitGraceOf(node);
      greedy.close();

      waiting.receive(ApiKeys.PRODUCE, 9);
      sender.join();
    }
  }

  @Test
  void aLongRequestHasItsTimeAlsoWhenItsLengthComesInTwoPieces() throws Exception {
    try (TestNode node =
            TestNode.start(folder, TestNode.settings(ROOM_BYTES, Duration.ofSeconds(1)));
        RawClient slow = new RawClient(node.address());
        RawClient neighbour = new RawClient(node.address())) {
      node.topic("orders");
      byte[] frame = produceOf(5_000_000);
      sendFirstBytes(slow, frame, neighbour);
      slow.send(rest(frame, frame.length - 1));

      awaitGraceOf(node);
      slow.send(Arrays.copyOfRange(frame, frame.length - 1, frame.length));

      slow.receive(ApiKeys.PRODUCE, 9);
    }
  }

  /** Fewer than tell the length; another is asked and answered meanwhile, so they come alone. */
  private static void sendFirstBytes(RawClient client, byte[] frame, RawClient neighbour)
      throws IOException {
    client.send(Arrays.copyOf(frame, FIRST_BYTES));
    for (int i = 0; i < 10; i++) {
      neighbour.ask(ApiKeys.API_VERSIONS, 0, new ApiVersionsRequestData());
    }
  }

  private static byte[] rest(byte[] frame, int end) {
    return Arrays.copyOfRange(frame, FIRST_BYTES, end);
  }

  /** Who begins now and does not go on is closed. */
  private static void awaitGraceOf(TestNode node) throws IOException {
    try (RawClient late = new RawClient(node.address())) {
      late.send(new byte[FIRST_BYTES]);
      assertThat(late.isClosedByNode()).isTrue();
    }
  }

  private static void send(RawClient client, byte[] frame) {
    try {
      client.send(frame);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static byte[] produceOf(int bytes) {
    MemoryRecords records =
        MemoryRecords.withRecords(Compression.NONE, new SimpleRecord(new byte[bytes]));
    return RawClient.frame(ApiKeys.PRODUCE, (short) 9, 1, Requests.produce("orders", -1, records));
  }
}
