package dev.headrace.log.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.epoll.Epoll;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A client that takes little at a time keeps its connection, however long the whole answer takes:
 * also when the kernel, which holds megabytes for it, asks the node for nothing meanwhile.
 */
class ReadingSlowlyTest {

  private static final Duration GRACE = Duration.ofSeconds(1);
  private static final int BATCHES = 2;
  private static final int BATCH_BYTES = 4_000_000;

  /** Some 80 KB a second, of megabytes. */
  private static final int PIECE_BYTES = 8192;

  private static final int PIECE_MILLIS = 100;
  private static final int PIECES = 25;

  @TempDir Path folder;

  @BeforeEach
  void needNativeTransport() {
    assumeThat(Epoll.isAvailable()).as("the kernel is asked by its native transport").isTrue();
  }

  @Test
  void takingLittleIsTakingSomething() throws Exception {
    ListenerSettings settings =
        TestNode.settings(16L << 20, Duration.ofSeconds(30))
            .withResponses(new ListenerSettings.Responses(16 << 20, GRACE));
    readAllSlowlyAtFirst(settings);
  }

  @Test
  void connectionIsNotIdleWhileItsAnswerIsBeingTaken() throws Exception {
    ListenerSettings settings =
        TestNode.settings(16L << 20, Duration.ofSeconds(30))
            .withConnections(new ListenerSettings.Connections(1000, 1000, GRACE));
    readAllSlowlyAtFirst(settings);
  }

  private void readAllSlowlyAtFirst(ListenerSettings settings) throws Exception {
    try (TestNode node = TestNode.start(folder, settings);
        ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor()) {
      PlainPartition partition = node.topic("orders");
      fill(node);
      RawClient reader = RawClient.withReceiveBuffer(4 * PIECE_BYTES, node.address());
      reader.send(ApiKeys.FETCH, 12, 7, Requests.fetch("orders", 0, 1, 0));

      AtomicLong taken = new AtomicLong();
      Socket socket = reader.socket();
      Future<?> reading =
          pace.scheduleWithFixedDelay(
              () -> taken.addAndGet(take(socket)), 0, PIECE_MILLIS, TimeUnit.MILLISECONDS);
      await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> reading.isDone() || taken.get() > PIECES * PIECE_BYTES);
      assertThat(reading.isDone()).as("closed by the node").isFalse();
      reading.cancel(false);
      pace.shutdown();
      assertThat(pace.awaitTermination(1, TimeUnit.MINUTES)).isTrue();

      long rest = (long) BATCHES * BATCH_BYTES - taken.get();
      assertThat(socket.getInputStream().skip(rest)).as("the rest is there").isEqualTo(rest);
      await().atMost(Duration.ofMinutes(1)).until(() -> partition.openSlices() == 0);
      reader.close();
    }
  }

  private static int take(Socket socket) {
    try {
      InputStream in = socket.getInputStream();
      byte[] piece = in.readNBytes(PIECE_BYTES);
      if (piece.length < PIECE_BYTES) {
        throw new EOFException("closed by the node");
      }
      return piece.length;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void fill(TestNode node) throws IOException {
    try (RawClient writer = new RawClient(node.address())) {
      for (int i = 0; i < BATCHES; i++) {
        writer.ask(
            ApiKeys.PRODUCE,
            9,
            Requests.produce(
                "orders",
                1,
                MemoryRecords.withRecords(
                    Compression.NONE, new SimpleRecord(new byte[BATCH_BYTES]))));
      }
    }
  }
}
