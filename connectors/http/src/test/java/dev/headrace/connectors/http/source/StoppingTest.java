package dev.headrace.connectors.http.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.ConnectorException.Kind;
import dev.headrace.connectors.http.RawServer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The runtime interrupts a reader that does not come back. */
final class StoppingTest {

  @Test
  void endsTheWaitForAnAnswer() throws Exception {
    assertInterruptible(RawServer.Connection::hang);
  }

  @Test
  void endsTheWaitForABody() throws Exception {
    assertInterruptible(
        connection -> {
          connection.sendHead("Content-Length: 1000");
          connection.send("[1, ");
          connection.hang();
        });
  }

  private static void assertInterruptible(RawServer.Script script) throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    try (RawServer server =
        new RawServer(
            connection -> {
              asked.countDown();
              script.run(connection);
            })) {
      // Given
      CompletableFuture<ConnectorException> failure = new CompletableFuture<>();
      Thread reader =
          Thread.ofPlatform()
              .name("reader")
              .start(() -> failure.complete(Polling.of(server.url("/")).failure()));
      assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();

      // When
      reader.interrupt();

      // Then
      assertThat(failure.get(20, TimeUnit.SECONDS).kind()).isEqualTo(Kind.TRANSIENT);
      assertThat(failure.join().reason().code()).isEqualTo("http.interrupted");
    }
  }
}
