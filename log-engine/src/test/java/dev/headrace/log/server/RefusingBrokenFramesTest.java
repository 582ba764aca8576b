package dev.headrace.log.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The connection ends; another one, open all the time, notices nothing. */
class RefusingBrokenFramesTest {

  private static final int MIB = 1024 * 1024;

  @TempDir Path folder;
  private TestNode node;
  private RawClient other;
  private RawClient broken;

  @BeforeEach
  void connect() throws Exception {
    node = TestNode.start(folder, TestNode.settings(16L * MIB, Duration.ofMillis(500)));
    other = new RawClient(node.address());
    broken = new RawClient(node.address());
  }

  @AfterEach
  void theOtherConnectionIsUnharmed() throws Exception {
    other.ask(ApiKeys.API_VERSIONS, 0, new ApiVersionsRequestData());
    other.close();
    broken.close();
    node.close();
  }

  @Test
  void negativeLength() throws Exception {
    broken.send(prefix(-1, ApiKeys.METADATA));

    assertThat(broken.isClosedByNode()).isTrue();
  }

  @Test
  void lengthTooSmallForAnApiKey() throws Exception {
    broken.send(new byte[] {0, 0, 0, 1});

    assertThat(broken.isClosedByNode()).isTrue();
  }

  @Test
  void moreThanOneMebibyteToAnythingButProduce() throws Exception {
    broken.send(prefix(MIB + 1, ApiKeys.METADATA));

    assertThat(broken.isClosedByNode()).isTrue();
  }

  @Test
  void moreThanTheProduceLimit() throws Exception {
    broken.send(prefix(TestNode.PRODUCE_LIMIT_BYTES + 1, ApiKeys.PRODUCE));

    assertThat(broken.isClosedByNode()).isTrue();
  }

  @Test
  void anApiThatIsNotServed() throws Exception {
    broken.send(ByteBuffer.allocate(14).putInt(10).putShort((short) 27).array());

    assertThat(broken.isClosedByNode()).isTrue();
  }

  @Test
  void anApiThatDoesNotExist() throws Exception {
    broken.send(ByteBuffer.allocate(14).putInt(10).putShort((short) 12_345).array());

    assertThat(broken.isClosedByNode()).isTrue();
  }

  @Test
  void anArrayLongerThanTheFrame() throws Exception {
    ByteBuffer frame = ByteBuffer.allocate(4 + 8 + 2 + 4);
    frame.putInt(14).putShort(ApiKeys.METADATA.id).putShort((short) 1).putInt(1);
    frame.putShort((short) -1).putInt(Integer.MAX_VALUE);
    broken.send(frame.array());

    assertThat(broken.isClosedByNode()).isTrue();
  }

  @Test
  void aRequestThatDoesNotArriveInTime() throws Exception {
    byte[] whole =
        RawClient.frame(ApiKeys.LIST_OFFSETS, (short) 5, 1, Requests.listOffsets("a", 1));
    broken.send(Arrays.copyOf(whole, whole.length / 2));

    assertThat(broken.isClosedByNode()).isTrue();
  }

  @Test
  void aClientThatHangsUpWithinARequestGivesItsRoomBack() throws Exception {
    broken.send(prefix(TestNode.PRODUCE_LIMIT_BYTES, ApiKeys.PRODUCE));
    broken.send(new byte[100_000]);
    await().until(() -> node.listener.requestBytesAvailable() < 16L * MIB);

    broken.close();

    await().until(() -> node.listener.requestBytesAvailable() == 16L * MIB);
  }

  private static byte[] prefix(int length, ApiKeys api) {
    return ByteBuffer.allocate(6).putInt(length).putShort(api.id).array();
  }
}
