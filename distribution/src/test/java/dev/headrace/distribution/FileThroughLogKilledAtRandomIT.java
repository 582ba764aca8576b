package dev.headrace.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file goes through the log into a file, while the process is killed again and again. */
class FileThroughLogKilledAtRandomIT {

  private static final int ROUNDS = Integer.getInteger("headrace.rounds", 3);
  private static final String[] WORDS = {"plain", "größer", "日本語", "😀", "", " ", "\t", "naïve"};

  @TempDir private Path directory;

  @Test
  void bothFilesAreAlikeByteForByte() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Path source = directory.resolve("source.txt");
    Path target = directory.resolve("target.txt");
    writeConfigs();
    Files.writeString(source, text(random, 200_000));

    // When it is killed at random points, while the file grows
    for (int round = 0; round < ROUNDS; round++) {
      try (Headrace node = Headrace.node(directory, "connectors")) {
        long killAfterMillis = random.nextInt(1_500);
        await()
            .pollDelay(Duration.ofMillis(killAfterMillis))
            .atMost(Duration.ofMillis(killAfterMillis).plusSeconds(5))
            .until(() -> true);
        node.kill();
      }
      Files.writeString(source, text(random, 20_000), StandardOpenOption.APPEND);
    }

    // Then the last run makes the files alike
    try (Headrace node = Headrace.node(directory, "connectors")) {
      await()
          .atMost(Headrace.PATIENCE)
          .pollInterval(Duration.ofMillis(50))
          .untilAsserted(
              () ->
                  assertThat(Files.size(target)).as("seed %d", seed).isEqualTo(Files.size(source)));
      node.stop();
    }
    assertThat(Files.mismatch(source, target))
        .as("first different byte, seed %d", seed)
        .isEqualTo(-1);
  }

  /** Lines with LF and CRLF, of one to four bytes a character. */
  private static String text(Random random, int lines) {
    StringBuilder text = new StringBuilder();
    for (int line = 0; line < lines; line++) {
      text.append(line).append(' ');
      for (int word = random.nextInt(12); word > 0; word--) {
        text.append(WORDS[random.nextInt(WORDS.length)]);
      }
      text.append(random.nextBoolean() ? "\n" : "\r\n");
    }
    return text.toString();
  }

  private void writeConfigs() throws IOException {
    Path folder = Files.createDirectory(directory.resolve("connectors"));
    Files.writeString(
        folder.resolve("in.json"),
        """
        {"name": "in", "config": {"connector.class": "file-source", "path": "source.txt",
          "format": "lines", "topic": "lines"}}
        """,
        StandardCharsets.UTF_8);
    Files.writeString(
        folder.resolve("out.json"),
        """
        {"name": "out", "config": {"connector.class": "file-sink", "path": "target.txt",
          "format": "lines", "topics": "lines"}}
        """,
        StandardCharsets.UTF_8);
  }
}
