package dev.headrace.connectors.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.headrace.connector.FlushReason;
import dev.headrace.connector.Refused;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WritingValuesTest {

  @TempDir Path folder;

  @Test
  void writesTheBytesOfValuesAsLines() throws Exception {
    // When
    List<Refused> refused = write("lines", List.of(value("größer\r"), value(""), value("b")));

    // Then
    assertThat(refused).isEmpty();
    assertThat(written()).isEqualTo("größer\r\n\nb\n");
  }

  @Test
  void refusesValuesThatWouldNotBeReadBackAsOneLine() throws Exception {
    // When
    List<Refused> refused = write("lines", List.of(value("a\nb"), value("c"), Optional.empty()));

    // Then
    assertThat(refused)
        .extracting(Refused::offset, one -> one.why().code())
        .containsExactly(tuple(0L, "file.value-with-line-feed"), tuple(2L, "file.tombstone"));
    assertThat(written()).isEqualTo("c\n");
  }

  @Test
  void writesEachJsonValueOnOneLine() throws Exception {
    // When
    List<Refused> refused =
        write("json", List.of(value("{\"a\": \"ü\"}"), value("[\n  1,\n  2\n]"), Optional.empty()));

    // Then
    assertThat(refused).isEmpty();
    assertThat(written()).isEqualTo("{\"a\": \"ü\"}\n[1,2]\nnull\n");
  }

  @Test
  void refusesValuesThatAreNotJson() throws Exception {
    // When
    List<Refused> refused =
        write("json", List.of(value("plain text"), value("1"), value("{\"a\":")));

    // Then
    assertThat(refused)
        .extracting(Refused::offset, one -> one.why().code())
        .containsExactly(tuple(0L, "file.value-not-json"), tuple(2L, "file.value-not-json"));
    assertThat(written()).isEqualTo("1\n");
  }

  @Test
  void writesValuesLargerThanItsBuffer() throws Exception {
    String large = "x".repeat(1_000_000);
    write("lines", List.of(value("a"), value(large), value("b")));
    assertThat(written()).isEqualTo("a\n" + large + "\nb\n");
  }

  private List<Refused> write(String format, List<Optional<byte[]>> values) throws Exception {
    try (SinkTask task =
        SinkTask.begin(Map.of("path", folder.resolve("out").toString(), "format", format))) {
      List<Refused> refused = task.write(0, values);
      task.flush(FlushReason.STOP);
      return refused;
    }
  }

  private String written() throws Exception {
    return Files.readString(folder.resolve("out"));
  }

  private static Optional<byte[]> value(String text) {
    return Optional.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
