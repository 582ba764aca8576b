package dev.headrace.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headrace.distribution.Headrace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code run --log} with Apache Kafka as the log: what holds on the built-in one holds there. */
class RunningOnApacheKafkaIT {

  private static final int ROUNDS = Integer.getInteger("headrace.rounds", 3);

  @TempDir private static Path elsewhere;
  private static KafkaBroker broker;

  @TempDir private Path directory;

  @BeforeAll
  static void startTheBroker() throws IOException {
    broker = KafkaBroker.start(elsewhere);
  }

  @AfterAll
  static void stopTheBroker() throws InterruptedException {
    broker.close();
  }

  /** Names of their own for each test: what is in the topics and groups stays. */
  @BeforeEach
  void writeTheConnectors() throws IOException {
    String name = directory.getFileName().toString();
    Path folder = Files.createDirectory(directory.resolve("connectors"));
    Files.writeString(
        folder.resolve("in.json"),
        """
        {"name": "in-%1$s", "config": {"connector.class": "file-source", "path": "source.txt",
          "format": "lines", "topic": "%1$s"}}
        """
            .formatted(name));
    Files.writeString(
        folder.resolve("out.json"),
        """
        {"name": "out-%1$s", "config": {"connector.class": "file-sink", "path": "target.txt",
          "format": "lines", "topics": "%1$s"}}
        """
            .formatted(name));
  }

  @Test
  void allIsMovedOnce() throws Exception {
    Files.writeString(directory.resolve("source.txt"), lines(0, 10_000));

    Headrace run =
        Headrace.start(
            directory,
            "run",
            "connectors",
            "--once",
            "--log",
            broker.bootstrapServers(),
            "--rest",
            "127.0.0.1:0");

    assertThat(run.exitCode()).as(run.errors()).isZero();
    assertAlike();
  }

  @Test
  void killingTheWorkerLosesAndDoublesNothing() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Path source = Files.writeString(directory.resolve("source.txt"), lines(0, 100_000));

    for (int round = 1; round <= ROUNDS; round++) {
      try (Headrace node = node()) {
        long killAfterMillis = random.nextInt(1_500);
        await()
            .pollDelay(Duration.ofMillis(killAfterMillis))
            .atMost(Duration.ofMillis(killAfterMillis).plusSeconds(5))
            .until(() -> true);
        node.kill();
      }
      Files.writeString(source, lines(100_000 * round, 10_000), StandardOpenOption.APPEND);
    }

    try (Headrace node = node()) {
      await()
          .atMost(Headrace.PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(Files.size(directory.resolve("target.txt")))
                      .as("seed %d", seed)
                      .isEqualTo(Files.size(source)));
      node.stop();
    }
    assertAlike();
  }

  @Test
  void killingTheBrokerLosesAndDoublesNothing() throws Exception {
    Path source = Files.writeString(directory.resolve("source.txt"), lines(0, 1_000));
    try (Headrace node = node()) {
      await().atMost(Headrace.PATIENCE).untilAsserted(this::assertAlike);

      // When
      Files.writeString(source, lines(1_000, 200_000), StandardOpenOption.APPEND);
      broker.kill();
      broker.restart();

      // Then
      await().atMost(Headrace.PATIENCE).untilAsserted(this::assertAlike);
      node.stop();
    }
  }

  private Headrace node() throws IOException {
    return Headrace.node(directory, "connectors", "--log", broker.bootstrapServers());
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
