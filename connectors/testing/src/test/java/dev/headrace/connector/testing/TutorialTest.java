package dev.headrace.connector.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tutorial of the connector API shows code that compiles and keeps its contract. */
final class TutorialTest {

  private static final Path TUTORIAL =
      Path.of("../../connector-api/src/main/java/dev/headrace/connector/package-info.java");

  @ParameterizedTest
  @ValueSource(strings = {"CounterSource", "FolderSink", "CounterSourceTest"})
  void showsTheCodeOfTheTests(String className) throws Exception {
    String code =
        Files.readString(
            Path.of("src/test/java/dev/headrace/connector/testing/tutorial", className + ".java"));
    int start = code.indexOf(className.endsWith("Test") ? "final class" : "public final class");
    assertThat(tutorial()).contains(code.substring(start).strip());
  }

  private static String tutorial() throws Exception {
    return Files.readString(TUTORIAL)
        .lines()
        .map(line -> line.replaceFirst("^///? ?", ""))
        .collect(Collectors.joining("\n"));
  }
}
