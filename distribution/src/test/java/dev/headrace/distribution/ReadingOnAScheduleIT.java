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
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that is read at times arrives once, though the process is killed in between. */
class ReadingOnAScheduleIT {

  private static final JsonMapper JSON = new JsonMapper();

  @TempDir private Path directory;

  @Test
  void bringsWhatIsNewEachTimeAndNothingTwice() throws Exception {
    pipe("1s");
    append("eins\n");
    try (Headrace node = Headrace.node(directory, "pipe.json")) {
      awaitOut("eins\n");
      awaitRuns(node, 2);
      append("zwei\n");
      awaitOut("eins\nzwei\n");
      node.kill();
    }
    append("drei\n");

    try (Headrace node = Headrace.node(directory, "pipe.json")) {
      awaitOut("eins\nzwei\ndrei\n");
      awaitRuns(node, 3);
      node.stop();
    }
    assertThat(directory.resolve("out.txt")).hasContent("eins\nzwei\ndrei\n");
  }

  @Test
  void runOnceDoesNotWaitForTheTime() throws Exception {
    pipe("0 0 3 1 1 ?");
    append("eins\n");

    try (Headrace node =
        Headrace.start(
            directory,
            "run",
            "pipe.json",
            "--once",
            "--kafka",
            "127.0.0.1:0",
            "--rest",
            "127.0.0.1:0")) {
      assertThat(node.exitCode()).as(node.errors()).isZero();
    }

    assertThat(directory.resolve("out.txt")).hasContent("eins\n");
  }

  @Test
  void bringsATableAsAWholeInEachRun() throws Exception {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("table.db"));
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE days (id INTEGER PRIMARY KEY)");
      statement.execute("INSERT INTO days VALUES (1), (2)");
    }
    Files.writeString(
        directory.resolve("pipe.json"),
        """
        [
          {"name": "in", "config": {"connector.class": "jdbc-source", "url": "jdbc:sqlite:table.db",
            "tables": "days", "topic": "days", "schedule": "1s"}},
          {"name": "out", "config": {"connector.class": "file-sink", "path": "out.txt",
            "format": "json", "topics": "days"}}
        ]
        """);
    String run = "{\"id\":1}\n{\"id\":2}\n";

    try (Headrace node = Headrace.node(directory, "pipe.json")) {
      await()
          .atMost(Headrace.PATIENCE)
          .until(() -> Files.exists(out()) && Files.readString(out()).startsWith(run.repeat(3)));
      node.stop();
    }
    assertThat(Files.readString(out()).replace(run, "")).isEmpty();
  }

  private Path out() {
    return directory.resolve("out.txt");
  }

  private void pipe(String schedule) throws IOException {
    Files.writeString(
        directory.resolve("pipe.json"),
        """
        [
          {"name": "in", "config": {"connector.class": "file-source", "path": "in.txt",
            "topic": "lines", "value.format": "text", "schedule": "%s"}},
          {"name": "out", "config": {"connector.class": "file-sink", "path": "out.txt",
            "topics": "lines", "value.format": "text"}}
        ]
        """
            .formatted(schedule));
  }

  private void append(String text) throws IOException {
    Files.writeString(
        directory.resolve("in.txt"), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private void awaitOut(String text) {
    Path out = directory.resolve("out.txt");
    await()
        .atMost(Headrace.PATIENCE)
        .untilAsserted(() -> assertThat(out).exists().hasContent(text));
  }

  private static void awaitRuns(Headrace node, int count) {
    await().atMost(Headrace.PATIENCE).until(() -> runs(node).size() >= count);
  }

  private static JsonNode runs(Headrace node) throws IOException, InterruptedException {
    return JSON.readTree(node.get("/connectors/in/status").body()).at("/schedule/runs");
  }
}
