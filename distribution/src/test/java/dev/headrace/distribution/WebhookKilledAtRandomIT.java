package dev.headrace.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Senders post to a webhook while the process is killed again and again; a sink sends on what the
 * log has. What a sender was told is taken arrives.
 */
class WebhookKilledAtRandomIT {

  private static final int ROUNDS = Integer.getInteger("headrace.rounds", 3);
  private static final int SENDERS = 4;

  @TempDir private Path directory;

  private final Set<String> taken = ConcurrentHashMap.newKeySet();
  private final Set<String> arrived = ConcurrentHashMap.newKeySet();

  @Test
  void whatWasAnsweredWithSuccessIsInTheTopic() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int port = freePort();
    HttpServer target = target();
    writeConfigs(port, target.getAddress().getPort());
    AtomicBoolean sending = new AtomicBoolean(true);
    List<Thread> senders = senders(port, sending);
    try {
      // When it is killed at random points, while requests are under way
      for (int round = 0; round < ROUNDS; round++) {
        try (Headrace node = Headrace.node(directory, "connectors")) {
          awaitTaken(taken.size() + 1 + random.nextInt(200));
          node.kill();
        }
      }

      // Then the last run sends on all that was answered with success
      try (Headrace node = Headrace.node(directory, "connectors")) {
        awaitTaken(taken.size() + 1);
        sending.set(false);
        for (Thread sender : senders) {
          sender.join();
        }
        await()
            .atMost(Headrace.PATIENCE)
            .pollInterval(Duration.ofMillis(50))
            .untilAsserted(() -> assertThat(arrived).as("seed %d", seed).containsAll(taken));
        node.stop();
      }
    } finally {
      sending.set(false);
      target.stop(0);
    }
  }

  private void awaitTaken(int count) {
    await()
        .atMost(Headrace.PATIENCE)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> taken.size() >= count);
  }

  private List<Thread> senders(int port, AtomicBoolean sending) {
    HttpClient client = HttpClient.newHttpClient();
    AtomicLong number = new AtomicLong();
    return IntStream.range(0, SENDERS)
        .mapToObj(
            i ->
                Thread.ofPlatform()
                    .daemon()
                    .name("sender-" + i)
                    .start(
                        () -> {
                          while (sending.get()) {
                            send(client, port, "{\"number\":" + number.getAndIncrement() + "}");
                          }
                        }))
        .toList();
  }

  private void send(HttpClient client, int port, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/hook"))
            .timeout(Duration.ofSeconds(30))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      if (client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
        taken.add(body);
      }
    } catch (IOException killed) {
      Thread.onSpinWait();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private HttpServer target() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String lines =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          lines.lines().forEach(arrived::add);
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
    return server;
  }

  private void writeConfigs(int port, int targetPort) throws IOException {
    Path folder = Files.createDirectory(directory.resolve("connectors"));
    Files.writeString(
        folder.resolve("in.json"),
        """
        {"name": "in", "config": {"connector.class": "webhook-source", "path": "/hook",
          "webhook.listen": "127.0.0.1:%d", "topic": "hooks"}}
        """
            .formatted(port));
    Files.writeString(
        folder.resolve("out.json"),
        """
        {"name": "out", "config": {"connector.class": "http-sink", "topics": "hooks",
          "url": "http://127.0.0.1:%d/", "batch": "lines"}}
        """
            .formatted(targetPort));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
