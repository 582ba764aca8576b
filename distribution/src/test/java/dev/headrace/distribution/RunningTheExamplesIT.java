package dev.headrace.distribution;

import static java.nio.charset.StandardCharsets.UTF_8;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each folder of config-examples, run as its README says, against servers of the test's own. */
class RunningTheExamplesIT {

  private static ExamplePostgres postgres;

  @TempDir private Path directory;

  @BeforeAll
  static void startPostgres() throws IOException {
    postgres = ExamplePostgres.start();
  }

  @AfterAll
  static void stopPostgres() throws Exception {
    postgres.close();
  }

  @Test
  void csvGoesToPostgresOnceHoweverOften() throws Exception {
    String folder = ExampleFolder.copy("csv-to-postgres", directory, postgresAddress());

    runOnce(folder);
    runOnce(folder);

    assertThat(rows(postgresUrl(), "select count(*), count(distinct ident) from airports"))
        .containsExactly("5210|5210");
    assertThat(rows(postgresUrl(), "select name from airports where municipality = 'Ürümqi'"))
        .hasSize(2);
  }

  @Test
  void aGrowingTableGoesToJsonLines() throws Exception {
    rows(
        postgresUrl(),
        "create table orders (id bigserial primary key, item text, price numeric(10,2),"
            + " at timestamptz default now()); select 1");
    String folder = ExampleFolder.copy("postgres-to-jsonl", directory, postgresAddress());

    try (Headrace node = Headrace.node(directory, folder)) {
      for (int i = 1; i <= 3; i++) {
        rows(
            postgresUrl(),
            "insert into orders (item, price) values ('Brötchen " + i + "', 0.45) returning id");
        int expected = i;
        await()
            .atMost(Headrace.PATIENCE)
            .untilAsserted(() -> assertThat(lines("orders.jsonl")).hasSize(expected));
      }
      node.stop();
    }

    assertThat(lines("orders.jsonl").getLast())
        .contains("\"id\":3", "\"item\":\"Brötchen 3\"", "\"price\":\"0.45\"");
  }

  @Test
  void aPolledEndpointGoesToSqlite() throws Exception {
    HttpServer server = server();
    server.createContext(
        "/earthquakes/feed/v1.0/summary/all_day.csv",
        exchange -> {
          byte[] body =
              "time,latitude,mag,place,id\n2026-01-01T00:00:00Z,1.5,4.2,\"Gurbantünggüt, China\",us1\n"
                  .getBytes(UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    try {
      String folder =
          ExampleFolder.copy(
              "http-to-sqlite",
              directory,
              Map.of(
                  "https://earthquake.usgs.gov",
                  "http://127.0.0.1:" + server.getAddress().getPort()));

      runOnce(folder);

      assertThat(
              rows(sqliteUrl("examples-out/earthquakes.db"), "select id, place from earthquakes"))
          .containsExactly("us1|Gurbantünggüt, China");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void receivedCallsGoToAFile() throws Exception {
    int port = freePort();
    String folder =
        ExampleFolder.copy("webhook-to-file", directory, Map.of("8084", Integer.toString(port)));

    try (Headrace node = Headrace.node(directory, folder)) {
      HttpRequest call =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/events"))
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString("{\"event\":\"größer\"}"))
              .build();
      await().atMost(Headrace.PATIENCE).until(() -> statusOf(call) / 100 == 2);
      await()
          .atMost(Headrace.PATIENCE)
          .untilAsserted(
              () -> assertThat(lines("events.jsonl")).contains("{\"event\":\"größer\"}"));
      node.stop();
    }
  }

  @Test
  void recordsBecomeCalls() throws Exception {
    ConcurrentLinkedQueue<String> received = new ConcurrentLinkedQueue<>();
    HttpServer server = server();
    server.createContext(
        "/alerts",
        exchange -> {
          received.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    Files.writeString(
        directory.resolve("alerts.jsonl"), "{\"level\":\"high\"}\n{\"level\":\"ü\"}\n");
    try {
      String folder =
          ExampleFolder.copy(
              "log-to-http",
              directory,
              Map.of("127.0.0.1:8090", "127.0.0.1:" + server.getAddress().getPort()));

      try (Headrace node = Headrace.node(directory, folder)) {
        Headrace write = Headrace.start(directory, "topics", "write", "alerts", "alerts.jsonl");
        assertThat(write.exitCode()).as(write.errors()).isZero();
        await()
            .atMost(Headrace.PATIENCE)
            .untilAsserted(
                () ->
                    assertThat(received)
                        .containsExactly("{\"level\":\"high\"}", "{\"level\":\"ü\"}"));
        node.stop();
      }
    } finally {
      server.stop(0);
    }
  }

  private void runOnce(String folder) throws Exception {
    Headrace once =
        Headrace.start(
            directory, "run", folder, "--once", "--kafka", "127.0.0.1:0", "--rest", "127.0.0.1:0");
    assertThat(once.exitCode()).as(once.output() + once.errors()).isZero();
  }

  private static Map<String, String> postgresAddress() {
    return Map.of("127.0.0.1:5432", "127.0.0.1:" + postgres.port());
  }

  private static String postgresUrl() {
    return postgres.url();
  }

  private String sqliteUrl(String file) {
    return "jdbc:sqlite:" + directory.resolve(file);
  }

  private static List<String> rows(String url, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      List<String> rows = new ArrayList<>();
      if (!statement.execute(sql)) {
        return rows;
      }
      try (ResultSet result = statement.getResultSet()) {
        int columns = result.getMetaData().getColumnCount();
        while (result.next()) {
          List<String> row = new ArrayList<>();
          for (int i = 1; i <= columns; i++) {
            row.add(result.getString(i));
          }
          rows.add(String.join("|", row));
        }
      }
      return rows;
    }
  }

  private List<String> lines(String file) throws IOException {
    Path path = directory.resolve("examples-out").resolve(file);
    return Files.exists(path) ? Files.readAllLines(path) : List.of();
  }

  private static HttpServer server() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
    return server;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static int statusOf(HttpRequest request) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException _) {
      return 0; // It does not listen yet.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }
}
