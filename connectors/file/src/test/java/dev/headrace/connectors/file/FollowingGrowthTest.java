package dev.headrace.connectors.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FollowingGrowthTest {

  @TempDir Path folder;

  @Test
  void readsALineOnceItIsComplete() throws Exception {
    Path file = folder.resolve("app.log");
    try (Follower follower = new Follower(Map.of("path", file.toString()))) {
      append(file, "one\ntw");
      assertThat(follower.look()).containsExactly("one");
      append(file, "o");
      assertThat(follower.look()).containsExactly("one");
      append(file, "\nthree\n");
      assertThat(follower.look()).containsExactly("one", "two", "three");
    }
  }

  @Test
  void joinsACharacterThatWasWrittenInTwoParts() throws Exception {
    Path file = folder.resolve("app.log");
    byte[] line = "Straße → 東京\n".getBytes(StandardCharsets.UTF_8);
    try (Follower follower = new Follower(Map.of("path", file.toString()))) {
      for (int cut = 1; cut < line.length; cut++) {
        append(file, Arrays.copyOfRange(line, 0, cut));
        follower.look();
        append(file, Arrays.copyOfRange(line, cut, line.length));
        assertThat(follower.look()).hasSize(cut).containsOnly("Straße → 東京");
      }
    }
  }

  @Test
  void waitsForAFileThatIsNotThereYet() throws Exception {
    Path file = folder.resolve("app.log");
    try (Follower follower = new Follower(Map.of("path", file.toString()))) {
      assertThat(follower.look()).isEmpty();
      append(file, "one\n");
      assertThat(follower.look()).containsExactly("one");
    }
  }

  @Test
  void goesOnAtItsByteAfterARestart() throws Exception {
    Path file = folder.resolve("app.log");
    try (Follower follower = new Follower(Map.of("path", file.toString()))) {
      append(file, "größer\n東\r\nhalf");
      follower.look();
      follower.restart();
      append(file, " whole\n");
      assertThat(follower.look()).containsExactly("größer", "東\r", "half whole");
    }
  }

  private static void append(Path file, String text) throws IOException {
    append(file, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void append(Path file, byte[] bytes) throws IOException {
    Files.write(file, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
