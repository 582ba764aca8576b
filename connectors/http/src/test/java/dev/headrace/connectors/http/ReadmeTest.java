package dev.headrace.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connector.testing.SettingsTable;
import dev.headrace.connectors.http.sink.HttpSinkSettings;
import dev.headrace.connectors.http.source.HttpSourceSettings;
import dev.headrace.connectors.http.webhook.WebhookSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class ReadmeTest {

  @Test
  void showsTheSettingsAsTheyAre() throws Exception {
    assertThat(Files.readString(Path.of("README.md")))
        .contains(SettingsTable.of(HttpSourceSettings.class))
        .contains(SettingsTable.of(HttpSinkSettings.class))
        .contains(SettingsTable.of(WebhookSettings.class));
  }
}
