package dev.headrace.connectors.http.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.ConnectorException.Kind;
import dev.headrace.connector.testing.CollectingOutput;
import dev.headrace.connectors.http.LocalServer;
import dev.headrace.connectors.http.LocalServer.Reply;
import dev.headrace.connectors.http.RawServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever a server does, a poll comes to an end, and says what happened. */
@Timeout(120)
final class HostileServerTest {

  @Test
  void thatDoesNotAnswerIsLeft() throws Exception {
    try (RawServer server = new RawServer(RawServer.Connection::hang)) {
      assertFailsWith("http.response-timeout", server, "timeout.response", "200ms");
    }
  }

  @Test
  void thatDripsItsHeadIsLeft() throws Exception {
    try (RawServer server =
        new RawServer(
            connection -> {
              connection.send("HTTP/1.1 200 OK\r\n");
              for (int i = 0; connection.pause(); i++) {
                connection.send("X-" + i + ": drip\r\n");
              }
            })) {
      assertFailsWith("http.response-timeout", server, "timeout.response", "500ms");
    }
  }

  @Test
  void thatStopsInTheMiddleOfABodyIsLeft() throws Exception {
    try (RawServer server =
        new RawServer(
            connection -> {
              connection.sendHead("Content-Length: 100");
              connection.send("[1, ");
              connection.hang();
            })) {
      assertFailsWith("http.slow", server, "timeout.read", "200ms");
    }
  }

  @Test
  void thatDripsItsBodyIsLeft() throws Exception {
    try (RawServer server =
        new RawServer(
            connection -> {
              connection.sendHead("Content-Length: 1000000000");
              connection.send("[");
              while (connection.pause()) {
                connection.send(" ");
              }
            })) {
      assertFailsWith("http.slow", server, "timeout.read", "30s", "timeout.total", "500ms");
    }
  }

  @Test
  void thatCutsABodyOfKnownLengthIsAskedAgain() throws Exception {
    try (RawServer server =
        new RawServer(
            connection -> {
              connection.sendHead("Content-Length: 100");
              connection.send("[1, 2");
            })) {
      assertFailsWith("http.cut", server);
    }
  }

  @Test
  void thatCutsAChunkedBodyIsAskedAgain() throws Exception {
    try (RawServer server =
        new RawServer(
            connection -> {
              connection.sendHead("Transfer-Encoding: chunked");
              connection.send("5\r\n[1, 2\r\n");
            })) {
      assertFailsWith("http.cut", server);
    }
  }

  @Test
  void thatCutsABodyOfUnknownLengthIsAskedAgain() throws Exception {
    try (RawServer server =
        new RawServer(
            connection -> {
              connection.sendHead("Connection: close");
              connection.send("[1, 2");
            })) {
      assertFailsWith("http.cut", server);
    }
  }

  @Test
  void thatCutsACompressedBodyIsAskedAgain() throws Exception {
    byte[] whole = gzip("[" + "1,".repeat(10_000) + "2]");
    try (RawServer server =
        new RawServer(
            connection -> {
              connection.sendHead("Content-Encoding: gzip", "Connection: close");
              connection.send(Arrays.copyOf(whole, whole.length - 12));
            })) {
      assertFailsWith("http.cut", server);
    }
  }

  @Test
  void thatSaysNoHttpIsAskedAgain() throws Exception {
    try (RawServer server = new RawServer(connection -> connection.send("220 smtp ready\r\n"))) {
      assertThat(Polling.of(server.url("/")).failure().kind()).isEqualTo(Kind.TRANSIENT);
    }
  }

  @Test
  void thatFloodsItsHeadIsLeft() throws Exception {
    try (RawServer server =
        new RawServer(
            connection -> {
              connection.send("HTTP/1.1 200 OK\r\n");
              while (connection.sent() < 50_000_000) {
                connection.send("X-Flood: " + "x".repeat(8000) + "\r\n");
              }
            })) {
      // When
      ConnectorException failure = Polling.of(server.url("/")).failure();

      // Then
      assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
      assertThat(server.sent()).isLessThan(50_000_000);
    }
  }

  @Test
  void thatFloodsInterimAnswersIsLeft() throws Exception {
    try (RawServer server =
        new RawServer(
            connection -> {
              while (connection.sent() < 50_000_000) {
                connection.send("HTTP/1.1 103 Early Hints\r\n\r\n");
              }
            })) {
      assertThat(Polling.of(server.url("/"), "timeout.response", "10s").failure().kind())
          .isEqualTo(Kind.TRANSIENT);
    }
  }

  @Test
  void thatNeverEndsABodyIsLeftAtTheLimit() throws Exception {
    try (RawServer server =
        new RawServer(
            connection -> {
              connection.sendHead("Connection: close");
              connection.send("[");
              while (connection.pause()) {
                connection.send("{\"a\":1},".repeat(5000));
              }
            })) {
      // Given
      Polling polling = Polling.of(server.url("/"), "max.body.size", "1MiB");

      // When
      ConnectorException failure = polling.failure();

      // Then
      assertThat(failure.reason().code()).isEqualTo("http.answer-too-long");
      assertThat(failure.reason().next()).contains("max.body.size");
    }
  }

  @Test
  void thatSendsADecompressionBombIsLeftAtTheLimit() throws Exception {
    byte[] bomb = gzip(" ".repeat(64 * 1024 * 1024));
    assertThat(bomb).hasSizeLessThan(100_000);
    try (LocalServer server =
        new LocalServer(_ -> new Reply(200, Map.of("Content-Encoding", "gzip"), bomb))) {
      assertThat(Polling.of(server.url("/"), "max.body.size", "8MiB").failure().reason().code())
          .isEqualTo("http.answer-too-long");
    }
  }

