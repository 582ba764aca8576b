package dev.headrace.connectors.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connector.ReadMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Editors and {@code sed -i} write a file anew. Where the new one begins with all that was read of
 * the former, reading goes on behind it; else it is another file and is read from its start.
 */
final class FollowingReplacedFilesTest {

  private static final Duration A_SECOND = Duration.ofMillis(1001);

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name() throws IOException {
    file = Files.writeString(folder.resolve("a.txt"), "one\ntwo\n");
  }

  @Test
  void goesOnInAFileThatWasReplacedWhileItIsRead() throws Exception {
    try (Follower follower = new Follower(Map.of("path", file.toString()))) {
      follower.look();
      for (String line : List.of("three", "four", "five", "six")) {
        replace(file, Files.readString(file) + line + "\n");
        looks(follower);
      }

      assertThat(follower.look()).containsExactly("one", "two", "three", "four", "five", "six");
      assertThat(follower.committed()).hasSize(1);
    }
  }

  @Test
  void goesOnInAFileThatWasReplacedWhileNobodyLooked() throws Exception {
    try (Follower follower = new Follower(Map.of("path", file.toString()))) {
      follower.look();
      for (String line : List.of("three", "four", "five", "six")) {
        follower.restart();
        replace(file, Files.readString(file) + line + "\n");
        looks(follower);
      }

      assertThat(follower.look()).containsExactly("one", "two", "three", "four", "five", "six");
    }
  }

  @Test
  void goesOnWhenItIsReadOnceAgain() throws Exception {
    try (Follower follower = new Follower(Map.of("path", file.toString()), ReadMode.ONCE)) {
      follower.look();
      follower.restart();
      replace(file, "one\ntwo\nthree\n");
      follower.look();
      follower.restart();
      replace(file, "one\ntwo\nthree\nfour");

      assertThat(follower.look()).containsExactly("one", "two", "three", "four");
    }
  }

  @Test
  void goesOnInFoldersAndGlobs() throws Exception {
    for (String path : List.of(folder.toString(), folder + "/*.txt")) {
      Files.writeString(file, "one\ntwo\n");
      try (Follower follower = new Follower(Map.of("path", path))) {
        follower.look();
        replace(file, "one\ntwo\nthree\n");
        looks(follower);
        follower.restart();
        replace(file, "one\ntwo\nthree\nfour\n");

        assertThat(looks(follower)).containsExactly("one", "two", "three", "four");
      }
    }
  }

  @Test
  void readsTheRestOfTheFormerFileOnce() throws Exception {
    try (Follower follower = new Follower(Map.of("path", file.toString()))) {
      follower.look();
      Files.writeString(file, "three\n", StandardOpenOption.APPEND);
      replace(file, "one\ntwo\nthree\nfour\n");

      assertThat(looks(follower)).containsExactly("one", "two", "three", "four");
    }
  }

  @Test
  void completesTheLastLineOfTheFormerFile() throws Exception {
    Files.writeString(file, "one\ntwo\nthr");
    try (Follower follower = new Follower(Map.of("path", file.toString()))) {
      follower.look();
      replace(file, "one\ntwo\nthree\n");

      assertThat(looks(follower)).containsExactly("one", "two", "three");
    }
  }

  @Test
  void goesOnInCsvUnderTheSameHeader() throws Exception {
    Files.writeString(file, "name\nada\n");
    try (Follower follower = new Follower(Map.of("path", file.toString(), "format", "csv"))) {
      follower.look();
      replace(file, "name\nada\ngrace\n");

      assertThat(looks(follower)).containsExactly("{\"name\":\"ada\"}", "{\"name\":\"grace\"}");
    }
  }

  @Test
  void goesOnInAFileThatIsWrittenAnewInPlaceHoweverSlowly() throws Exception {
    try (Follower follower = new Follower(Map.of("path", file.toString()))) {
      follower.look();
      Files.writeString(file, "", StandardOpenOption.TRUNCATE_EXISTING);
      follower.look();
      Files.writeString(file, "one\nt", StandardOpenOption.APPEND);
      follower.look();
      Files.writeString(file, "wo\nthree\n", StandardOpenOption.APPEND);

      assertThat(follower.look()).containsExactly("one", "two", "three");
    }
  }

  @Test
  void goesOnWhenAnEditorKeepsABackup() throws Exception {
    try (Follower follower = new Follower(Map.of("path", file.toString()))) {
      follower.look();
      Files.move(file, folder.resolve("a.txt~"));
      follower.look();
      Files.writeString(file, "on");
      follower.passes(A_SECOND);
      follower.look();
      Files.writeString(file, "e\ntwo\nthree\n", StandardOpenOption.APPEND);

      assertThat(looks(follower)).containsExactly("one", "two", "three");
    }
  }

