package dev.headrace.distribution;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sink whose target goes away says so, and goes on by itself when the target is back. */
class OutlastingATargetThatIsAwayIT {

  private static final JsonMapper JSON = new JsonMapper();

  private final List<String> taken = new CopyOnWriteArrayList<>();

  @TempDir private Path directory;

  @Test
  void goesOnWhereItWas() throws Exception {
    HttpServer server = serve(0);
    int port = server.getAddress().getPort();
    pipe(port);
    append("{\"n\":1}\n");
    try (Headrace node = Headrace.node(directory, "pipe.json")) {
      await().atMost(Headrace.PATIENCE).until(() -> taken.contains("{\"n\":1}"));

      server.stop(0);
      append("{\"n\":2}\n{\"n\":3}\n");
      JsonNode task = awaitTask(node, "RESTARTING");
      assertThat(task.path("trace").asText()).contains("127.0.0.1:" + port);
      assertThat(task.at("/retry/failures").asInt()).isPositive();
      assertThat(task.at("/retry/next_attempt_ms").asLong()).isPositive();

      server = serve(port);
      await()
          .atMost(Headrace.PATIENCE)
          .until(() -> taken.containsAll(List.of("{\"n\":2}", "{\"n\":3}")));
      assertThat(awaitTask(node, "RUNNING").has("trace")).isFalse();
      node.stop();
    } finally {
      server.stop(0);
    }
    assertThat(taken.stream().distinct().toList())
        .containsExactly("{\"n\":1}", "{\"n\":2}", "{\"n\":3}");
  }

  private HttpServer serve(int port) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext(
        "/",
        exchange -> {
          taken.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
    return server;
  }

  private void pipe(int port) throws IOException {
    Files.writeString(
        directory.resolve("pipe.json"),
        """
        [
          {"name": "in", "config": {"connector.class": "file-source", "path": "in.json",
            "format": "json", "topic": "numbers"}},
          {"name": "out", "config": {"connector.class": "http-sink", "topics": "numbers",
            "url": "http://127.0.0.1:%d/", "concurrency": 1, "retry.timeout": "0ms",
            "errors.retry.delay.max.ms": "500ms"}}
        ]
        """
            .formatted(port));
  }

  private void append(String text) throws IOException {
    Files.writeString(
        directory.resolve("in.json"), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private static JsonNode awaitTask(Headrace node, String state) {
    return await()
        .atMost(Headrace.PATIENCE)
        .until(
            () -> JSON.readTree(node.get("/connectors/out/status").body()).at("/tasks/0"),
            task -> task.path("state").asText().equals(state));
  }
}
