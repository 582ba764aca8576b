package dev.headrace.runtime.cli;

import dev.headrace.runtime.plugin.Plugins;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option that says where plugins are. */
final class PluginsFolder {

  @Option(
      names = "--plugins",
      paramLabel = "DIR",
      defaultValue = "plugins",
      description = "One folder per plugin (default ./${DEFAULT-VALUE}).")
  private Path folder = Path.of("plugins");

  Plugins load() {
    return Plugins.load(PluginsFolder.class.getClassLoader(), folder);
  }
}