  @Test
  void leavesBackupsInAFolderAlone() throws Exception {
    try (Follower follower = new Follower(Map.of("path", folder.toString()))) {
      follower.look();
      Files.move(file, folder.resolve("a.txt~"));
      Files.writeString(file, "one\ntwo\nthree\n");

      assertThat(looks(follower)).containsExactly("one", "two", "three");
    }
  }

  @Test
  void readsAFileThatWasChangedBeforeItsEndFromItsStart() throws Exception {
    try (Follower follower = new Follower(Map.of("path", file.toString()))) {
      follower.look();
      replace(file, "ONE\ntwo\nthree\n");
      looks(follower);
      follower.restart();
      replace(file, "ONE\nTWO\nthree\n");

      assertThat(looks(follower))
          .containsExactly("one", "two", "ONE", "two", "three", "ONE", "TWO", "three");
    }
  }

  @Test
  void readsAShorterFileFromItsStartWhenNobodyWritesToIt() throws Exception {
    try (Follower follower = new Follower(Map.of("path", file.toString()))) {
      follower.look();
      replace(file, "one\n");
      follower.passes(A_SECOND);
      assertThat(follower.look()).containsExactly("one", "two");

      follower.passes(Duration.ofSeconds(5));

      assertThat(looks(follower)).containsExactly("one", "two", "one");
    }
  }

  @Test
  void readsASuccessorThatBeginsAlikeFromItsStartWhenTheFormerIsOnlyRotated() throws Exception {
    try (Follower follower = new Follower(Map.of("path", file.toString()))) {
      follower.look();
      Files.move(file, folder.resolve("a.txt.1"));
      Files.writeString(file, "one\ntwo\nthree\n");

      assertThat(looks(follower)).containsExactly("one", "two", "one", "two", "three");
      assertThat(follower.committed()).hasSize(2);
    }
  }

  @Test
  void comparesWithTheLatestFileAtAPathOnly() throws Exception {
    try (Follower follower = new Follower(Map.of("path", file.toString()))) {
      follower.look();
      Path rotated = folder.resolve("a.txt.1");
      Files.move(file, rotated);
      follower.passes(Duration.ofSeconds(1));
      Files.writeString(file, "other\n");
      looks(follower);
      follower.restart();
      replace(file, "one\ntwo\nthree\n");
      Files.delete(rotated); // not before: its inode could be had again

      assertThat(looks(follower)).containsExactly("one", "two", "other", "one", "two", "three");
    }
  }

  @Test
  void doesNotTakeAnotherFileThatGotTheInodeForTheFormer() throws Exception {
    Path other = Files.writeString(folder.resolve("b.txt"), "b\n");
    try (Follower follower = new Follower(Map.of("path", folder + "/*.txt"))) {
      // Given: a partition that is named after the inode that b.txt has, and reads a.txt
      follower.look();
      FilePosition first = follower.committed().remove(Sighting.of(file).identity());
      follower.committed().clear();
      follower
          .committed()
          .put(
              Sighting.of(other).identity(),
              new FilePosition(
                  first.path(),
                  first.offset(),
                  first.line(),
                  first.headLength(),
                  first.headHash(),
                  Sighting.of(file).identity().id(),
                  first.sinceMillis(),
                  first.blocksHash(),
                  first.restHash()));
      int before = follower.output().texts().size();
      follower.restart();
      replace(file, "one\ntwo\nthree\n");

      // Then
      List<String> texts = looks(follower);
      assertThat(texts.subList(before, texts.size())).containsExactlyInAnyOrder("three", "b");
      follower.restart();
      Files.writeString(other, "c\n", StandardOpenOption.APPEND);
      assertThat(looks(follower)).endsWith("c").hasSize(before + 3);
    }
  }

  @Test
  void readsAReplacedFileFromItsStartWhenAnOlderReleaseKeptNoFingerprint() throws Exception {
    try (Follower follower = new Follower(Map.of("path", file.toString()))) {
      follower.look();
      follower.committed().replaceAll((_, position) -> withoutPrint(position));
      follower.restart();
      Files.writeString(file, "three\n", StandardOpenOption.APPEND);
      assertThat(looks(follower)).containsExactly("one", "two", "three");

      follower.committed().replaceAll((_, position) -> withoutPrint(position));
      follower.restart();
      replace(file, "one\ntwo\nthree\n");
      assertThat(looks(follower)).containsExactly("one", "two", "three", "one", "two", "three");
    }
  }

  private static FilePosition withoutPrint(FilePosition position) {
    return new FilePosition(
        position.path(),
        position.offset(),
        position.line(),
        position.headLength(),
        position.headHash(),
        "",
        0,
        0,
        0);
  }

  /** As {@code sed -i} does. */
  private static void replace(Path file, String text) throws IOException {
    Path beside = file.resolveSibling(".new");
    Files.writeString(beside, text);
    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Some looks, a second apart. */
  private static List<String> looks(Follower follower) throws Exception {
    for (int i = 0; i < 3; i++) {
      follower.look();
      follower.passes(A_SECOND);
    }
    return follower.look();
  }
}
