package dev.headrace.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A JDBC driver that Headrace does not have serves {@code jdbc-sink} and {@code jdbc-source} when
 * its jar lies in a folder of plugins: of a database that is known, and of one that is not.
 */
class DroppingInADriverIT {

  private static final Path DRIVERS = Headrace.HOME.resolve("distribution/target/drivers");
  private static final String LINES =
      """
      {"id":1,"name":"größer","price":"0.45"}
      {"id":2,"name":"日本語","price":"12.00"}
      """;

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"h2", "hsqldb"})
  void rowsGoInAndComeBack(String database) throws Exception {
    dropIn(database);
    writeConfigs(database);

    runOnce("there.json", 0);
    runOnce("back.json", 0);

    assertThat(directory.resolve("out.jsonl")).hasContent(LINES);
  }

  @Test
  void tellsWhereADriverThatIsMissingBelongs() throws Exception {
    writeConfigs("h2");

    String told = runOnce("there.json", 2);

    assertThat(told)
        .contains("jdbc.no-driver")
        .contains("There is no driver for URLs that begin with jdbc:h2:.")
        .contains("a folder of its own in `plugins.dir`");
  }

  @Test
  void listsIt() throws Exception {
    dropIn("hsqldb");

    try (Headrace list = Headrace.start(directory, "plugins", "list")) {
      assertThat(list.exitCode()).as(list.errors()).isZero();
      assertThat(list.output())
          .contains("JDBC driver      org.hsqldb.jdbc.JDBCDriver 2.")
          .contains("plugins/hsqldb");
    }
  }

  @Test
  void listsItAsJsonBesideTheConnectors() throws Exception {
    dropIn("hsqldb");

    try (Headrace list = Headrace.start(directory, "plugins", "list", "--json")) {
      assertThat(list.exitCode()).as(list.errors()).isZero();
      JsonNode plugins = new ObjectMapper().readTree(list.output());
      assertThat(plugins)
          .extracting(it -> it.path("type").asText() + " " + it.path("name").asText())
          .contains(
              "source file-source", "sink file-sink", "jdbc-driver org.hsqldb.jdbc.JDBCDriver");
      assertThat(plugins)
          .last()
          .satisfies(
              driver -> {
                assertThat(driver.path("version").asText()).startsWith("2.");
                assertThat(driver.path("origin").asText()).endsWith("plugins/hsqldb");
              });
    }
  }

  /** Copies the jar, which the build has fetched. */
  private void dropIn(String database) throws IOException {
    Path folder = Files.createDirectories(directory.resolve("plugins").resolve(database));
    try (Stream<Path> jars = Files.list(DRIVERS)) {
      Path jar =
          jars.filter(it -> it.getFileName().toString().startsWith(database + "-"))
              .findFirst()
              .orElseThrow();
      Files.copy(jar, folder.resolve(jar.getFileName()));
    }
  }

  private String runOnce(String config, int exitCode) throws Exception {
    try (Headrace once =
        Headrace.start(
            directory,
            "run",
            config,
            "--once",
            "--kafka",
            "127.0.0.1:0",
            "--rest",
            "127.0.0.1:0")) {
      String told = once.exitCode() + once.output() + once.errors();
      assertThat(told).startsWith(Integer.toString(exitCode));
      return told;
    }
  }

  private void writeConfigs(String database) throws IOException {
    String url = "jdbc:%s:file:%s".formatted(database, directory.resolve("database"));
    Files.writeString(directory.resolve("in.jsonl"), LINES);
    Files.writeString(
        directory.resolve("there.json"),
        """
        [
          {"name": "in", "config": {"connector.class": "file-source", "path": "in.jsonl",
            "format": "json", "topic": "goods"}},
          {"name": "out", "config": {"connector.class": "jdbc-sink", "url": "%s", "topics": "goods",
            "mode": "upsert", "key.columns": "id"}}
        ]
        """
            .formatted(url));
    Files.writeString(
        directory.resolve("back.json"),
        """
        [
          {"name": "back", "config": {"connector.class": "jdbc-source", "url": "%s",
            "tables": "goods", "topic": "rows"}},
          {"name": "file", "config": {"connector.class": "file-sink", "path": "out.jsonl",
            "format": "json", "topics": "rows"}}
        ]
        """
            .formatted(url));
  }
}
