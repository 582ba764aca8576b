package dev.headrace.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code run --log}: the connectors are here, the log is what listens elsewhere. */
class UsingAnotherLogIT {

  private static final int ROUNDS = Integer.getInteger("headrace.rounds", 3);

  @TempDir private Path directory;
  @TempDir private Path elsewhere;
  private Headrace log;

  @BeforeEach
  void startTheLog() throws IOException {
    log = Headrace.node(elsewhere);
    Files.writeString(
        Files.createDirectory(directory.resolve("connectors")).resolve("in.json"),
        """
        {"name": "in", "config": {"connector.class": "file-source", "path": "source.txt",
          "format": "lines", "topic": "lines"}}
        """);
    Files.writeString(
        directory.resolve("connectors/out.json"),
        """
        {"name": "out", "config": {"connector.class": "file-sink", "path": "target.txt",
          "format": "lines", "topics": "lines"}}
        """);
  }

  @AfterEach
  void stopTheLog() throws InterruptedException {
    log.close();
  }

  @Test
  void allIsMovedAndTheFolderHoldsNoLog() throws Exception {
    Files.writeString(directory.resolve("source.txt"), lines(0, 10_000));

    Headrace run =
        Headrace.start(
            directory,
            "run",
            "connectors",
            "--once",
            "--log",
            log.kafka(),
            "--rest",
            "127.0.0.1:0");

    assertThat(run.exitCode()).as(run.errors()).isZero();
    assertThat(run.output()).contains("Kafka  " + log.kafka());
    assertAlike();
    try (var kept = Files.list(directory.resolve("data"))) {
      assertThat(kept.map(path -> path.getFileName().toString())).containsExactly(".lock");
    }
    Headrace topics = Headrace.start(directory, "topics", "list", "--kafka", log.kafka());
    assertThat(topics.exitCode()).isZero();
    assertThat(topics.output()).contains("lines");
  }

  @Test
  void killingTheWorkerLosesAndDoublesNothing() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Path source = Files.writeString(directory.resolve("source.txt"), lines(0, 100_000));

    for (int round = 1; round <= ROUNDS; round++) {
      try (Headrace node = Headrace.node(directory, "connectors", "--log", log.kafka())) {
        long killAfterMillis = random.nextInt(1_500);
        await()
            .pollDelay(Duration.ofMillis(killAfterMillis))
            .atMost(Duration.ofMillis(killAfterMillis).plusSeconds(5))
            .until(() -> true);
        node.kill();
      }
      Files.writeString(source, lines(100_000 * round, 10_000), StandardOpenOption.APPEND);
    }

    awaitAlike(seed);
  }

  @Test
  void aLogThatIsAwayForAWhileIsWaitedFor() throws Exception {
    Files.writeString(directory.resolve("source.txt"), lines(0, 1_000));
    String address = log.kafka();
    try (Headrace node = Headrace.node(directory, "connectors", "--log", address)) {
      await().atMost(Headrace.PATIENCE).untilAsserted(this::assertAlike);

      // When
      log.kill();
      Files.writeString(
          directory.resolve("source.txt"), lines(1_000, 50_000), StandardOpenOption.APPEND);
      log = Headrace.start(elsewhere, "run", "--kafka", address, "--rest", "127.0.0.1:0");
      log.awaitStarted();

      // Then
      await().atMost(Headrace.PATIENCE).untilAsserted(this::assertAlike);
      node.stop();
    }
  }

  private void awaitAlike(long seed) throws Exception {
    try (Headrace node = Headrace.node(directory, "connectors", "--log", log.kafka())) {
      await()
          .atMost(Headrace.PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(Files.size(directory.resolve("target.txt")))
                      .as("seed %d", seed)
                      .isEqualTo(Files.size(directory.resolve("source.txt"))));
      node.stop();
    }
    assertAlike();
  }

  private void assertAlike() throws IOException {
    assertThat(directory.resolve("target.txt"))
        .hasSameBinaryContentAs(directory.resolve("source.txt"));
  }

  private static String lines(int from, int count) {
    StringBuilder lines = new StringBuilder();
    for (int line = from; line < from + count; line++) {
      lines.append("line ").append(line).append('\n');
    }
    return lines.toString();
  }
}
