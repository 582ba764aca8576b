package dev.headrace.connectors.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connector.testing.CollectingOutput;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReadingJsonLinesTest {

  @TempDir Path folder;

  @Test
  void passesJsonOnAndRejectsWhatIsNone() throws Exception {
    // When
    CollectingOutput<FilePosition> output =
        OneFile.read(
            folder, "{\"a\": \"ü\"}\n\n[1, 2]\n{\"a\":}\nnull\n{} {}\n", Map.of("format", "json"));

    // Then
    assertThat(output.texts()).containsExactly("{\"a\": \"ü\"}", "[1, 2]", "null");
    assertThat(OneFile.codes(output))
        .containsExactly("file.not-json at line 4", "file.not-json at line 6");
  }
}
