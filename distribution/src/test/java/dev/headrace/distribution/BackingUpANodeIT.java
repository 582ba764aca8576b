package dev.headrace.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Backups of a node while files go through it, clients write transactions and a group reads; a new
 * node on each of them goes on as if the first had been killed at that moment.
 */
class BackingUpANodeIT {

  private static final int BACKUPS = Math.max(2, Integer.getInteger("headrace.rounds", 3) - 1);
  private static final String LINE = "a line of a file, größer than it looks\n";

  @TempDir private Path directory;

  private volatile boolean isEnough;

  /** What was acknowledged when a backup was begun. */
  private record Taken(String folder, int pairs, int linesExported) {}

  @Test
  void aNodeOnEachBackupGoesOn() throws Exception {
    writeConfigs(directory);
    Files.writeString(directory.resolve("source.txt"), LINE);
    List<Taken> backups = new ArrayList<>();
    PairClients clients;
    try (ExecutorService threads = Executors.newFixedThreadPool(2);
        Headrace node = Headrace.node(directory, "connectors")) {
      clients = new PairClients(node.kafka());
      clients.createTopics();
      List<Future<?>> working =
          List.of(
              threads.submit(() -> clients.write(this::growSource)),
              threads.submit(() -> clients.read(() -> isEnough)));
      try {
        for (int round = 0; round < BACKUPS; round++) {
          int more = clients.acknowledged() + 20;
          await()
              .atMost(Headrace.PATIENCE)
              .until(() -> clients.acknowledged() >= more && exported(directory) > 20);
          backups.add(backUp(clients, "backup-" + round));
        }
      } finally {
        isEnough = true;
      }
      for (Future<?> each : working) {
        each.get(Headrace.PATIENCE.toSeconds(), TimeUnit.SECONDS);
      }
      awaitExported(directory);
      node.stop();
    }
    backups.add(backUp(clients, "backup-stopped"));

    for (Taken backup : backups) {
      restoreAndCheck(backup, clients);
    }
  }

