package dev.headrace.connectors.http.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.ConnectorException.Kind;
import dev.headrace.connector.Refused;
import dev.headrace.connectors.http.LocalServer;
import dev.headrace.connectors.http.LocalServer.Reply;
import dev.headrace.connectors.http.LocalServer.Request;
import dev.headrace.connectors.http.RawServer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
final class TreatingAnswersTest {

  private final AtomicInteger asked = new AtomicInteger();

  @ParameterizedTest
  @ValueSource(ints = {408, 425, 429, 500, 503, 599})
  void triesAgain(int status) throws Exception {
    try (LocalServer server =
            new LocalServer(_ -> Reply.of(asked.incrementAndGet() < 4 ? status : 200, ""));
        Sending sending = new Sending(server.url("/"))) {
      assertThat(sending.send("1", "2")).isEmpty();
      assertThat(server.requests())
          .extracting(Request::text)
          .containsExactly("1", "1", "1", "1", "2");
    }
  }

  @Test
  void triesAgainWhereTheConnectionIsCut() throws Exception {
    try (RawServer server =
            new RawServer(
                connection -> {
                  switch (asked.incrementAndGet()) {
                    case 1 -> {}
                    case 2 -> connection.send("HTTP/1.1 20");
                    case 3 -> connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
                    default ->
                        connection.send(
                            "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                  }
                });
        Sending sending = new Sending(server.url("/"))) {
      assertThat(sending.send("1")).isEmpty();
      assertThat(asked).hasValueGreaterThanOrEqualTo(4);
    }
  }

  @Test
  void triesAgainOnlyForSoLong() throws Exception {
    try (LocalServer server = new LocalServer(_ -> Reply.of(503, "busy"));
        Sending sending = new Sending(server.url("/"), "retry.timeout", "50ms")) {
      // When
      ConnectorException failure = sending.failure("1");

      // Then
      assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
      assertThat(failure.reason().code()).isEqualTo("http.status-503");
      assertThat(failure.reason().what()).contains("busy");
      assertThat(server.requests()).hasSizeGreaterThan(1);
    }
  }

  @Test
  void waitsAsLongAsTheServerSays() throws Exception {
    long beganNanos = System.nanoTime();
    try (LocalServer server =
            new LocalServer(
                _ ->
                    asked.incrementAndGet() == 1
                        ? Reply.of(429, "").with("Retry-After", "1")
                        : Reply.of(200, ""));
        Sending sending = new Sending(server.url("/"))) {
      sending.send("1");
    }
    assertThat(System.nanoTime() - beganNanos).isGreaterThanOrEqualTo(1_000_000_000L);
  }

  @Test
  void doesNotWaitLongerThanItTries() throws Exception {
    try (LocalServer server = new LocalServer(_ -> Reply.of(429, "").with("Retry-After", "3600"));
        Sending sending = new Sending(server.url("/"))) {
      assertThat(sending.failure("1").kind()).isEqualTo(Kind.TRANSIENT);
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void leavesAServerThatDoesNotAnswer() throws Exception {
    try (RawServer server = new RawServer(RawServer.Connection::hang);
        Sending sending =
            new Sending(server.url("/"), "timeout.response", "100ms", "retry.timeout", "300ms")) {
      assertThat(sending.failure("1").reason().code()).isEqualTo("http.response-timeout");
      assertThat(server.connections()).isGreaterThan(1);
    }
  }

  @Test
  void leavesAServerThatDripsItsAnswer() throws Exception {
    try (RawServer server =
            new RawServer(
                connection -> {
                  connection.sendHead("Content-Length: 60000");
                  while (connection.pause()) {
                    connection.send("x");
                  }
                });
        Sending sending =
            new Sending(
                server.url("/"),
                "timeout.response",
                "100ms",
                "timeout.read",
                "100ms",
                "retry.timeout",
                "0ms")) {
      assertThat(sending.failure("1").reason().code()).isEqualTo("http.response-timeout");
    }
  }

  @Test
  void doesNotReadAnEndlessAnswer() throws Exception {
    try (RawServer server =
            new RawServer(
                connection -> {
                  connection.sendHead("Connection: close");
                  while (connection.sent() < 100_000_000) {
                    connection.send("x".repeat(100_000));
                  }
                });
        Sending sending = new Sending(server.url("/"))) {
      assertThat(sending.send("1")).isEmpty();
      assertThat(server.sent()).isLessThan(100_000_000);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 413, 414, 422, 431})
  void refusesTheRecord(int status) throws Exception {
    try (LocalServer server =
            new LocalServer(
                request -> Reply.of(request.text().equals("2") ? status : 200, "no such thing"));
        Sending sending = new Sending(server.url("/"))) {
      // When
      List<Refused> refused = sending.send("1", "2", "3");

      // Then
      assertThat(refused).extracting(Refused::offset).containsExactly(1L);
      assertThat(refused.getFirst().why().code()).isEqualTo("http.status-" + status);
      assertThat(refused.getFirst().why().what()).contains("no such thing");
      assertThat(server.requests()).extracting(Request::text).containsExactly("1", "2", "3");
      assertThat(sending.flushed()).isEqualTo(3);
    }
  }

  @Test
  void findsTheRecordsThatAreRefusedAmongSeveral() throws Exception {
    try (LocalServer server =
            new LocalServer(request -> Reply.of(request.text().contains("bad") ? 422 : 200, ""));
        Sending sending = new Sending(server.url("/"), "batch", "array")) {
      // When
      List<Refused> refused = sending.send("0", "1", "\"bad\"", "3", "4", "5", "\"bad\"");

      // Then
      assertThat(refused).extracting(Refused::offset).containsExactly(2L, 6L);
      assertThat(server.requests().stream().map(Request::text).filter(t -> !t.contains("bad")))
          .containsExactly("[0]", "[1]", "[3,4]", "[5]");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 307, 401, 403, 404, 405, 409, 410, 415})
  void stopsWhereSomethingMustBeChanged(int status) throws Exception {
    try (LocalServer other = new LocalServer(_ -> Reply.of(200, ""));
        LocalServer server =
            new LocalServer(_ -> Reply.of(status, "").with("Location", other.url("/there")));
        Sending sending = new Sending(server.url("/"))) {
      // When
      ConnectorException failure = sending.failure("1", "2");

      // Then
      assertThat(failure.kind()).isEqualTo(Kind.CONFIGURATION);
      assertThat(failure.reason().code()).isEqualTo("http.status-" + status);
      assertThat(failure.reason().next()).contains("status.refuse");
      assertThat(failure.reason().next().contains(other.url("/there"))).isEqualTo(status < 400);
      assertThat(other.requests()).isEmpty();
      assertThat(sending.flushed()).isEqualTo(0);
    }
  }

  @Test
  void treatsStatusesAsTold() throws Exception {
    try (LocalServer server =
            new LocalServer(
                request ->
                    Reply.of(
                        switch (request.text()) {
                          case "1" -> 409;
                          case "2" -> 500;
                          case "3" -> asked.incrementAndGet() < 3 ? 404 : 200;
                          case "4" -> 502;
                          default -> 200;
                        },
                        ""));
        Sending sending =
            new Sending(
                server.url("/"),
                "status.ignore",
                "409",
                "status.refuse",
                "500, 418",
                "status.retry",
                "404,501")) {
      assertThat(sending.send("1")).isEmpty();
      assertThat(sending.send("2")).hasSize(1);
      assertThat(sending.send("3")).isEmpty();
      assertThat(sending.failure("4").kind()).isEqualTo(Kind.CONFIGURATION);
    }
  }

  @Test
  void takesAStatusForPassingWhenToldSo() throws Exception {
    try (LocalServer server = new LocalServer(_ -> Reply.of(404, ""));
        Sending sending =
            new Sending(server.url("/"), "status.retry", "404", "retry.timeout", "0ms")) {
      assertThat(sending.failure("1").kind()).isEqualTo(Kind.TRANSIENT);
    }
  }

  @Test
  void renewsATokenThatIsRefused() throws Exception {
    try (LocalServer server =
            new LocalServer(
                request -> {
                  if (request.uri().getPath().equals("/token")) {
                    return Reply.ok("{\"access_token\": \"t" + asked.incrementAndGet() + "\"}");
                  }
                  String token = request.header("Authorization").orElse("");
                  return Reply.of(token.equals("Bearer t2") ? 200 : 401, "");
                });
        Sending sending =
            new Sending(
                server.url("/"),
                "auth",
                "oauth2",
                "token.url",
                server.url("/token"),
                "client.id",
                "me",
                "client.secret",
                "s")) {
      assertThat(
              sending.send(
                  Sending.keyed("1", "1"), Sending.keyed("2", "2"), Sending.keyed("3", "3")))
          .isEmpty();
      assertThat(asked).hasValue(2);
    }
  }

  @Test
  void stopsWhereTheRenewedTokenIsRefusedToo() throws Exception {
    try (LocalServer server =
            new LocalServer(
                request ->
                    request.uri().getPath().equals("/token")
                        ? Reply.ok("{\"access_token\": \"t\"}")
                        : Reply.of(401, ""));
        Sending sending =
            new Sending(
                server.url("/"),
                "auth",
                "oauth2",
                "token.url",
                server.url("/token"),
                "client.id",
                "me",
                "client.secret",
                "s")) {
      assertThat(sending.failure("1").kind()).isEqualTo(Kind.CONFIGURATION);
      assertThat(server.requests()).hasSize(4);
    }
  }
}
