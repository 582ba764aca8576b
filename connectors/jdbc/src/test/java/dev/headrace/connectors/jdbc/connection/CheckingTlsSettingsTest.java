package dev.headrace.connectors.jdbc.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connector.config.Problem;
import dev.headrace.connectors.jdbc.testing.Settings;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

final class CheckingTlsSettingsTest {

  private static final Map<String, String> POSTGRES = Map.of("url", "jdbc:postgresql://host/db");

  @Test
  void givesThemToTheDriver() {
    Map<String, String> settings =
        Settings.with(
            POSTGRES,
            "sslmode",
            "verify-full",
            "sslrootcert",
            "/ca.pem",
            "sslcert",
            "/me.pem",
            "sslkey",
            "/me.pk8",
            "sslkey.password",
            "hunter2");
    Properties properties =
        ConnectionProperties.of(Settings.bind(ConnectionSettings.class, settings), "test");
    assertThat(properties)
        .containsEntry("sslmode", "verify-full")
        .containsEntry("sslrootcert", "/ca.pem")
        .containsEntry("sslcert", "/me.pem")
        .containsEntry("sslkey", "/me.pk8")
        .containsEntry("sslpassword", "hunter2");
  }

  @Test
  void refusesAnAuthorityThatNobodyAsks() {
    assertThat(problems(Settings.with(POSTGRES, "sslrootcert", "/ca.pem")))
        .isEqualTo("Set `sslmode` to verify-full.");
  }

  @Test
  void refusesHalfOfAClientCertificate() {
    assertThat(problems(Settings.with(POSTGRES, "sslkey", "/me.pk8")))
        .isEqualTo("Set `sslcert` as well.");
    assertThat(problems(Settings.with(POSTGRES, "sslkey.password", "x")))
        .isEqualTo("Set `sslkey`.");
  }

  @Test
  void refusesThemForOtherDatabases() {
    assertThat(problems(Map.of("url", "jdbc:sqlite:a.db", "sslmode", "require")))
        .isEqualTo("Use the driver's own parameters, as `driver.NAME`.");
  }

  @Test
  void refusesAModeThatThereIsNot() {
    assertThat(problems(Settings.with(POSTGRES, "sslmode", "on")))
        .startsWith("Set `sslmode` to one of disable");
  }

  private static String problems(Map<String, String> settings) {
    return Settings.problems(ConnectionSettings.class, settings).stream()
        .map(Problem::next)
        .reduce("", String::concat);
  }
}
