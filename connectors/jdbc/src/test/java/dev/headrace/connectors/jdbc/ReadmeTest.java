package dev.headrace.connectors.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connector.testing.SettingsTable;
import dev.headrace.connectors.jdbc.connection.ConnectionSettings;
import dev.headrace.connectors.jdbc.sink.JdbcSinkSettings;
import dev.headrace.connectors.jdbc.source.JdbcSourceSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class ReadmeTest {

  private static final int HEADING_LINES = 2;

  @Test
  void showsTheSettingsAsTheyAre() throws Exception {
    assertThat(Files.readString(Path.of("README.md")))
        .contains(SettingsTable.of(ConnectionSettings.class))
        .contains(withoutShared(SettingsTable.of(JdbcSinkSettings.class)))
        .contains(withoutShared(SettingsTable.of(JdbcSourceSettings.class)));
  }

  /** The table without what stands in the one of the settings that source and sink share. */
  private static String withoutShared(String table) {
    List<String> shared =
        SettingsTable.of(ConnectionSettings.class).lines().skip(HEADING_LINES).toList();
    return table
        .lines()
        .filter(line -> !shared.contains(line))
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }
}
