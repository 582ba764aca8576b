package dev.headrace.runtime.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.headrace.connector.SinkConnector;
import dev.headrace.connector.SourceConnector;
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

  @Option(names = "--json", description = "One JSON array; type tells connectors from drivers.")
  private boolean json;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (Plugins plugins = folder.load()) {
      if (json) {
        out.println(array(plugins));
      } else {
        print(plugins, out);
      }
      out.flush();
      Complaints complaints = new Complaints(spec.commandLine().getErr());
      plugins.problems().forEach(complaints::tell);
      return (plugins.problems().isEmpty() ? ExitCode.DONE : ExitCode.FAILED).code();
    }
  }

  private static ArrayNode array(Plugins plugins) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (Plugin<?> plugin : plugins.all()) {
      list.addObject()
          .put("type", type(plugin))
          .put("name", plugin.name())
          .put("version", plugin.version())
          .put("summary", plugin.summary())
          .put("origin", plugin.origin());
    }
    for (Plugins.JdbcDriver driver : plugins.drivers()) {
      list.addObject()
          .put("type", "jdbc-driver")
          .put("name", driver.name())
          .put("version", driver.version())
          .put("summary", "A JDBC driver, for all connectors.")
          .put("origin", driver.origin());
    }
    return list;
  }

  private static String type(Plugin<?> plugin) {
    return switch (plugin.connector()) {
      case SourceConnector<?, ?, ?> _ -> "source";
      case SinkConnector<?> _ -> "sink";
    };
  }

  private static void print(Plugins plugins, PrintWriter out) {
    for (Plugin<?> plugin : plugins.all()) {
      out.printf(
          "%-16s %-10s %s (%s)%n",
          plugin.name(), plugin.version(), plugin.summary(), plugin.origin());
    }
    for (Plugins.JdbcDriver driver : plugins.drivers()) {
      out.printf("JDBC driver      %s %s (%s)%n", driver.name(), driver.version(), driver.origin());
    }
  }
}
