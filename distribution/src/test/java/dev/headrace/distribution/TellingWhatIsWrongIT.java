package dev.headrace.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each mistake is answered with what, where, what next, and an exit code; nothing is started. */
class TellingWhatIsWrongIT {

  @TempDir private Path directory;

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          unknown connector | 'connector.class':'file-sorce','path':'a','topic':'t'               | config.unknown-connector | file-source
          unknown key       | 'connector.class':'file-source','path':'a','topic':'t','fromat':'csv' | config.unknown-key     | Did you mean `format`
          wrong type        | 'connector.class':'file-source','path':'a','topic':'t','tasks.max':'x' | config.wrong-type     | tasks.max
          missing key       | 'connector.class':'file-source','topic':'t'                           | config.missing-key     | path
          """)
  void aWrongConfigIsRefused(String what, String settings, String code, String hint)
      throws Exception {
    Files.writeString(
        directory.resolve("one.json"),
        "{\"name\": \"one\", \"config\": {\n  %s}}".formatted(settings.replace('\'', '"')));

    Headrace run = run("one.json");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errors())
        .contains("error: one.json:", code, hint, "next:", "nothing was started");
  }

  @Test
  void jsonThatIsNoneIsToldWithLineAndColumn() throws Exception {
    Files.writeString(directory.resolve("one.json"), "{\"name\": \"one\",\n  oops}");

    Headrace run = run("one.json");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errors()).contains("one.json:2:");
  }

  @Test
  void aFileThatIsNotThereIsTold() throws Exception {
    Headrace run = run("nowhere.json");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errors()).contains("nowhere.json", "config.file-missing", "next:");
  }

  @Test
  void aPortInUseIsToldWithTheSetting() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Headrace run =
          Headrace.start(
              directory,
              "run",
              "--rest",
              "127.0.0.1:0",
              "--kafka",
              "127.0.0.1:" + taken.getLocalPort());

      assertThat(run.exitCode()).isEqualTo(3);
      assertThat(run.errors())
          .contains(
              "cannot listen: Address already in use.",
              "kafka.listen",
              "--kafka HOST:PORT",
              "port 0");
    }
  }

  @Test
  void aRestPortInUseIsToldWithTheSetting() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Headrace run =
          Headrace.start(
              directory,
              "run",
              "--kafka",
              "127.0.0.1:0",
              "--rest",
              "127.0.0.1:" + taken.getLocalPort());

      assertThat(run.exitCode()).isEqualTo(3);
      assertThat(run.errors())
          .contains("cannot listen: Address already in use.", "rest.listen", "--rest HOST:PORT");
    }
  }

  @Test
  void aDataDirectoryInUseIsTold() throws Exception {
    try (Headrace _ = Headrace.node(directory)) {
      Headrace second = run();

      assertThat(second.exitCode()).isEqualTo(3);
      assertThat(second.errors()).contains("data.in-use", "--data DIR");
    }
  }

  @Test
  void aDataDirectoryOfANewerFormatIsTold() throws Exception {
    try (Headrace node = Headrace.node(directory)) {
      node.stop();
    }
    raiseFormatVersion();

    Headrace run = run();

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.errors()).contains("data.newer-format", "next:");
  }

  @Test
  void aFileInPlaceOfTheDataDirectoryIsTold() throws Exception {
    Files.writeString(directory.resolve("data"), "no folder");

    Headrace run = run();

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.errors()).contains("--data DIR");
  }

  @Test
  void tooLittleDiskSpaceIsTold() throws Exception {
    Path small = Files.createDirectory(directory.resolve("small"));
    Assumptions.assumeTrue(
        command("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", small.toString()) == 0,
        "mounting a small disk needs root");
    try {
      Headrace run = run("--data", small.toString());

      assertThat(run.exitCode()).isEqualTo(3);
      assertThat(run.errors()).contains("data.disk-full", "MiB", "next:");
    } finally {
      command("umount", small.toString());
    }
  }

  @Test
  void aKafkaClusterThatDoesNotAnswerIsTold() throws Exception {
    Headrace run = run("--log", "127.0.0.1:1");

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.errors()).contains("[log.unavailable]", "127.0.0.1:1", "next:", "--log");
    assertThat(run.errors().lines()).hasSize(2);
  }

  @Test
  void whatIsNoAddressOfAKafkaClusterIsTold() throws Exception {
    Headrace run = run("--log", "kafka1:9092,kafka2");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errors()).contains("--log: ", "kafka1:9092,kafka2", "next:");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "rnu, Did you mean `run`?",
    "dance, The commands are: run",
    "run --onec, Did you mean `--once`?",
    "topics lits, Did you mean `list`?",
    "validate, FILE|DIR"
  })
  void aMistypedCommandIsAnsweredWithTheNearest(String arguments, String hint) throws Exception {
    Headrace run = Headrace.start(directory, arguments.split(" "));

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errors()).startsWith("error: ").contains("[usage]", "next: ", hint, "--help");
    assertThat(run.errors().lines()).hasSize(2);
  }

  @Test
  void aFolderOfPluginsThatIsNotThereIsTold() throws Exception {
    Headrace run = run("--once", "--plugins", "plugsin");

    assertThat(run.exitCode()).isEqualTo(0);
    assertThat(run.errors()).contains("error: plugsin: ", "plugin.no-folder", "next:");
  }

  private Headrace run(String... arguments) throws IOException {
    String[] all = new String[arguments.length + 5];
    all[0] = "run";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    System.arraycopy(
        new String[] {"--kafka", "127.0.0.1:0", "--rest", "127.0.0.1:0"},
        0,
        all,
        arguments.length + 1,
        4);
    return Headrace.start(directory, all);
  }

  /** The format version is a number in a small file of the data directory. */
  private void raiseFormatVersion() throws IOException {
    Path file = directory.resolve("data/headrace.format");
    Files.writeString(file, Files.readString(file).replaceFirst("\\d+", "999"));
  }

  private static int command(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
  }
}
