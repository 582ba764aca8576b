package dev.headrace.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's first command, in a copy of the folder it names. */
class QuickStartIT {

  private static final String FOLDER = "config-examples/quickstart";
  private static final int AIRPORTS = 5_210;
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir private Path directory;
  private Path airports = Path.of("");
  private Path result = Path.of("");

  @BeforeEach
  void copyTheFolder() throws IOException {
    Path folder = Files.createDirectories(directory.resolve(FOLDER));
    try (Stream<Path> files = Files.list(Headrace.HOME.resolve(FOLDER))) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
    airports = folder.resolve("airports.csv");
    result = directory.resolve("quickstart-out/airports.jsonl");
  }

  @Test
  void importsExportsFollowsAndGoesOnWhereItEnded() throws Exception {
    // When it runs for the first time
    try (Headrace node = Headrace.node(directory, FOLDER)) {
      awaitLines(AIRPORTS);

      // Then all rows are there, in order, as JSON, and it says what it does
      assertThat(rows().getFirst().path("name").asText()).isEqualTo("Aleknagik / New Airport");
      assertThat(rows()).anyMatch(row -> row.path("municipality").asText().equals("Ürümqi"));
      assertThat(rows().stream().map(row -> row.path("ident").asText())).isSorted();
      assertThat(node.output())
          .contains("airports.csv → topic airports", "exactly once", "try next", "topics read");
      assertThat(node.get("/connectors").body().strip())
          .isEqualTo("[\"airports-database\",\"airports-export\",\"airports-import\"]");

      // And in the database
      await()
          .atMost(Headrace.PATIENCE)
          .untilAsserted(() -> assertThat(rowsInDatabase()).isEqualTo(AIRPORTS));

      // When a row is appended
      long appended = System.nanoTime();
      Files.writeString(
          airports,
          "ZZZZ,small_airport,\"Größenwahn, \"\"Süd\"\"\",Köln,Germany,DE-NW,50.9,6.9,3,\n",
          StandardOpenOption.APPEND);
      awaitLines(AIRPORTS + 1);

      // Then it shows at once
      System.out.printf(
          "an appended row showed after %d ms%n", (System.nanoTime() - appended) / 1_000_000);
      assertThat(rows().getLast().path("name").asText()).isEqualTo("Größenwahn, \"Süd\"");
      node.stop();
    }

    // When it runs again
    byte[] before = Files.readAllBytes(result);
    try (Headrace again = Headrace.node(directory, FOLDER)) {
      await()
          .atMost(Headrace.PATIENCE)
          .until(() -> again.get("/connectors?expand=status").body().contains("RUNNING"));
      again.stop();
    }

    // Then nothing is added
    assertThat(Files.readAllBytes(result)).isEqualTo(before);
  }

  private int rowsInDatabase() throws SQLException {
    String url = "jdbc:sqlite:" + directory.resolve("quickstart-out/airports.db");
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet count = statement.executeQuery("select count(*) from airports")) {
      return count.getInt(1);
    }
  }

  private void awaitLines(int count) {
    await()
        .atMost(Headrace.PATIENCE)
        .pollInterval(Duration.ofMillis(10))
        .untilAsserted(
            () -> {
              assertThat(result).exists();
              try (Stream<String> lines = Files.lines(result)) {
                assertThat(lines.count()).isEqualTo(count);
              }
            });
  }

  private List<JsonNode> rows() throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    for (String line : Files.readAllLines(result)) {
      rows.add(JSON.readTree(line));
    }
    return rows;
  }
}
