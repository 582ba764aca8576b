package dev.headrace.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that is to end says which path it cannot use, and ends with the exit code for that. */
class TellingWhatMayNotBeReadIT {

  @TempDir private Path directory;

  private PlainUser user;

  @BeforeEach
  void beAPlainUser() throws Exception {
    user = PlainUser.in(directory);
    Files.writeString(Files.createDirectory(directory.resolve("in")).resolve("a.txt"), "one\n");
  }

  @AfterEach
  void letTheTestCleanUp() throws IOException {
    PlainUser.open(directory.resolve("in"));
  }

  @Test
  void aSourceFileThatIsNotThere() throws Exception {
    assertRefused(runOnce("nowhere/a.txt"), "nowhere/a.txt does not exist", "file.not-found");
  }

  @Test
  void aSourceFileThatMayNotBeRead() throws Exception {
    PlainUser.shut(directory.resolve("in/a.txt"));

    assertRefused(runOnce("in/a.txt"), "in/a.txt may not be", "file.access-denied");
  }

  @Test
  void aSourceFolderThatMayNotBeListed() throws Exception {
    PlainUser.shut(directory.resolve("in"));

    assertRefused(runOnce("in"), "in may not be", "file.access-denied");
  }

  @Test
  void aFileInAFolderThatMayNotBeEntered() throws Exception {
    PlainUser.shut(directory.resolve("in"));

    assertRefused(runOnce("in/a.txt"), "in/a.txt may not be", "file.access-denied");
  }

  @Test
  void aGlobBelowAFolderThatMayNotBeEntered() throws Exception {
    PlainUser.shut(directory.resolve("in"));

    assertRefused(runOnce("in/*.txt"), "in may not be", "file.access-denied");
  }

  @Test
  void aConnectorFileThatMayNotBeRead() throws Exception {
    PlainUser.shut(Files.writeString(directory.resolve("one.json"), "{}"));

    Headrace run = run();

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errors()).contains("error: one.json:", "config.file-unreadable", "next:");
  }

  @Test
  void aDataDirectoryThatMayNotBeWritten() throws Exception {
    config("in/a.txt");
    PlainUser.shut(Files.createDirectory(directory.resolve("data")));

    Headrace run = run();

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.errors()).contains("data.not-writable", "next:");
    PlainUser.open(directory.resolve("data"));
  }

  private void assertRefused(Headrace run, String what, String code) throws Exception {
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errors()).contains("error: one.json (one): " + what, code, "next:");
  }

  private Headrace runOnce(String path) throws IOException {
    config(path);
    return run();
  }

  private void config(String path) throws IOException {
    Files.writeString(
        directory.resolve("one.json"),
        """
        {"name": "one", "config": {"connector.class": "file-source", "path": "%s", "topic": "t"}}
        """
            .formatted(path));
  }

  private Headrace run() throws IOException {
    return user.start(
        directory, "run", "one.json", "--once", "--kafka", "127.0.0.1:0", "--rest", "127.0.0.1:0");
  }
}