  @Test
  void thatSendsAHugeRecordLosesOnlyThat() throws Exception {
    String huge = "{\"huge\": \"" + "x".repeat(300_000) + "\"}";
    try (LocalServer server = new LocalServer(_ -> Reply.ok("[{\"a\": 1}, " + huge + ", {}]"))) {
      // When
      CollectingOutput<PollPosition> output =
          Polling.of(server.url("/"), "max.record.size", "100KiB").poll();

      // Then
      assertThat(output.texts()).containsExactly("{\"a\": 1}", "{}");
      assertThat(output.rejected())
          .singleElement()
          .satisfies(
              rejected -> {
                assertThat(rejected.why().code()).isEqualTo("http.record-too-long");
                assertThat(rejected.raw().where()).endsWith("/, page 1, record 2");
                assertThat(rejected.raw().bytes())
                    .hasSize(64 * 1024)
                    .startsWith("{\"huge".getBytes(StandardCharsets.UTF_8));
                assertThat(rejected.raw().size()).isEqualTo(huge.length());
              });
    }
  }

  @Test
  void thatSendsANestedAbyssIsRejected() throws Exception {
    try (LocalServer server = new LocalServer(_ -> Reply.ok("[1," + "[".repeat(200_000)))) {
      // When
      CollectingOutput<PollPosition> output = Polling.of(server.url("/")).poll();

      // Then
      assertThat(output.texts()).containsExactly("1");
      assertThat(output.rejected().getFirst().why().code()).isEqualTo("http.not-json");
    }
  }

  @Test
  void thatSendsAnEndlessNameIsRejectedEarly() throws Exception {
    try (RawServer server =
        new RawServer(
            connection -> {
              connection.sendHead("Connection: close");
              connection.send("{\"");
              while (connection.sent() < 200_000_000) {
                connection.send("name".repeat(10_000));
              }
            })) {
      // When
      CollectingOutput<PollPosition> output =
          Polling.of(server.url("/"), "max.record.size", "100KiB").poll();

      // Then
      assertThat(output.rejected().getFirst().why().code()).isEqualTo("http.not-json");
      assertThat(server.sent()).isLessThan(200_000_000);
    }
  }

  @Test
  void thatSendsAnEndlessNumberIsRejectedEarly() throws Exception {
    try (RawServer server =
        new RawServer(
            connection -> {
              connection.sendHead("Connection: close");
              connection.send("[1, 2");
              while (connection.sent() < 200_000_000) {
                connection.send("1234".repeat(10_000));
              }
            })) {
      // When
      CollectingOutput<PollPosition> output =
          Polling.of(server.url("/"), "max.record.size", "100KiB").poll();

      // Then
      assertThat(output.texts()).containsExactly("1");
      assertThat(output.rejected().getFirst().why().code()).isEqualTo("http.not-json");
      assertThat(server.sent()).isLessThan(200_000_000);
    }
  }

  @Test
  void thatSendsWrongJsonLosesWhatIsBehindIt() throws Exception {
    try (LocalServer server = new LocalServer(_ -> Reply.ok("[1, 2, oops, 3]"))) {
      // When
      CollectingOutput<PollPosition> output = Polling.of(server.url("/things")).poll();

      // Then
      assertThat(output.texts()).containsExactly("1", "2");
      assertThat(output.rejected())
          .singleElement()
          .satisfies(
              rejected -> {
                assertThat(rejected.why().code()).isEqualTo("http.not-json");
                assertThat(rejected.why().what()).contains("oops").contains("column");
                assertThat(rejected.raw().where()).contains("/things, page 1");
              });
    }
  }

  @Test
  void thatAnswersWithAWebPageIsRejected() throws Exception {
    try (LocalServer server = new LocalServer(_ -> Reply.ok("<html>Please log in</html>"))) {
      assertThat(Polling.of(server.url("/")).poll().rejected())
          .singleElement()
          .satisfies(
              rejected ->
                  assertThat(new String(rejected.raw().bytes(), StandardCharsets.UTF_8))
                      .contains("Please log in"));
    }
  }

  @Test
  void thatAnswersWithSomethingElseIsRejected() throws Exception {
    try (LocalServer server = new LocalServer(_ -> Reply.ok("{\"error\": \"none\"}"))) {
      assertThat(Polling.of(server.url("/"), "records", "/data").poll().rejected())
          .singleElement()
          .satisfies(
              rejected -> {
                assertThat(rejected.why().code()).isEqualTo("http.no-records");
                assertThat(new String(rejected.raw().bytes(), StandardCharsets.UTF_8))
                    .contains("none");
              });
    }
  }

  @Test
  void thatCompressesByOtherMeansIsRefused() throws Exception {
    try (LocalServer server =
        new LocalServer(_ -> Reply.ok("???").with("Content-Encoding", "br"))) {
      assertThat(Polling.of(server.url("/")).failure().reason().code())
          .isEqualTo("http.content-encoding");
    }
  }

  @Test
  void thatIsNotThereIsTriedAgain() throws Exception {
    RawServer server = new RawServer(RawServer.Connection::hang);
    server.close();
    assertThat(Polling.of(server.url("/")).failure().reason().code())
        .isEqualTo("http.no-connection");
  }

  private static void assertFailsWith(String code, RawServer server, String... settings) {
    ConnectorException failure = Polling.of(server.url("/"), settings).failure();
    assertThat(failure.reason().code()).isEqualTo(code);
    assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
    assertThat(failure.reason().what()).contains(server.url("/"));
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}
