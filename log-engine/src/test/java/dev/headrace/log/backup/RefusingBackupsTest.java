package dev.headrace.log.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.headrace.log.EngineSettings;
import dev.headrace.log.Engines;
import dev.headrace.log.LogEngine;
import dev.headrace.log.storage.DataCut;
import dev.headrace.log.storage.DataDirectoryException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A backup is restored whole and as it was written, or not at all. */
final class RefusingBackupsTest {

  @TempDir Path directory;
  private Path backup;
  private Path data;

  @BeforeEach
  void backUp() throws Exception {
    backup = directory.resolve("backup");
    data = directory.resolve("data");
    try (LogEngine engine = LogEngine.open(EngineSettings.of(directory.resolve("original")))) {
      Engines.createTopic(engine, "orders", 1);
      Engines.commit(engine.writer("w"), Engines.staged("orders", 0, "a", "b"));
      write(engine, backup);
    }
  }

  private static void write(LogEngine engine, Path folder) throws Exception {
    try (DataCut cut = engine.cut()) {
      BackupWriter.write(cut, Beside.NOTHING, folder, "1.2.3", Instant.EPOCH, new CopyProgress());
    }
  }

  private Path segment() {
    return backup.resolve("data/orders-0/00000000000000000000.log");
  }

  private void editManifest(String from, String to) throws IOException {
    Path manifest = backup.resolve("manifest.json");
    String text = Files.readString(manifest);
    assertThat(text).contains(from);
    Files.writeString(manifest, text.replace(from, to));
  }

  /** Restoring is refused with this code, and leaves nothing behind. */
  private BackupException refusal(String code) {
    BackupException refusal =
        catchThrowableOfType(
            BackupException.class, () -> BackupRestorer.restore(backup, data, new CopyProgress()));
    assertThat(refusal.code()).isEqualTo(code);
    assertThat(refusal.next()).endsWith(".");
    assertThat(data).doesNotExist();
    return refusal;
  }

  @Test
  void theManifestTellsWhatIsInIt() throws Exception {
    BackupManifest manifest = BackupManifest.read(backup);

    assertThat(manifest.release()).isEqualTo("1.2.3");
    assertThat(manifest.taken()).isEqualTo(Instant.EPOCH);
    assertThat(manifest.partitions())
        .filteredOn(it -> it.topic().equals("orders"))
        .singleElement()
        .satisfies(it -> assertThat(it.end()).isEqualTo(2));
    assertThat(manifest.files())
        .extracting(BackupManifest.CopiedFile::name)
        .contains("orders-0/00000000000000000000.log", "orders-0/partition.metadata")
        .doesNotContain(".lock", "secrets.key")
        .noneMatch(it -> it.endsWith("replayed.state"))
        .last()
        .isEqualTo("headrace.format");
    assertThat(manifest.sizeInBytes()).isGreaterThan(Files.size(segment()));
    assertThat(BackupManifest.decode(manifest.encode(), backup)).isEqualTo(manifest);
  }

  @Test
  void aFileThatWasChanged() throws Exception {
    byte[] bytes = Files.readAllBytes(segment());
    bytes[bytes.length / 2] ^= 1;
    Files.write(segment(), bytes);

    assertThat(refusal("backup.damaged")).hasMessageContaining("00000000000000000000.log");
  }

  @Test
  void aFileThatWasCutShort() throws Exception {
    byte[] bytes = Files.readAllBytes(segment());
    Files.write(segment(), Arrays.copyOf(bytes, bytes.length - 1));

    assertThat(refusal("backup.damaged")).hasMessageContaining("in place of " + bytes.length);
  }

  @Test
  void aFileThatIsMissing() throws Exception {
    Files.delete(segment());

    assertThat(refusal("backup.damaged")).hasMessageContaining("missing");
  }

  @Test
  void oneThatWasNeverFinished() throws Exception {
    Files.delete(backup.resolve("manifest.json"));

    refusal("backup.unfinished");
  }

