package dev.headrace.runtime.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.headrace.runtime.plugin.Plugin;
import dev.headrace.runtime.plugin.Plugins;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code headrace plugins list}. */
@Command(
    name = "list",
    description = "Lists connectors and JDBC drivers, and tells what could not be loaded.",
    mixinStandardHelpOptions = true)
final class PluginsListCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private PluginsFolder folder;

  @Option(names = "--json", description = "One JSON array.")
  private boolean json;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (Plugins plugins = folder.load()) {
      if (json) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (Plugin<?> plugin : plugins.all()) {
          list.addObject()
              .put("name", plugin.name())
              .put("version", plugin.version())
              .put("summary", plugin.summary())
              .put("origin", plugin.origin());
        }
        out.println(list);
      } else {
        for (Plugin<?> plugin : plugins.all()) {
          out.printf(
              "%-16s %-10s %s (%s)%n",
              plugin.name(), plugin.version(), plugin.summary(), plugin.origin());
        }
        plugins.drivers().forEach(driver -> out.println("JDBC driver      " + driver));
      }
      out.flush();
      Complaints complaints = new Complaints(spec.commandLine().getErr());
      plugins.problems().forEach(complaints::tell);
      return (plugins.problems().isEmpty() ? ExitCode.DONE : ExitCode.FAILED).code();
    }
  }
}
