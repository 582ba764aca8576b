package dev.headrace.runtime.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code headrace connectors list}. */
@Command(
    name = "list",
    description = "Lists connectors and how they are doing.",
    mixinStandardHelpOptions = true)
final class ConnectorsListCommand implements Callable<Integer> {

  private static final int COLUMNS = 4;

  @Spec private CommandSpec spec;

  @Mixin private RestNode node;

  @Option(names = "--json", description = "One JSON object, by name, as REST gives it.")
  private boolean json;

  @Override
  public Integer call() {
    JsonNode all = node.ask("GET", "/connectors?expand=status&expand=info", Optional.empty());
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(all);
    } else if (all.isEmpty()) {
      out.println("no connectors");
    } else {
      table(all).forEach(out::println);
    }
    out.flush();
    return ExitCode.DONE.code();
  }

  private static List<String> table(JsonNode all) {
    Map<String, JsonNode> sorted = new TreeMap<>();
    all.properties().forEach(each -> sorted.put(each.getKey(), each.getValue().path("status")));
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("NAME", "TYPE", "STATE", "TASKS"));
    sorted.forEach(
        (name, status) ->
            rows.add(
                List.of(
                    name,
                    status.path("type").asText(),
                    status.at("/connector/state").asText(),
                    tasks(status.path("tasks")))));
    int[] widths = new int[COLUMNS];
    rows.forEach(
        row -> {
          for (int i = 0; i < COLUMNS; i++) {
            widths[i] = Math.max(widths[i], row.get(i).length());
          }
        });
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < COLUMNS; i++) {
      String cell = row.get(i);
      line.append(cell).append(" ".repeat(widths[i] - cell.length() + 2));
    }
    return line.toString().stripTrailing();
  }

  /** How many there are in each state. */
  private static String tasks(JsonNode tasks) {
    Map<String, Long> counts =
        StreamSupport.stream(tasks.spliterator(), false)
            .collect(
                Collectors.groupingBy(
                    task -> task.path("state").asText(), TreeMap::new, Collectors.counting()));
    return counts.isEmpty()
        ? "-"
        : counts.entrySet().stream()
            .map(count -> count.getValue() + " " + count.getKey())
            .collect(Collectors.joining(", "));
  }
}
