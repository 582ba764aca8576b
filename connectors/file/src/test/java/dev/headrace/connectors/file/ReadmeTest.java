package dev.headrace.connectors.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connector.testing.SettingsTable;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class ReadmeTest {

  @Test
  void showsTheSettingsAsTheyAre() throws Exception {
    assertThat(Files.readString(Path.of("README.md")))
        .contains(SettingsTable.of(FileSourceSettings.class))
        .contains(SettingsTable.of(FileSinkSettings.class));
  }
}
