package dev.headrace.connectors.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connector.Raw;
import dev.headrace.connector.testing.CollectingOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReadingLongLinesTest {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {101, 5_000, 300_000, 3_000_000})
  void rejectsOneOnceAndGoesOnBehindIt(int length) throws Exception {
    // When
    CollectingOutput<FilePosition> output =
        OneFile.read(
            folder,
            "a\n" + "x".repeat(length) + "\n" + "y".repeat(100) + "\n",
            Map.of("max.line.length", "100"));

    // Then
    assertThat(output.texts()).containsExactly("a", "y".repeat(100));
    assertThat(OneFile.codes(output)).containsExactly("file.line-too-long at line 2");
    Raw raw = output.rejected().getFirst().raw();
    assertThat(raw.size()).isEqualTo(length);
    assertThat(raw.bytes()).hasSize(Math.min(length, Raw.MAX_BYTES));
  }

  @Test
  void takesALineOfTheGreatestLength() throws Exception {
    String longest = "x".repeat(1024 * 1024);
    assertThat(OneFile.read(folder, "a\n" + longest + "\nb\n", Map.of()).texts())
        .containsExactly("a", longest, "b");
  }

  @Test
  void rejectsOneThatGrowsSlowlyAndOneAtTheEnd() throws Exception {
    Path file = folder.resolve("app.log");
    try (Follower follower =
        new Follower(Map.of("path", file.toString(), "max.line.length", "10"))) {
      for (int i = 0; i < 9; i++) {
        append(file, "12345");
        follower.look();
      }
      append(file, "\nshort\n");
      follower.look();
      assertThat(follower.output().texts()).containsExactly("short");
      assertThat(follower.output().rejected()).hasSize(1);
      assertThat(follower.output().rejected().getFirst().raw().size()).isEqualTo(45);
    }
    assertThat(
            OneFile.codes(OneFile.read(folder, "a\n12345678901", Map.of("max.line.length", "10"))))
        .containsExactly("file.line-too-long at line 2");
  }

  private static void append(Path file, String text) throws IOException {
    Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
