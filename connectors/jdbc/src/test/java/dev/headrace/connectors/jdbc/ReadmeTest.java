package dev.headrace.connectors.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connector.testing.SettingsTable;
import dev.headrace.connectors.jdbc.connection.ConnectionSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class ReadmeTest {

  @Test
  void showsTheSettingsAsTheyAre() throws Exception {
    assertThat(Files.readString(Path.of("README.md")))
        .contains(SettingsTable.of(ConnectionSettings.class));
  }
}