  /** Before each transaction; returns whether there are to be more. */
  private boolean growSource() {
    try {
      Files.writeString(
          directory.resolve("source.txt"), LINE + LINE + LINE, StandardOpenOption.APPEND);
      return !isEnough;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Taken backUp(PairClients clients, String folder) throws Exception {
    int pairs = clients.acknowledged();
    int lines = exported(directory);
    Headrace command = Headrace.start(directory, "backup", folder);
    assertThat(command.exitCode()).as(command.errors()).isZero();
    assertThat(command.output())
        .contains("backed up ", " partitions, ", " to " + directory.resolve(folder));
    return new Taken(folder, pairs, lines);
  }

  private void restoreAndCheck(Taken backup, PairClients clients) throws Exception {
    Path place = Files.createDirectory(directory.resolve("on-" + backup.folder()));
    writeConfigs(place);
    Headrace command =
        Headrace.start(
            place, "restore", directory.resolve(backup.folder()).toString(), "--data", "data");
    assertThat(command.exitCode()).as(command.errors()).isZero();
    assertThat(command.output()).contains("restored ", "start it with: headrace run --data data");
    // The far sides are as they are when the node is back: the sink's is ahead of the backup.
    Files.copy(directory.resolve("source.txt"), place.resolve("source.txt"));
    Files.copy(directory.resolve("target.txt"), place.resolve("target.txt"));

    try (Headrace node = Headrace.node(place, "connectors")) {
      PairClients there = new PairClients(node.kafka());
      List<String> left = there.committed(PairClients.LEFT);
      assertThat(there.committed(PairClients.RIGHT)).as(backup.folder()).isEqualTo(left);
      assertThat(left).as(backup.folder()).doesNotHaveDuplicates();
      assertThat(left.size()).as(backup.folder()).isGreaterThanOrEqualTo(backup.pairs());
      assertThat(clients.values()).as("never aborted").containsAll(left);
      assertThat(there.groupOffset())
          .as("of the group, %s", backup.folder())
          .isBetween(1L, there.end(PairClients.LEFT));
      awaitExported(place);
      assertThat(there.committed("lines").size())
          .as("lines in the log")
          .isEqualTo(exported(place))
          .isGreaterThanOrEqualTo(backup.linesExported());
      node.stop();
    }
    assertThat(Files.mismatch(place.resolve("source.txt"), place.resolve("target.txt")))
        .as("first different byte, %s", backup.folder())
        .isEqualTo(-1);
  }

  private static int exported(Path place) throws IOException {
    Path target = place.resolve("target.txt");
    return Files.exists(target) ? Files.readAllLines(target).size() : 0;
  }

  private static void awaitExported(Path place) {
    await()
        .atMost(Headrace.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(Files.mismatch(place.resolve("source.txt"), place.resolve("target.txt")))
                    .isEqualTo(-1));
  }

  private static void writeConfigs(Path place) throws IOException {
    Path folder = Files.createDirectory(place.resolve("connectors"));
    Files.writeString(
        folder.resolve("in.json"),
        """
        {"name": "in", "config": {"connector.class": "file-source", "path": "source.txt",
          "format": "lines", "topic": "lines"}}
        """);
    Files.writeString(
        folder.resolve("out.json"),
        """
        {"name": "out", "config": {"connector.class": "file-sink", "path": "target.txt",
          "format": "lines", "topics": "lines"}}
        """);
  }

  @Test
  void tellsWhatItCannotDo() throws Exception {
    assertRefused(3, "backup.no-data", "backup", "b");
    assertRefused(3, "node.unreachable", "backup", "b", "--rest", "127.0.0.1:1");
    assertRefused(2, "backup.none", "restore", "nowhere");
    try (Headrace node = Headrace.node(directory)) {
      assertRefused(2, "backup.target-in-data", "backup", "data/b", "--rest", rest(node));
      assertRefused(2, "backup.data-in-target", "backup", ".", "--rest", rest(node));
      Files.writeString(Files.createDirectory(directory.resolve("full")).resolve("a"), "");
      assertRefused(2, "backup.target-not-empty", "backup", "full", "--rest", rest(node));
      Headrace backup = Headrace.start(directory, "backup", "b", "--rest", rest(node), "--json");
      assertThat(backup.exitCode()).as(backup.errors()).isZero();
      assertThat(backup.output()).startsWith("{\"directory\":\"" + directory.resolve("b"));
      assertRefused(2, "restore.target-not-empty", "restore", "b");
      assertRefused(2, "restore.target-in-backup", "restore", "b", "--data", "b/data2");
      node.stop();
    }
    Files.delete(directory.resolve("b/data/headrace.format"));
    assertRefused(1, "backup.damaged", "restore", "b", "--data", "other");
    assertThat(directory.resolve("other")).doesNotExist();
    Files.delete(directory.resolve("b/manifest.json"));
    assertRefused(1, "backup.unfinished", "restore", "b", "--data", "other");
  }

  @Test
  void tellsWhereTheKeyOfSecretsBelongs() throws Exception {
    try (Headrace node = Headrace.node(directory)) {
      node.stop();
    }
    Files.writeString(directory.resolve("data/secrets.key"), "the key");

    assertThat(run("backup", "without"))
        .contains("secrets.key of the data directory is not part of it: keep a copy elsewhere");
    assertThat(run("restore", "without", "--data", "locked"))
        .contains("secrets in configs that were sent to REST cannot be opened")
        .contains("cp OLD_DATA/secrets.key locked/secrets.key && chmod 600 locked/secrets.key");
    assertThat(directory.resolve("locked/secrets.key")).doesNotExist();

    assertThat(run("backup", "with", "--with-secrets-key"))
        .contains("warning: secrets.key is part of it");
    assertThat(run("restore", "with", "--data", "open"))
        .contains("with secrets.key, so secrets in configs can be opened");
    assertThat(directory.resolve("open/secrets.key")).hasContent("the key");
    assertThat(run("backup", "--help")).contains("--with-secrets-key");
  }

  private String run(String... arguments) throws Exception {
    Headrace command = Headrace.start(directory, arguments);
    assertThat(command.exitCode()).as(command.errors()).isZero();
    return command.output();
  }

  private static String rest(Headrace node) throws IOException {
    return node.nodeFile().path("rest").asText();
  }

  private void assertRefused(int exitCode, String hint, String... arguments) throws Exception {
    Headrace command = Headrace.start(directory, arguments);
    assertThat(command.exitCode()).as(command.errors()).isEqualTo(exitCode);
    assertThat(command.errors()).startsWith("error: ").contains(hint, "next: ");
  }
}
