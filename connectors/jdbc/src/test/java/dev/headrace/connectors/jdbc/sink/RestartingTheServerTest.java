package dev.headrace.connectors.jdbc.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connector.testing.ListSinkBatch.Entry;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RestartingTheServerTest {

  private static final int RECORDS = 5000;

  @TempDir Path folder;

  @Test
  void goesOnByItselfOverRestartsOfThePostgresServer() throws Exception {
    // Given
    int port = freePort();
    Server server = new Server(folder.resolve("data"), port);
    List<Entry> topic =
        IntStream.range(0, RECORDS).mapToObj(id -> Data.order(id, "Ada", id)).toList();
    Map<String, String> settings = new HashMap<>();
    settings.put("url", "jdbc:postgresql://localhost:" + port + "/postgres");
    settings.put("user", "postgres");
    Delivering inserts = new Delivering(settings, topic, 500);
    settings.putAll(
        Map.of("mode", "upsert", "key.columns", "id", "table", "latest", "positions.table", "p"));
    Delivering upserts = new Delivering(settings, topic, 500);

    // When
    AtomicInteger batches = new AtomicInteger();
    Runnable restartsAtTimes =
        () -> {
          if (batches.incrementAndGet() % 7 == 0) {
            server.restart();
          }
        };
    inserts.run(restartsAtTimes);
    upserts.run(restartsAtTimes);

    // Then
    assertThat(inserts.failures()).isNotEmpty();
    assertThat(upserts.failures()).isNotEmpty();
    assertThat(server.row("SELECT count(*), count(DISTINCT id) FROM orders"))
        .isEqualTo(RECORDS + "|" + RECORDS);
    assertThat(server.row("SELECT count(*), sum(quantity) FROM latest"))
        .isEqualTo(RECORDS + "|" + (RECORDS * (RECORDS - 1) / 2));
    server.stop();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** A server that keeps its data and its port. */
  private static final class Server {

    private final Path data;
    private final int port;
    private EmbeddedPostgres running;

    Server(Path data, int port) throws IOException {
      this.data = data;
      this.port = port;
      this.running = start();
    }

    private EmbeddedPostgres start() throws IOException {
      return EmbeddedPostgres.builder()
          .setDataDirectory(data)
          .setCleanDataDirectory(false)
          .setPort(port)
          .start();
    }

    void restart() {
      try {
        stop();
        running = start();
      } catch (IOException failure) {
        throw new IllegalStateException("the server did not restart", failure);
      }
    }

    void stop() throws IOException {
      running.close();
    }

    String row(String query) throws SQLException {
      try (Connection connection = running.getPostgresDatabase().getConnection();
          Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery(query)) {
        row.next();
        return row.getString(1) + "|" + row.getString(2);
      }
    }
  }
}
