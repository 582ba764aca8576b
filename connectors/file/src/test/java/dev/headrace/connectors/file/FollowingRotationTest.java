package dev.headrace.connectors.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FollowingRotationTest {

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("app.log");
  }

  @Test
  void readsTheRestOfARenamedFileBeforeItsSuccessor() throws Exception {
    try (Follower follower = new Follower(Map.of("path", file.toString()))) {
      // Given
      append(file, "one\n");
      follower.look();

      // When
      append(file, "two\n");
      Files.move(file, folder.resolve("app.log.1"));
      append(file, "three\n");

      // Then
      assertThat(looks(follower, 2)).containsExactly("one", "two", "three");
    }
  }

  @Test
  void findsRenamedFilesAfterARestartOldestFirst() throws Exception {
    try (Follower follower = new Follower(Map.of("path", file.toString()))) {
      // Given
      append(file, "one\n");
      follower.look();
      follower.restart();

      // When
      append(file, "two\n");
      Files.move(file, folder.resolve("app.log.1"));
      append(file, "three\n");

      // Then
      assertThat(looks(follower, 3)).containsExactly("one", "two", "three");
    }
  }

  @Test
  void findsAFileThatWasRenamedTwiceWhileNobodyLooked() throws Exception {
    try (Follower follower = new Follower(Map.of("path", file.toString()))) {
      // Given
      append(file, "one\n");
      follower.look();
      follower.restart();
      append(file, "two\n");
      Files.move(file, folder.resolve("app.log.1"));
      append(file, "three\n");
      follower.look();
      follower.restart();

      // When
      append(folder.resolve("app.log.1"), "late\n");
      Files.move(folder.resolve("app.log.1"), folder.resolve("app.log.2"));

      // Then
      assertThat(looks(follower, 3)).containsExactly("one", "two", "late", "three");
    }
  }

  @Test
  void leavesAFileAloneThatAnotherPathNamed() throws Exception {
    Path other = folder.resolve("other.log");
    try (Follower before = new Follower(Map.of("path", other.toString()));
        Follower follower = new Follower(Map.of("path", file.toString()))) {
      // Given
      append(other, "one\nunfinished");
      before.look();
      follower.committed().putAll(before.committed());

      // When
      append(file, "two\n");

      // Then
      assertThat(follower.look()).containsExactly("two");
    }
  }

  @Test
  void takesTheLastLineOfARenamedFileThatStaysQuiet() throws Exception {
    try (Follower follower = new Follower(Map.of("path", file.toString()))) {
      // Given
      append(file, "one\ntwo without end");
      follower.look();
      Files.move(file, folder.resolve("app.log.1"));
      append(file, "three\n");
      assertThat(looks(follower, 2)).containsExactly("one");

      // When
      follower.passes(Duration.ofSeconds(6));

      // Then
      assertThat(looks(follower, 3)).containsExactly("one", "two without end", "three");
    }
  }

  @Test
  void readsATruncatedFileFromItsStart() throws Exception {
    try (Follower follower = new Follower(Map.of("path", file.toString()))) {
      // Given
      append(file, "one\ntwo\n");
      follower.look();

      // When
      Files.writeString(file, "x\n", StandardOpenOption.TRUNCATE_EXISTING);

      // Then
      assertThat(follower.look()).containsExactly("one", "two", "x");
    }
  }

  @Test
  void noticesATruncatedFileThatHasGrownBeyondItsFormerEnd() throws Exception {
    try (Follower follower = new Follower(Map.of("path", file.toString()))) {
      // Given
      append(file, "one\ntwo\n");
      follower.look();

      // When
      Files.writeString(file, "other\nlines\nand more\n", StandardOpenOption.TRUNCATE_EXISTING);

      // Then
      assertThat(follower.look()).containsExactly("one", "two", "other", "lines", "and more");
    }
  }

  @Test
  void noticesAfterARestartThatTheFileWasRewritten() throws Exception {
    try (Follower follower = new Follower(Map.of("path", file.toString()))) {
      // Given
      append(file, "one\ntwo\n");
      follower.look();
      follower.restart();

      // When
      Files.writeString(file, "other\nlines\nand more\n", StandardOpenOption.TRUNCATE_EXISTING);

      // Then
      assertThat(follower.look()).containsExactly("one", "two", "other", "lines", "and more");
    }
  }

  @Test
  void keepsItsPlaceWhenTheDeviceHasAnotherNumber() throws Exception {
    try (Follower follower = new Follower(Map.of("path", file.toString()))) {
      // Given
      append(file, "one\n");
      follower.look();
      follower.restart();
      SourceFile now = follower.committed().keySet().iterator().next();
      FilePosition position = follower.committed().remove(now);
      follower.committed().put(new SourceFile(now.id().replaceFirst("dev=", "dev=f")), position);

      // When
      append(file, "two\n");

      // Then
      assertThat(follower.look()).containsExactly("one", "two");
    }
  }

  private static List<String> looks(Follower follower, int times) throws Exception {
    for (int i = 1; i < times; i++) {
      follower.look();
    }
    return follower.look();
  }

  private static void append(Path file, String text) throws IOException {
    Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
