package dev.headrace.runtime.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokenPluginsHarmNoOtherTest {

  @TempDir Path folder;

  private Path broken;

  @BeforeEach
  void aGoodPluginBesideIt() throws IOException {
    broken = folder.resolve("plugins/broken/broken.jar");
    new PluginJar()
        .connector("GoodSource", "\"good-source\"", "\"1\"")
        .writeTo(folder.resolve("plugins/good/good.jar"));
  }

  @AfterEach
  void theGoodPluginIsThere() {
    try (Plugins loaded = load()) {
      assertThat(loaded.find("good-source")).isPresent();
    }
  }

  @Test
  void aJarThatIsNone() throws IOException {
    Files.createDirectories(broken.getParent());
    Files.writeString(broken, "half a jar");

    assertProblem("plugin.bad-jar", "broken.jar");
  }

  @Test
  void aFolderWhoseJarsOfferNothing() throws IOException {
    new PluginJar().writeTo(broken);

    assertProblem("plugin.no-connector", "services");
  }

  @Test
  void aServiceThatDoesNotExist() throws IOException {
    new PluginJar().service("acme.Missing").writeTo(broken);

    assertProblem("plugin.unusable", "acme.Missing");
  }

  @Test
  void aServicesFileThatIsGarbage() throws IOException {
    new PluginJar().service("this is no class name").writeTo(broken);

    assertProblem("plugin.unusable", "Illegal");
  }

  @Test
  void aClassThatIsNoConnector() throws IOException {
    new PluginJar()
        .source("Other", "package acme; public class Other {}")
        .service("acme.Other")
        .writeTo(broken);

    assertProblem("plugin.unusable", "acme.Other");
  }

  @Test
  void aConstructorThatThrows() throws IOException {
    new PluginJar()
        .source(
            "Thrower",
            "package acme; public class Thrower { static String fail() { throw new Error(\"oops\");"
                + " } }")
        .connector("BadSource", "Thrower.fail()", "\"1\"")
        .writeTo(broken);

    assertProblem("plugin.unusable", "oops");
  }

  @Test
  void aClassThatIsMissing() throws IOException {
    new PluginJar()
        .source(
            "Library",
            "package acme; public class Library { static String name() { return \"x\"; } }")
        .connector("BadSource", "Library.name()", "\"1\"")
        .without("Library")
        .writeTo(broken);

    assertProblem("plugin.unusable", "acme/Library");
  }

  @Test
  void aNameThatIsNull() throws IOException {
    new PluginJar().connector("BadSource", "null", "\"1\"").writeTo(broken);

    assertProblem("plugin.unusable", "name()");
  }

  @Test
  void aNameThatAnotherHas() throws IOException {
    new PluginJar()
        .connector("OtherSource", "\"good-source\"", "\"2\"")
        .writeTo(folder.resolve("plugins/later/later.jar"));

    assertProblem("plugin.duplicate-name", "good-source");
    try (Plugins loaded = load()) {
      assertThat(loaded.find("good-source").orElseThrow().version()).isEqualTo("1");
    }
  }

  private void assertProblem(String code, String says) {
    try (Plugins loaded = load()) {
      assertThat(loaded.problems()).hasSize(1);
      assertThat(loaded.problems().getFirst().why().code()).isEqualTo(code);
      assertThat(loaded.problems().getFirst().toString()).contains(says);
    }
  }

  private Plugins load() {
    return Plugins.load(getClass().getClassLoader(), folder.resolve("plugins"));
  }
}