  @Test
  void aFolderThatIsNoBackup() throws Exception {
    backup = Files.createDirectory(directory.resolve("photos"));
    refusal("backup.none");

    backup = directory.resolve("nowhere");
    refusal("backup.none");
  }

  @Test
  void oneOfANewerRelease() throws Exception {
    editManifest("\"format\" : 1", "\"format\" : 2");

    assertThat(refusal("backup.newer-format")).hasMessageContaining("format 2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "", "[]", "{\"format\": 0}", "{\"format\": 1}", "null"})
  void oneWhoseManifestIsDamaged(String manifest) throws Exception {
    Files.writeString(backup.resolve("manifest.json"), manifest);

    refusal("backup.damaged");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../orders", "/tmp/x", "a/../../b", "..", "a/..", "a/b/c", ""})
  void namesThatLeadElsewhere(String name) throws Exception {
    editManifest("\"orders-0/partition.metadata\"", "\"" + name + "\"");

    refusal("backup.damaged");
  }

  @Test
  void oneWithoutItsFormat() throws Exception {
    editManifest("\"headrace.format\"", "\"headrace.other\"");
    Files.move(backup.resolve("data/headrace.format"), backup.resolve("data/headrace.other"));

    assertThat(refusal("backup.damaged")).hasMessageContaining("not part of the backup");
  }

  @Test
  void foldersThatAreNotEmpty() throws Exception {
    Files.createDirectories(data);
    Files.writeString(data.resolve("mine"), "precious");

    assertThatThrownBy(() -> BackupRestorer.restore(backup, data, new CopyProgress()))
        .isInstanceOfSatisfying(
            BackupException.class,
            it -> assertThat(it.code()).isEqualTo("restore.target-not-empty"));
    try (LogEngine engine = LogEngine.open(EngineSettings.of(directory.resolve("original")))) {
      for (Path taken : List.of(data, backup, data.resolve("mine"))) {
        assertThatThrownBy(() -> write(engine, taken))
            .isInstanceOfSatisfying(
                BackupException.class,
                it -> assertThat(it.code()).isEqualTo("backup.target-not-empty"));
      }
    }
    assertThat(data.resolve("mine")).hasContent("precious");
    BackupManifest.read(backup);
  }

  @Test
  void anEmptyFolderIsTaken() throws Exception {
    Files.createDirectories(data);

    BackupRestorer.restore(backup, data, new CopyProgress());

    try (LogEngine engine = LogEngine.open(EngineSettings.of(data))) {
      assertThat(Engines.committed(engine, "orders", 0)).containsExactly("a", "b");
    }
  }

  @Test
  void whatIsCancelledLeavesNothing() throws Exception {
    CopyProgress cancelled = new CopyProgress();
    cancelled.cancel();

    assertThatThrownBy(() -> BackupRestorer.restore(backup, data, cancelled))
        .isInstanceOfSatisfying(
            BackupException.class, it -> assertThat(it.code()).isEqualTo("restore.cancelled"));
    assertThat(data).doesNotExist();
    Path other = Files.createDirectory(directory.resolve("other"));
    try (LogEngine engine = LogEngine.open(EngineSettings.of(directory.resolve("original")));
        DataCut cut = engine.cut()) {
      assertThatThrownBy(
              () -> BackupWriter.write(cut, Beside.NOTHING, other, "1", Instant.EPOCH, cancelled))
          .isInstanceOfSatisfying(
              BackupException.class, it -> assertThat(it.code()).isEqualTo("backup.cancelled"));
    }
    try (Stream<Path> left = Files.list(other)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void noNodeTakesAHalfForADataDirectory() throws Exception {
    BackupRestorer.restore(backup, data, new CopyProgress());
    Files.writeString(
        data.resolve("headrace.format"), BackupRestorer.unfinished(), StandardCharsets.US_ASCII);

    assertThatThrownBy(() -> LogEngine.open(EngineSettings.of(data)))
        .isInstanceOfSatisfying(
            DataDirectoryException.class, it -> assertThat(it.code()).isEqualTo("data.damaged"));
  }
}
