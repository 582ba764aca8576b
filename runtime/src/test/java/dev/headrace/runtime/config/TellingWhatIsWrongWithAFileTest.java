package dev.headrace.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.headrace.connector.config.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TellingWhatIsWrongWithAFileTest {

  @TempDir Path folder;

  static Stream<Arguments> wrongTexts() {
    return Stream.of(
        arguments("", "config.file-empty", ""),
        arguments(" \n ", "config.file-empty", ""),
        arguments("{\n  \"name\": \"a\",\n  oops\n}", "config.syntax", ":3:"),
        arguments("{\"name\": \"a\", \"config\": {}", "config.syntax", ":1:"),
        arguments("{\"name\": \"ä\", ]", "config.syntax", ":1:15"),
        arguments("{\"name\": \"a\", \"config\": {}} {}", "config.syntax", ":1:29"),
        arguments("[".repeat(3000), "config.syntax", ":1:"),
        arguments("\0\0binary", "config.not-text", ""),
        arguments("42", "config.wrong-shape", ":1:1"),
        arguments("{\"name\": \"a\"}", "config.wrong-shape", ":1:1"),
        arguments("{\"config\": {}}", "config.missing-key", ":1:1"),
        arguments("{\"name\": 7, \"config\": {}}", "config.missing-key", ":1:2"),
        arguments("{\"name\": \" \", \"config\": {}}", "config.missing-key", ":1:2"),
        arguments("{\"name\": \"a\", \"confg\": 1, \"config\": {}}", "config.unknown-key", ":1:15"),
        arguments(
            "{\"name\": \"a\", \"name\": \"a\", \"config\": {}}", "config.duplicate-key", ":1:15"),
        arguments(config("\"x\": null"), "config.null-value", ":1:31"),
        arguments(config("\"x\": {\"y\": 1}"), "config.wrong-shape", ":1:31"),
        arguments(config("\"x\": [[1]]"), "config.wrong-shape", ":1:32"),
        arguments(config("\"x\": [\"a,b\"]"), "config.comma-in-list", ":1:32"),
        arguments(config("\"x\": 1, \"x\": 2"), "config.duplicate-key", ":1:34"),
        arguments(config("\"name\": \"b\""), "config.inconsistent", ":1:26"));
  }

  @ParameterizedTest
  @MethodSource("wrongTexts")
  void namesCodePlaceAndWayOut(String text, String code, String place) throws IOException {
    Path file = Files.writeString(folder.resolve("it.json"), text);

    List<ConfigProblem> problems = ConnectorFiles.read(List.of(file)).problems();

    assertThat(problems).hasSize(1);
    assertThat(problems.getFirst().problem().code()).isEqualTo(code);
    assertThat(problems.getFirst().where()).startsWith(file + place);
    assertThat(problems.getFirst().problem())
        .extracting(Problem::what, Problem::next)
        .allSatisfy(words -> assertThat((String) words).isNotBlank().doesNotContain("[Source"));
  }

  @Test
  void tellsAllProblemsOfAllFilesAtOnce() throws IOException {
    Files.writeString(folder.resolve("a.json"), "{");
    Files.writeString(folder.resolve("b.json"), config("\"x\": null, \"y\": null"));
    Path missing = folder.resolve("missing.json");

    assertThat(ConnectorFiles.read(List.of(folder, missing)).problems())
        .extracting(problem -> problem.problem().code())
        .containsExactly(
            "config.syntax", "config.null-value", "config.null-value", "config.file-missing");
  }

  @Test
  void refusesTwoConnectorsOfOneName() throws IOException {
    Path first = Files.writeString(folder.resolve("a.json"), config(""));
    Path second = Files.writeString(folder.resolve("b.json"), config(""));

    ConnectorFiles read = ConnectorFiles.read(List.of(folder));

    assertThat(read.connectors()).hasSize(1);
    assertThat(read.problems().getFirst().problem().code()).isEqualTo("config.duplicate-name");
    assertThat(read.problems().getFirst().toString()).contains(first.toString(), second.toString());
  }

  @Test
  void takesNoMemoryForAFileThatIsFarTooBig() throws IOException {
    Path file = folder.resolve("huge.json");
    Files.writeString(file, " ".repeat(ConfigText.MAX_BYTES + 1));

    assertThat(ConnectorFiles.read(List.of(file)).problems())
        .extracting(problem -> problem.problem().code())
        .containsExactly("config.file-too-big");
  }

  @Test
  void saysThatAFolderHoldsNothing() {
    assertThat(ConnectorFiles.read(List.of(folder)).problems())
        .extracting(problem -> problem.problem().code())
        .containsExactly("config.no-files");
  }

  private static String config(String settings) {
    return "{\"name\": \"a\", \"config\": {" + settings + "}}";
  }
}
