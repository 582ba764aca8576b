package dev.headrace.connectors.http.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.ConnectorException.Kind;
import dev.headrace.connectors.http.LocalServer;
import dev.headrace.connectors.http.LocalServer.Reply;
import dev.headrace.connectors.http.RawServer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class StoppingTest {

  /** So a stop, which comes between two calls, finds nothing under way. */
  @Test
  void comesBackFromAWriteOnlyWhenAllIsAnswered() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    try (LocalServer server =
            new LocalServer(
                _ -> {
                  arrived.countDown();
                  goOn.await(60, TimeUnit.SECONDS);
                  return Reply.of(200, "");
                });
        Sending sending = new Sending(server.url("/"))) {
      // When
      CompletableFuture<Long> flushed = new CompletableFuture<>();
      Thread writer = writer(() -> sending.send("1"), () -> flushed.complete(sending.flushed()));
      arrived.await(60, TimeUnit.SECONDS);

      // Then
      assertThat(flushed).isNotDone();
      goOn.countDown();
      assertThat(flushed.get(60, TimeUnit.SECONDS)).isEqualTo(1);
      writer.join();
    }
  }

  @Test
  void isLeftWhenTheRuntimeInterruptsIt() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    try (RawServer server =
            new RawServer(
                connection -> {
                  arrived.countDown();
                  connection.hang();
                });
        Sending sending = new Sending(server.url("/"))) {
      CompletableFuture<ConnectorException> failure = new CompletableFuture<>();
      Thread writer = writer(() -> failure.complete(sending.failure("1")), () -> {});
      arrived.await(60, TimeUnit.SECONDS);

      // When
      writer.interrupt();

      // Then
      assertThat(failure.get(60, TimeUnit.SECONDS).kind()).isEqualTo(Kind.TRANSIENT);
      assertThat(failure.join().reason().code()).isEqualTo("http.interrupted");
    }
  }

  private interface Step {
    void run() throws ConnectorException;
  }

  private static Thread writer(Step first, Step second) {
    return Thread.ofPlatform()
        .name("writer")
        .start(
            () -> {
              try {
                first.run();
                second.run();
              } catch (ConnectorException failure) {
                throw new AssertionError(failure);
              }
            });
  }
}
