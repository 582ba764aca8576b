package dev.headrace.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connector.config.DataSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadingNodeSettingsTest {

  @TempDir Path folder;

  @Test
  void hasADefaultForEverything() {
    assertThat(loaded(Optional.empty()))
        .isEqualTo(
            new NodeSettings(
                Path.of("data"),
                "127.0.0.1:9092",
                "127.0.0.1:8083",
                Path.of("plugins"),
                false,
                Optional.empty(),
                new LogSettings(
                    Optional.empty(),
                    LogSettings.Flush.FSYNC,
                    new DataSize(1L << 30),
                    604_800_000,
                    new RetentionSettings(604_800_000, -1, 300_000),
                    new DiskSettings(new DataSize(256L << 20), Optional.empty()),
                    new CleanerSettings(new DataSize(16L << 20), new DataSize(64L << 20), 15_000)),
                1,
                true,
                new DataSize(1_048_588),
                4,
                false,
                -1,
                600_000,
                new MaxSettings(10_000, Integer.MAX_VALUE, 32),
                new QueuedSettings(new DataSize(128L << 20), new DataSize(128L << 20)),
                new DataSize(100L << 20),
                600_000,
                30_000,
                60_000));
  }

  @Test
  void letsTheCommandLineWinOverTheFile() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("node.json"), "{\"num.partitions\": 3, \"log.flush\": \"os\"}");

    NodeSettings settings = loaded(Optional.of(file), "num.partitions=7");

    assertThat(settings.numPartitions()).isEqualTo(7);
    assertThat(settings.log().flush()).isEqualTo(LogSettings.Flush.OS);
  }

  @Test
  void tellsAllThatIsWrongAndWhere() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("node.json"),
            """
            {
              "num.partitions": "many",
              "num.partition": 3
            }
            """);

    assertThat(wrong(Optional.of(file), "log.flush=never", "nothing"))
        .extracting(problem -> problem.problem().code() + " " + problem.where())
        .containsExactlyInAnyOrder(
            "config.syntax --set nothing",
            "config.not-allowed --set log.flush",
            "config.wrong-type " + file + ":2:3",
            "config.unknown-key " + file + ":3:3");
  }

  @Test
  void namesTheOptionThatItsUserWrote() {
    NodeSettingsSource.Loaded loaded =
        NodeSettingsSource.load(
            Optional.empty(),
            List.of("kafka.listen=127.0.0.1:0"),
            List.of(new NodeSettingsSource.Flag("--kafka", "kafka.listen", "nowhere")));

    assertThat(loaded)
        .isInstanceOfSatisfying(
            NodeSettingsSource.Loaded.Wrong.class,
            wrong ->
                assertThat(wrong.problems())
                    .extracting(ConfigProblem::where)
                    .containsExactly("--kafka"));
  }

  @Test
  void refusesToListenBeyondThisMachineUnlessToldTo() {
    assertThat(wrong(Optional.empty(), "rest.listen=0.0.0.0:8083"))
        .extracting(problem -> problem.problem().code())
        .containsExactly("config.insecure");

    assertThat(loaded(Optional.empty(), "rest.listen=0.0.0.0:0", "insecure=true").restAddress())
        .isEqualTo(new ListenAddress("0.0.0.0", 0));
    assertThat(loaded(Optional.empty(), "kafka.listen=[::1]:0").kafkaAddress().host())
        .isEqualTo("::1");
  }

  @Test
  void refusesWhatIsNoAddress() {
    for (String text : List.of("9092", ":9092", "localhost:", "localhost:65536", "::1:9092", "")) {
      assertThat(wrong(Optional.empty(), "kafka.listen=" + text))
          .extracting(problem -> problem.problem().code())
          .containsExactly("config.wrong-type");
    }
  }

  @Test
  void takesOneOrMoreAddressesOfAKafkaCluster() {
    String cluster = "kafka1:9092, [::1]:9092";

    NodeSettings settings =
        loaded(Optional.empty(), "log.bootstrap.servers=" + cluster, "kafka.listen=0.0.0.0:9092");

    assertThat(settings.log().bootstrapServers()).contains(cluster);
    for (String text : List.of("kafka1", "kafka1:0", ",kafka1:9092", "http://kafka1:9092")) {
      assertThat(wrong(Optional.empty(), "log.bootstrap.servers=" + text))
          .extracting(problem -> problem.problem().code())
          .containsExactly("config.wrong-type");
    }
  }

  @Test
  void refusesRoomForLessThanOneRequest() {
    assertThat(wrong(Optional.empty(), "queued.max.request.bytes=50MiB"))
        .extracting(problem -> problem.problem().code() + " " + problem.problem().next())
        .singleElement()
        .asString()
        .contains("config.not-allowed", "socket.request.max.bytes");
    NodeSettings settings =
        loaded(
            Optional.empty(),
            "queued.max.request.bytes=50MiB",
            "socket.request.max.bytes=20MiB",
            "max.connections=20",
            "max.connections.per.ip=5");
    assertThat(settings.max().connectionsPerIp()).isEqualTo(5);
    assertThat(settings.queuedMax().requestBytes()).isEqualTo(new DataSize(50L << 20));
  }

  private static NodeSettings loaded(Optional<Path> file, String... assignments) {
    return switch (NodeSettingsSource.load(file, List.of(assignments), List.of())) {
      case NodeSettingsSource.Loaded.Settings(NodeSettings settings) -> settings;
      case NodeSettingsSource.Loaded.Wrong(List<ConfigProblem> problems) ->
          throw new AssertionError(problems.toString());
    };
  }

  private static List<ConfigProblem> wrong(Optional<Path> file, String... assignments) {
    return switch (NodeSettingsSource.load(file, List.of(assignments), List.of())) {
      case NodeSettingsSource.Loaded.Settings(NodeSettings settings) ->
          throw new AssertionError(settings.toString());
      case NodeSettingsSource.Loaded.Wrong(List<ConfigProblem> problems) -> problems;
    };
  }
}
