package dev.headrace.connectors.http.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.ConnectorException.Kind;
import dev.headrace.connector.Next;
import dev.headrace.connector.ReadMode;
import dev.headrace.connector.SourceReader;
import dev.headrace.connector.testing.CollectingOutput;
import dev.headrace.connectors.http.LocalServer;
import dev.headrace.connectors.http.LocalServer.Reply;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AnswersThatRefuseTest {

  @ParameterizedTest
  @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504})
  void mayBeGrantedLater(int status) {
    try (LocalServer server = new LocalServer(_ -> Reply.of(status, "come back"))) {
      // When
      ConnectorException failure = Polling.of(server.url("/x?secret=1")).failure();

      // Then
      assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
      assertThat(failure.reason().code()).isEqualTo("http.status-" + status);
      assertThat(failure.reason().what())
          .contains("/x answered " + status + ": come back")
          .doesNotContain("secret");
    }
  }

  @ParameterizedTest
  @CsvSource({"401,auth", "403,auth", "404,url", "410,url", "405,method", "400,url", "301,url"})
  void needAnotherConfiguration(int status, String named) {
    try (LocalServer server = new LocalServer(_ -> Reply.of(status, ""))) {
      // When
      ConnectorException failure = Polling.of(server.url("/")).failure();

      // Then
      assertThat(failure.kind()).isEqualTo(Kind.CONFIGURATION);
      assertThat(failure.reason().next()).contains("`" + named + "`");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          429 | 7                             | 7
          503 | Sun, 01 Mar 2026 12:01:30 GMT | 90
          500 | 0                             | 0
          """)
  void areWaitedForAsLongAsTheySay(int status, String retryAfter, long seconds) throws Exception {
    AtomicInteger asked = new AtomicInteger();
    try (LocalServer server =
        new LocalServer(
            _ ->
                asked.incrementAndGet() == 1
                    ? Reply.of(status, "").with("Retry-After", retryAfter)
                    : Reply.ok("[1]"))) {
      Polling polling = Polling.of(server.url("/"));
      CollectingOutput<PollPosition> output = CollectingOutput.unlimited();
      try (SourceReader<PollPosition> reader = polling.open(ReadMode.ONCE)) {
        // When
        Next first = polling.step(reader, output);
        while (!(polling.step(reader, output) instanceof Next.End)) {}

        // Then
        assertThat(first)
            .isEqualTo(seconds == 0 ? Next.MORE : new Next.Idle(Duration.ofSeconds(seconds)));
        assertThat(output.texts()).containsExactly("1");
      }
    }
  }

  @Test
  void areNotWaitedForTooLong() {
    try (LocalServer server = new LocalServer(_ -> Reply.of(503, "").with("Retry-After", "7200"))) {
      assertThat(Polling.of(server.url("/")).failure().kind()).isEqualTo(Kind.TRANSIENT);
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void areNotWaitedForTooOften() {
    try (LocalServer server = new LocalServer(_ -> Reply.of(429, "").with("Retry-After", "1"))) {
      assertThat(Polling.of(server.url("/")).failure().kind()).isEqualTo(Kind.TRANSIENT);
      assertThat(server.requests()).hasSize(6);
    }
  }

  @Test
  void mayBeEmpty() throws Exception {
    try (LocalServer server = new LocalServer(_ -> Reply.of(204, ""))) {
      assertThat(Polling.of(server.url("/")).texts()).isEmpty();
    }
  }

  @Test
  void keepToTheRateOfRequests() throws Exception {
    try (LocalServer server =
        new LocalServer(
            request ->
                Reply.ok(
                    request.parameter("page").get().equals("4")
                        ? "[]"
                        : "[" + request.parameter("page").get() + "]"))) {
      Polling polling =
          Polling.of(server.url("/"), "pagination", "page", "requests.per.second", "0.5");
      CollectingOutput<PollPosition> output = CollectingOutput.unlimited();
      Duration waited = Duration.ZERO;
      try (SourceReader<PollPosition> reader = polling.open(ReadMode.ONCE)) {
        // When
        Next next = Next.MORE;
        while (!(next instanceof Next.End)) {
          next = polling.step(reader, output);
          waited = next instanceof Next.Idle(Duration pause) ? waited.plus(pause) : waited;
        }
      }

      // Then
      assertThat(server.requests()).hasSize(4);
      assertThat(waited).isEqualTo(Duration.ofSeconds(6));
    }
  }

  @Test
  void pollAgainAfterTheInterval() throws Exception {
    try (LocalServer server = new LocalServer(_ -> Reply.ok("[1]"))) {
      Polling polling = Polling.of(server.url("/"), "poll.interval", "5m");
      CollectingOutput<PollPosition> output = CollectingOutput.unlimited();
      try (SourceReader<PollPosition> reader = polling.open(ReadMode.CONTINUOUS)) {
        // When
        Next first = reader.read(output);
        polling.passes(Duration.ofMinutes(2));
        Next second = reader.read(output);
        polling.passes(Duration.ofMinutes(3));
        reader.read(output);

        // Then
        assertThat(first).isEqualTo(new Next.Idle(Duration.ofMinutes(5)));
        assertThat(second).isEqualTo(new Next.Idle(Duration.ofMinutes(3)));
        assertThat(output.texts()).containsExactly("1", "1");
      }
    }
  }
}
