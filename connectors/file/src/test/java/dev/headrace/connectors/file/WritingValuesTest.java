package dev.headrace.connectors.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.headrace.connector.FlushReason;
import dev.headrace.connector.Refused;
import dev.headrace.connector.Value;
import dev.headrace.connector.ValueForm;
import dev.headrace.connector.testing.ListSinkBatch.Entry;
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
    // Given
    Map<String, String> settings =
        Map.of("path", folder.resolve("out").toString(), "format", "json");
    try (SinkTask task = SinkTask.begin(settings)) {
      // When
      List<Refused> refused =
          task.writeEntries(
              0, List.of(json("{\"a\": \"ü\"}"), json("[\n  1,\n  2\n]"), Entry.tombstone()));
      task.flush(FlushReason.STOP);

      // Then
      assertThat(refused).isEmpty();
      assertThat(written()).isEqualTo("{\"a\": \"ü\"}\n[1,2]\nnull\n");
    }
  }

  @Test
  void takesJsonWhateverTheTopicsFormatIsAndLinesAsTheyAre() {
    FileSink sink = new FileSink();
    var json = Settings.sink(Map.of("path", "out", "format", "json"));
    var lines = Settings.sink(Map.of("path", "out", "format", "lines"));

    assertThat(sink.valueForm(json)).isEqualTo(ValueForm.JSON);
    assertThat(sink.valueForm(lines)).isEqualTo(ValueForm.AS_STORED);
    assertThat(sink.keyForm(json)).isEqualTo(ValueForm.AS_STORED);
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

  private static Entry json(String text) {
    return Entry.of(Value.Json.of(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static Optional<byte[]> value(String text) {
    return Optional.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
