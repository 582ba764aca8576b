package dev.headrace.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Senders of a webhook find it, also while it is paused and the node starts anew. */
class PausingAWebhookIT {

  @TempDir private Path directory;

  @Test
  void answersThatItIsPausedUntilItIsResumedOrStopped() throws Exception {
    int port = freePort();
    Files.writeString(
        directory.resolve("hooks.json"),
        """
        {"name": "hooks", "config": {"connector.class": "webhook-source", "topic": "hooks",
          "webhook.listen": "127.0.0.1:%d", "path": "/hook"}}
        """
            .formatted(port));
    try (Headrace node = Headrace.node(directory, "hooks.json")) {
      awaitAnswer(port, 200, "\"records\":1");
      assertThat(node.send("PUT", "/connectors/hooks/pause", "").statusCode()).isEqualTo(202);
      awaitAnswer(port, 503, "webhook.paused");
      node.stop();
    }

    try (Headrace node = Headrace.node(directory, "hooks.json")) {
      awaitAnswer(port, 503, "webhook.paused");
      assertThat(node.send("PUT", "/connectors/hooks/resume", "").statusCode()).isEqualTo(202);
      awaitAnswer(port, 200, "\"records\":1");
      assertThat(node.send("PUT", "/connectors/hooks/pause", "").statusCode()).isEqualTo(202);
      awaitAnswer(port, 503, "webhook.paused");
      assertThat(node.send("PUT", "/connectors/hooks/stop", "").statusCode()).isEqualTo(204);
      await().atMost(Headrace.PATIENCE).until(() -> isRefused(port));
      node.stop();
    }
  }

  private static void awaitAnswer(int port, int status, String part) {
    await()
        .atMost(Headrace.PATIENCE)
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              HttpResponse<String> answer = post(port);
              assertThat(answer.statusCode()).isEqualTo(status);
              assertThat(answer.body()).contains(part);
            });
  }

  private static boolean isRefused(int port) throws IOException, InterruptedException {
    try {
      post(port);
      return false;
    } catch (ConnectException refused) {
      return true;
    }
  }

  private static HttpResponse<String> post(int port) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/hook"))
              .POST(HttpRequest.BodyPublishers.ofString("{}"))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }
}
