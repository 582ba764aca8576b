package dev.headrace.connectors.http.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connector.Output;
import dev.headrace.connector.Raw;
import dev.headrace.connector.ReadMode;
import dev.headrace.connector.Reason;
import dev.headrace.connector.SourceReader;
import dev.headrace.connector.SourceRecord;
import dev.headrace.connectors.http.RawServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** An answer is never held in memory, and a server that is faster than the log is held back. */
final class BoundedMemoryTest {

  private static final int RECORD_COUNT = 2000;
  private static final byte[] RECORDS =
      "{\"number\": 12345, \"text\": \"some text of a record\"},\n"
          .repeat(RECORD_COUNT)
          .getBytes(StandardCharsets.UTF_8);

  @Test
  void holdsTheServerBackWhileNothingIsRead() throws Exception {
    try (RawServer server =
        new RawServer(
            connection -> {
              connection.sendHead("Connection: close");
              connection.send("[");
              while (connection.pause()) {
                connection.send(RECORDS);
              }
            })) {
      Polling polling = Polling.of(server.url("/"));
      FullAtOnce output = new FullAtOnce();
      try (SourceReader<PollPosition> reader = polling.open(ReadMode.ONCE)) {
        // When
        reader.read(output);
        awaitStandstill(server);

        // Then: what the kernel's buffers hold, and no more
        assertThat(server.sent()).isLessThan(64 * 1024 * 1024);

        // When
        long before = server.sent();
        output.limit = Long.MAX_VALUE;
        while (server.sent() <= before) {
          reader.read(output);
        }

        // Then
        assertThat(output.records).isGreaterThan(RECORD_COUNT);
      }
    }
  }

  private static void awaitStandstill(RawServer server) {
    long[] last = {-1};
    Awaitility.await()
        .pollInterval(Duration.ofMillis(200))
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              long now = server.sent();
              boolean still = now == last[0];
              last[0] = now;
              return still;
            });
  }

  /** Counts, keeps nothing, and is full after so many records. */
  private static final class FullAtOnce implements Output<PollPosition> {

    private long limit = 1;
    private long records;

    @Override
    public void bytes(byte[] buffer, int from, int length) {
      records++;
    }

    @Override
    public void json(byte[] buffer, int from, int length) {
      records++;
    }

    @Override
    public void record(SourceRecord record) {
      records++;
    }

    @Override
    public void reject(Raw raw, Reason why) {
      throw new AssertionError(why.toString());
    }

    @Override
    public void position(PollPosition covers) {
      assertThat(covers.records()).isEqualTo(records);
    }

    @Override
    public boolean full() {
      return records >= limit;
    }
  }
}
