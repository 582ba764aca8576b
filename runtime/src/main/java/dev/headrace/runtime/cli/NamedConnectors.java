package dev.headrace.runtime.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The connectors that a command does one thing with each of. */
final class NamedConnectors {

  @Mixin private RestNode node;

  @Parameters(arity = "1..*", paramLabel = "NAME", description = "Names of connectors.")
  private List<String> names = new ArrayList<>();

  @Option(names = "--json", description = "A JSON array of the names.")
  private boolean json;

  /**
   * Asks the node for each, and says so. The first refusal ends it; what was done before is told.
   *
   * @param action behind the path of the connector; empty for the connector itself
   * @param done what has become of it, for people
   */
  int each(String method, String action, String done, PrintWriter out) {
    ArrayNode all = new JsonMapper().createArrayNode();
    try {
      for (String name : names) {
        node.ask(method, "/connectors/" + RestNode.encoded(name) + action, Optional.empty());
        all.add(name);
        if (!json) {
          out.printf("%s %s%n", done, name);
        }
      }
    } finally {
      if (json) {
        out.println(all);
      }
      out.flush();
    }
    return ExitCode.DONE.code();
  }
}
