package dev.headrace.runtime.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.headrace.connector.Connector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadingPluginFoldersTest {

  @TempDir Path folder;

  private Path plugins() {
    return folder.resolve("plugins");
  }

  @Test
  void findsAConnectorByItsNameAndTheNamesOfItsClass() throws IOException {
    new PluginJar()
        .connector("AcmeSourceConnector", "\"acme-source\"", "\"7\"")
        .writeTo(plugins().resolve("acme/acme.jar"));

    try (Plugins loaded = load()) {
      assertThat(loaded.problems()).isEmpty();
      for (String name :
          new String[] {
            "acme-source", "acme.AcmeSourceConnector", "AcmeSourceConnector", "AcmeSource"
          }) {
        assertThat(loaded.find(name)).isPresent();
      }
      Plugin<?> plugin = loaded.find("acme-source").orElseThrow();
      assertThat(plugin.version()).isEqualTo("7");
      assertThat(plugin.origin()).isEqualTo(plugins().resolve("acme").toString());
      assertThat(plugin.definition().settings())
          .extracting(setting -> setting.key())
          .containsExactly("path");
    }
  }

  @Test
  void givesEachFolderItsOwnVersionOfALibrary() throws IOException {
    for (String version : new String[] {"1", "2"}) {
      new PluginJar()
          .source(
              "Library",
              "package acme; public class Library { public static String version() { return \"%s\"; } }"
                  .formatted(version))
          .connector("Source" + version, "\"source-" + version + "\"", "Library.version()")
          .writeTo(plugins().resolve("p" + version + "/p.jar"));
    }

    try (Plugins loaded = load()) {
      assertThat(loaded.problems()).isEmpty();
      assertThat(loaded.find("source-1").orElseThrow().version()).isEqualTo("1");
      assertThat(loaded.find("source-2").orElseThrow().version()).isEqualTo("2");
    }
  }

  @Test
  void sharesTheConnectorInterfacesWithTheWorker() throws IOException {
    new PluginJar()
        .connector("Source", "\"source\"", "\"1\"")
        .writeTo(plugins().resolve("p/p.jar"));

    try (Plugins loaded = load()) {
      Connector<?> connector = loaded.find("source").orElseThrow().connector();
      assertThat(connector.getClass().getClassLoader()).isInstanceOf(PluginClassLoader.class);
      assertThat(connector.configuration().getClassLoader())
          .isSameAs(connector.getClass().getClassLoader());
    }
  }

  @Test
  void suggestsTheNearestName() throws IOException {
    new PluginJar()
        .connector("Source", "\"acme-source\"", "\"1\"")
        .writeTo(plugins().resolve("p/p.jar"));

    try (Plugins loaded = load()) {
      assertThat(loaded.unknown("acme-sorce").next()).startsWith("Did you mean `acme-source`?");
      assertThat(loaded.unknown("zzzzzzzzzzz").next()).contains("acme-source", "plugins.dir");
    }
  }

  @Test
  void isContentWithoutTheUsualFolder() {
    assertThat(Plugins.USUAL_FOLDER).doesNotExist();
    try (Plugins loaded = Plugins.load(getClass().getClassLoader(), Plugins.USUAL_FOLDER)) {
      assertThat(loaded.problems()).isEmpty();
    }
  }

  @Test
  void tellsAnotherFolderThatIsNotThere() {
    try (Plugins loaded = load()) {
      assertThat(loaded.problems())
          .extracting(PluginProblem::origin, problem -> problem.why().code())
          .containsExactly(tuple(plugins().toString(), "plugin.no-folder"));
    }
  }

  @Test
  void takesAJarDirectlyInTheFolder() throws IOException {
    Files.createDirectories(plugins());
    Files.writeString(plugins().resolve("README.md"), "no plugin");
    new PluginJar().connector("Source", "\"source\"", "\"1\"").writeTo(plugins().resolve("p.jar"));

    try (Plugins loaded = load()) {
      assertThat(loaded.problems()).isEmpty();
      assertThat(loaded.find("source")).isPresent();
    }
  }

  private Plugins load() {
    return Plugins.load(getClass().getClassLoader(), plugins());
  }
}
