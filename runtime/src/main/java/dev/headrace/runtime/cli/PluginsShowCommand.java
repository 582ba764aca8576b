package dev.headrace.runtime.cli;

import dev.headrace.connector.Reason;
import dev.headrace.connector.config.Problem;
import dev.headrace.connector.config.Setting;
import dev.headrace.runtime.InstalledPlugins;
import dev.headrace.runtime.plugin.Plugin;
import dev.headrace.runtime.plugin.Plugins;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code headrace plugins show}. */
@Command(
    name = "show",
    description = "Shows the settings of a connector.",
    mixinStandardHelpOptions = true)
final class PluginsShowCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private PluginsFolder folder;

  @Parameters(paramLabel = "NAME", description = "What connector.class says.")
  private String name = "";

  @Override
  public Integer call() {
    try (Plugins plugins = folder.load()) {
      Plugin<?> plugin =
          plugins
              .find(name)
              .orElseThrow(
                  () -> {
                    Problem unknown = plugins.unknown(name);
                    return new CommandFailure(
                        ExitCode.WRONG_USAGE,
                        new Reason(unknown.code(), unknown.what(), unknown.next()));
                  });
      PrintWriter out = spec.commandLine().getOut();
      out.printf("%s %s: %s%n%n", plugin.name(), plugin.version(), plugin.summary());
      InstalledPlugins installed = new InstalledPlugins(plugins);
      installed.entries().stream()
          .filter(entry -> entry.name().equals(plugin.name()))
          .flatMap(entry -> entry.settings().stream())
          .forEach(setting -> show(out, setting));
      out.flush();
    }
    return ExitCode.DONE.code();
  }

  private static void show(PrintWriter out, Setting setting) {
    out.printf("  %s (%s)%n", setting.key(), facts(setting));
    out.printf("      %s%n", setting.doc());
    if (!setting.allowed().isEmpty()) {
      out.printf("      one of: %s%n", String.join(", ", setting.allowed()));
    }
    setting.when().ifPresent(when -> out.printf("      only when %s%n", when));
  }

  private static String facts(Setting setting) {
    return setting.type().label()
        + setting.range().map(range -> ", " + range).orElse("")
        + (setting.required() ? ", required" : "")
        + setting.defaultValue().map(value -> ", default " + value).orElse("");
  }
}
