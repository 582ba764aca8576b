package dev.headrace.runtime.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connector.testing.SettingsTable;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReadmeTest {

  @Test
  void showsTheSettingsAsTheyAre() throws Exception {
    assertThat(Files.readString(Path.of("README.md")))
        .contains(SettingsTable.of(CommonSettings.class))
        .contains(SettingsTable.of(SourceSettings.class))
        .contains(SettingsTable.of(SinkSettings.class));
  }
}
