package dev.headrace.runtime.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plugin folder with a JDBC driver and no connector lends the driver to all connectors. */
class LendingDriversTest {

  private static final String URL = "jdbc:acme:here";

  @TempDir Path folder;

  @Test
  void whoeverAsksForItsUrlsGetsIt() throws IOException {
    new PluginJar().driver("AcmeDriver", "jdbc:acme:").writeTo(folder.resolve("acme/acme.jar"));

    try (Plugins loaded = load()) {
      assertThat(loaded.problems()).isEmpty();
      assertThat(loaded.drivers())
          .containsExactly(
              new Plugins.JdbcDriver("acme.AcmeDriver", "2.7", folder.resolve("acme").toString()));
      assertThatThrownBy(() -> DriverManager.getConnection(URL))
          .hasMessage("asked through plugin acme");
    }
  }

  @Test
  void nobodyGetsItAfterwards() throws IOException {
    new PluginJar().driver("AcmeDriver", "jdbc:acme:").writeTo(folder.resolve("acme/acme.jar"));
    load().close();

    assertThatThrownBy(() -> DriverManager.getConnection(URL))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("No suitable driver");
  }

  @Test
  void aConnectorKeepsTheDriverBesideItForItself() throws IOException {
    new PluginJar()
        .driver("AcmeDriver", "jdbc:acme:")
        .connector("Source", "\"source\"", "\"1\"")
        .writeTo(folder.resolve("acme/acme.jar"));

    try (Plugins loaded = load()) {
      assertThat(loaded.find("source")).isPresent();
      assertThat(loaded.drivers()).isEmpty();
      assertThatThrownBy(() -> DriverManager.getConnection(URL))
          .hasMessageContaining("No suitable driver");
    }
  }

  @Test
  void aDriverThatCannotBeLoadedIsTold() throws IOException {
    new PluginJar()
        .driver("AcmeDriver", "jdbc:acme:")
        .without("AcmeDriver")
        .writeTo(folder.resolve("acme/acme.jar"));

    try (Plugins loaded = load()) {
      assertThat(loaded.drivers()).isEmpty();
      assertThat(loaded.problems())
          .singleElement()
          .satisfies(
              problem -> {
                assertThat(problem.why().code()).isEqualTo("plugin.unusable");
                assertThat(problem.why().what()).contains("acme.AcmeDriver");
              });
    }
  }

  private Plugins load() {
    return Plugins.load(getClass().getClassLoader(), folder);
  }
}
