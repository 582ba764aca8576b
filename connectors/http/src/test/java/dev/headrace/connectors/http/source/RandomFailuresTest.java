package dev.headrace.connectors.http.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.ConnectorException.Kind;
import dev.headrace.connector.Next;
import dev.headrace.connector.ReadMode;
import dev.headrace.connector.SourceReader;
import dev.headrace.connector.testing.CollectingOutput;
import dev.headrace.connectors.http.RawServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A server that cuts and fails at random, and a reader that dies at random. */
final class RandomFailuresTest {

  private static final int ROUNDS = Integer.getInteger("headrace.rounds", 3);
  private static final Pattern CURSOR = Pattern.compile("cursor=(\\d+)");

  @Test
  void neitherLoseNorDoubleARecord() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      long seed = new Random().nextLong();
      assertThat(read(new Random(seed), 200))
          .as("seed %s", seed)
          .isEqualTo(IntStream.range(0, 200).mapToObj("{\"id\":%d}"::formatted).toList());
    }
  }

  private static List<String> read(Random random, int records) throws Exception {
    int pageSize = 1 + random.nextInt(60);
    Random serverRandom = new Random(random.nextLong());
    try (RawServer server =
        new RawServer(connection -> answer(connection, serverRandom, pageSize, records))) {
      Polling polling =
          Polling.of(
              server.url("/"), "records", "/data", "pagination", "cursor", "cursor", "/next");
      List<String> committed = new ArrayList<>();
      boolean ended = false;
      while (!ended) {
        CollectingOutput<PollPosition> output = CollectingOutput.fullAfter(1 + random.nextInt(40));
        try (SourceReader<PollPosition> reader = polling.open(ReadMode.ONCE)) {
          int reads = 1 + random.nextInt(6);
          for (int i = 0; i < reads && !ended; i++) {
            ended = polling.step(reader, output) instanceof Next.End;
            output.drained();
          }
        } catch (ConnectorException failure) {
          assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
        }
        committed.addAll(
            commit(
                polling,
                output,
                ended ? output.positions().size() : random.nextInt(output.positions().size() + 1)));
      }
      return committed;
    }
  }

  /** Commits one of the positions that were reported, and the records that it covers. */
  private static List<String> commit(
      Polling polling, CollectingOutput<PollPosition> output, int positions) {
    if (positions == 0) {
      return List.of();
    }
    CollectingOutput.Covered<PollPosition> covered = output.positions().get(positions - 1);
    polling.commit(java.util.Optional.of(covered.position()));
    return output.texts().subList(0, covered.records());
  }

  private static void answer(
      RawServer.Connection connection, Random random, int pageSize, int records)
      throws IOException {
    Matcher cursor = CURSOR.matcher(connection.request());
    int from = cursor.find() ? Integer.parseInt(cursor.group(1)) : 0;
    int to = Math.min(from + pageSize, records);
    String data =
        String.join(",", IntStream.range(from, to).mapToObj("{\"id\":%d}"::formatted).toList());
    String next = to < records ? ",\"next\":" + to : "";
    byte[] body = ("{\"data\":[" + data + "]" + next + "}").getBytes(StandardCharsets.UTF_8);
    int fate;
    synchronized (random) {
      fate = random.nextInt(100);
    }
    if (fate < 15) {
      connection.send("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n");
    } else if (fate < 25) {
      connection.send("HTTP/1.1 200 OK\r\nContent-Le");
    } else {
      connection.sendHead("Content-Length: " + body.length, "Connection: close");
      connection.send(fate < 50 ? Arrays.copyOf(body, body.length * fate / 50) : body);
    }
  }
}
