package dev.headrace.connectors.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connector.testing.CollectingOutput;
import dev.headrace.connector.testing.SourceDriver;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReadingCsvTest {

  private static final Map<String, String> CSV = Map.of("format", "csv");

  @TempDir Path folder;

  @Test
  void makesAnObjectOfEachRow() throws Exception {
    assertThat(read("id,name\n1,Ada\r\n2,\"Grace\"\n3,\n").texts())
        .containsExactly(
            "{\"id\":\"1\",\"name\":\"Ada\"}",
            "{\"id\":\"2\",\"name\":\"Grace\"}",
            "{\"id\":\"3\",\"name\":\"\"}");
  }

  @Test
  void takesQuotesOff() throws Exception {
    assertThat(read("a,b\n\"x,\"\"y\"\"\",\"1\n2\r\n\n3\"\n").texts())
        .containsExactly("{\"a\":\"x,\\\"y\\\"\",\"b\":\"1\\n2\\r\\n\\n3\"}");
  }

  @Test
  void keepsAQuoteInsideAPlainValue() throws Exception {
    assertThat(read("a,b\n5\" pipe,x\\y\n").texts())
        .containsExactly("{\"a\":\"5\\\" pipe\",\"b\":\"x\\\\y\"}");
  }

  @Test
  void takesOtherDelimitersAndQuotes() throws Exception {
    assertThat(
            OneFile.read(
                    folder,
                    "a\tb\n'1\t2'\t3\n",
                    Map.of("format", "csv", "delimiter", "\\t", "quote", "'"))
                .texts())
        .containsExactly("{\"a\":\"1\\t2\",\"b\":\"3\"}");
  }

  @Test
  void rejectsRowsWithAnotherNumberOfColumns() throws Exception {
    CollectingOutput<FilePosition> output = read("a,b\n1\n1,2\n1,2,3\n\n4,5");
    assertThat(output.texts())
        .containsExactly("{\"a\":\"1\",\"b\":\"2\"}", "{\"a\":\"4\",\"b\":\"5\"}");
    assertThat(OneFile.codes(output))
        .containsExactly("file.csv-columns at line 2", "file.csv-columns at line 4");
  }

  @Test
  void givesUpOneLineWhenAQuoteHasNoEnd() throws Exception {
    CollectingOutput<FilePosition> output = read("a,b\n1,\"x\n2,y\n3,z\n");
    assertThat(output.texts())
        .containsExactly("{\"a\":\"2\",\"b\":\"y\"}", "{\"a\":\"3\",\"b\":\"z\"}");
    assertThat(OneFile.codes(output)).containsExactly("file.csv-quotes at line 2");
  }

  @Test
  void givesUpOneLineWhenSomethingFollowsAClosingQuote() throws Exception {
    CollectingOutput<FilePosition> output = read("a,b\n\"1\"x,2\n\"1\n2\"y\n3,4\n");
    assertThat(output.texts()).containsExactly("{\"a\":\"3\",\"b\":\"4\"}");
    assertThat(OneFile.codes(output))
        .containsExactly(
            "file.csv-quotes at line 2", "file.csv-quotes at line 3", "file.csv-columns at line 4");
  }

  @Test
  void givesUpARowThatGrowsTooLong() throws Exception {
    CollectingOutput<FilePosition> output =
        OneFile.read(
            folder,
            "a,b\n1,\"x\n" + "2,y\n".repeat(50),
            Map.of("format", "csv", "max.line.length", "100"));
    assertThat(output.texts()).hasSize(50).containsOnly("{\"a\":\"2\",\"b\":\"y\"}");
    assertThat(OneFile.codes(output)).containsExactly("file.csv-quotes at line 2");
  }

  @Test
  void namesColumnsThatHaveNoNameOrTheSame() throws Exception {
    assertThat(read("id,,id\n1,2,3\n").texts())
        .containsExactly("{\"id\":\"1\",\"column_2\":\"2\",\"id_2\":\"3\"}");
  }

  @Test
  void rejectsWhatIsNotUtf8() throws Exception {
    CollectingOutput<FilePosition> output =
        OneFile.read(folder, "a\nü\n".getBytes(StandardCharsets.ISO_8859_1), CSV);
    assertThat(OneFile.codes(output)).containsExactly("file.wrong-encoding at line 2");
  }

  @Test
  void resumesAnywhereWithTheHeaderOfTheFile() throws Exception {
    // Given
    Path file = folder.resolve("a.csv");
    Files.writeString(
        file, "\uFEFF\"a\nb\",c\n1,\"2\n3\"\n4,5\n6,\"7\n\"\n", StandardCharsets.UTF_8);
    SourceDriver<FileSourceSettings, SourceFile, FilePosition> driver =
        new SourceDriver<>(
            new FileSource(), Settings.source(Map.of("path", file.toString(), "format", "csv")));
    SourceFile partition = driver.partitions().getFirst();
    CollectingOutput<FilePosition> whole =
        driver.readToEnd(partition, Optional.empty(), CollectingOutput.fullAfter(1));
    assertThat(whole.texts()).hasSize(3).first().isEqualTo("{\"a\\nb\":\"1\",\"c\":\"2\\n3\"}");

    for (CollectingOutput.Covered<FilePosition> covered : whole.positions()) {
      // When
      List<String> texts = new ArrayList<>(whole.texts().subList(0, covered.records()));
      texts.addAll(
          driver
              .readToEnd(partition, Optional.of(covered.position()), CollectingOutput.unlimited())
              .texts());

      // Then
      assertThat(texts).isEqualTo(whole.texts());
    }
  }

  private CollectingOutput<FilePosition> read(String content) throws Exception {
    return OneFile.read(folder, content, CSV);
  }
}
