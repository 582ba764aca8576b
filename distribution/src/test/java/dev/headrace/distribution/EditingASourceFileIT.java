package dev.headrace.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an editor adds to a source file arrives once, though it writes the whole file anew. */
class EditingASourceFileIT {

  private static final String PIPE =
      """
      [
        {"name": "in", "config": {"connector.class": "file-source", "path": "in.txt",
          "topic": "lines", "value.format": "text"}},
        {"name": "out", "config": {"connector.class": "file-sink", "path": "out.txt",
          "topics": "lines", "value.format": "text"}}
      ]
      """;

  @TempDir private Path directory;

  @Test
  void whileANodeRunsAndWhileNoneDoes() throws Exception {
    Files.writeString(directory.resolve("pipe.json"), PIPE);
    Files.writeString(directory.resolve("in.txt"), "eins\nzwei\n");
    try (Headrace node = Headrace.node(directory, "pipe.json")) {
      awaitOut("eins\nzwei\n");
      append("drei");
      awaitOut("eins\nzwei\ndrei\n");
      append("vier");
      awaitOut("eins\nzwei\ndrei\nvier\n");
      node.stop();
    }
    append("fünf");

    try (Headrace node = Headrace.node(directory, "pipe.json")) {
      awaitOut("eins\nzwei\ndrei\nvier\nfünf\n");
      append("sechs");
      awaitOut("eins\nzwei\ndrei\nvier\nfünf\nsechs\n");
      node.stop();
    }
  }

  /** By a new file that is renamed to the old one's name. */
  private void append(String line) throws IOException, InterruptedException {
    Process sed =
        new ProcessBuilder("sed", "-i", "$ a " + line, "in.txt")
            .directory(directory.toFile())
            .start();
    assertThat(sed.waitFor()).isZero();
  }

  private void awaitOut(String text) {
    Path out = directory.resolve("out.txt");
    await()
        .atMost(Headrace.PATIENCE)
        .untilAsserted(() -> assertThat(out).exists().hasContent(text));
  }
}
