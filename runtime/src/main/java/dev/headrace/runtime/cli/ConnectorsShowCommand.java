package dev.headrace.runtime.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code headrace connectors show}. */
@Command(
    name = "show",
    description = "Shows a connector: how it is doing, its tasks and its config.",
    mixinStandardHelpOptions = true)
final class ConnectorsShowCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private RestNode node;

  @Parameters(paramLabel = "NAME", description = "Its name.")
  private String name = "";

  @Option(
      names = "--json",
      description = "One JSON object with `info` and `status` as REST has them.")
  private boolean json;

  @Override
  public Integer call() {
    String path = "/connectors/" + RestNode.encoded(name);
    JsonNode info = node.ask("GET", path, Optional.empty());
    JsonNode status = node.ask("GET", path + "/status", Optional.empty());
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      ObjectNode both = new JsonMapper().createObjectNode();
      both.set("info", info);
      both.set("status", status);
      out.println(both);
    } else {
      print(out, info, status);
    }
    out.flush();
    return ExitCode.DONE.code();
  }

  private void print(PrintWriter out, JsonNode info, JsonNode status) {
    out.printf(
        "%s  %s  %s%n", name, status.path("type").asText(), status.at("/connector/state").asText());
    trace(out, status.path("connector"));
    out.printf(
        "  %s: %s%n",
        status.at("/guarantee/level").asText().replace('_', ' '),
        status.at("/guarantee/why").asText());
    for (JsonNode task : status.path("tasks")) {
      JsonNode progress = task.path("progress");
      out.printf(
          "task %d  %s  %,d records, %,d bytes%s%s%n",
          task.path("id").asInt(),
          task.path("state").asText(),
          progress.path("records").asLong(),
          progress.path("bytes").asLong(),
          amount(", refused %,d", progress.path("refused").asLong()),
          amount(", lag %,d", progress.path("lag").asLong()));
      trace(out, task);
    }
    out.println("config");
    Map<String, String> sorted = new TreeMap<>();
    info.path("config")
        .properties()
        .forEach(each -> sorted.put(each.getKey(), each.getValue().asText()));
    sorted.forEach((key, value) -> out.printf("  %s = %s%n", key, value));
  }

  private static String amount(String format, long count) {
    return count == 0 ? "" : format.formatted(count);
  }

  private static void trace(PrintWriter out, JsonNode of) {
    of.path("trace").asText("").lines().forEach(line -> out.printf("  %s%n", line));
  }
}
