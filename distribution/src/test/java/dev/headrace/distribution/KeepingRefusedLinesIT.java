package dev.headrace.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A line that is no record is left out, told, and kept in a topic of its own. */
class KeepingRefusedLinesIT {

  private static final String PIPE =
      """
      {"name": "in", "config": {"connector.class": "file-source", "path": "in.txt",
        "topic": "lines", "value.format": "text", "max.line.length": "10B",
        "errors.tolerance": "all", "errors.deadletterqueue.topic.name": "dead"}}
      """;

  @TempDir private Path directory;

  @Test
  void andAllOthersArrive() throws Exception {
    Files.writeString(directory.resolve("pipe.json"), PIPE);
    Files.writeString(directory.resolve("in.txt"), "eins\nviel zu lang\ndrei\n");
    try (Headrace node = Headrace.node(directory, "pipe.json")) {
      JsonNode progress =
          await()
              .atMost(Headrace.PATIENCE)
              .until(() -> progress(node), shown -> shown.path("refused").asLong() == 1);

      assertThat(progress.path("records").asLong()).isEqualTo(2);
      assertThat(progress.at("/last_refusal/where").asText()).contains("in.txt", "line 2");
      assertThat(read("lines", 2)).contains("eins", "drei").doesNotContain("lang");
      assertThat(read("dead", 1)).contains("viel zu");
      node.stop();
    }
  }

  private static JsonNode progress(Headrace node) throws Exception {
    return new JsonMapper()
        .readTree(node.get("/connectors/in/status").body())
        .at("/tasks/0/progress");
  }

  private String read(String topic, int records) throws Exception {
    try (Headrace read =
        Headrace.start(directory, "topics", "read", topic, "--max", Integer.toString(records))) {
      assertThat(read.exitCode()).as(read.errors()).isZero();
      return read.output();
    }
  }
}
