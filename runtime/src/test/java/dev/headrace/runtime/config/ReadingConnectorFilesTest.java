package dev.headrace.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.runtime.connector.ConnectorConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadingConnectorFilesTest {

  @TempDir Path folder;

  @Test
  void readsTheShapeOfRest() throws IOException {
    Path file =
        file(
            "orders.json",
            """
            {"name": "Bestellungen-ä", "config": {"connector.class": "file-source", "topic": "t"}}
            """);

    ConnectorFiles read = ConnectorFiles.read(List.of(file));

    assertThat(read.problems()).isEmpty();
    assertThat(read.connectors())
        .extracting(FileConnector::config)
        .containsExactly(
            new ConnectorConfig(
                "Bestellungen-ä",
                Map.of("connector.class", "file-source", "topic", "t"),
                new ConnectorConfig.Origin.File(file.toString())));
  }

  @Test
  void readsTheFlatShapeAndArrays() throws IOException {
    Path file =
        file(
            "two.json",
            """
            [{"name": "a", "connector.class": "x"}, {"name": "b", "config": {}}]
            """);

    assertThat(ConnectorFiles.read(List.of(file)).connectors())
        .extracting(connector -> connector.config().name())
        .containsExactly("a", "b");
  }

  @Test
  void turnsNumbersBooleansAndListsIntoTexts() throws IOException {
    Path file =
        file(
            "a.json",
            """
            {"name": "a", "config": {"tasks.max": 2, "x": 1.50, "b": true, "topics": ["p", "q", 3]}}
            """);

    assertThat(ConnectorFiles.read(List.of(file)).connectors().getFirst().config().settings())
        .isEqualTo(
            Map.of("name", "a", "tasks.max", "2", "x", "1.50", "b", "true", "topics", "p,q,3"));
  }

  @Test
  void readsTheJsonFilesOfAFolderInOrder() throws IOException {
    file("b.json", "{\"name\": \"b\", \"config\": {}}");
    file("a.json", "{\"name\": \"a\", \"config\": {}}");
    file(".hidden.json", "no json");
    file("a.json~", "no json");
    Files.createDirectory(folder.resolve("c.json"));

    ConnectorFiles read = ConnectorFiles.read(List.of(folder));

    assertThat(read.problems()).isEmpty();
    assertThat(read.connectors())
        .extracting(connector -> connector.config().name())
        .containsExactly("a", "b");
  }

  @Test
  void passesOverAByteOrderMark() throws IOException {
    Path utf8 = file("a.json", "\uFEFF{\"name\": \"a\", \"config\": {}}");
    Path utf16 = folder.resolve("b.json");
    Files.write(
        utf16, "\uFEFF{\"name\": \"b\", \"config\": {}}".getBytes(StandardCharsets.UTF_16LE));

    ConnectorFiles read = ConnectorFiles.read(List.of(utf8, utf16));

    assertThat(read.problems()).isEmpty();
    assertThat(read.connectors()).hasSize(2);
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
