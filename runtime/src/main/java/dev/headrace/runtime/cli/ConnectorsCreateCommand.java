package dev.headrace.runtime.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headrace.connector.config.Problem;
import dev.headrace.runtime.config.ConfigProblem;
import dev.headrace.runtime.config.ConnectorFiles;
import dev.headrace.runtime.config.FileConnector;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code headrace connectors create}. */
@Command(
    name = "create",
    description = "Creates connectors from files; the node keeps their configs, not the files.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Relative paths in a config start where the node was started.",
      "",
      "Examples:",
      "  headrace connectors create orders.json",
      "  headrace connectors create orders.json --replace"
    })
final class ConnectorsCreateCommand implements Callable<Integer> {

  private static final JsonMapper JSON = new JsonMapper();

  @Spec private CommandSpec spec;

  @Mixin private RestNode node;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE|DIR",
      description = "Connector files, or folders of *.json.")
  private List<Path> files = new ArrayList<>();

  @Option(names = "--replace", description = "Change those that exist to the config of the file.")
  private boolean replace;

  @Option(names = "--paused", description = "Let new ones rest until they are resumed.")
  private boolean paused;

  @Option(names = "--json", description = "A JSON array of what REST answers.")
  private boolean json;

  @Override
  public Integer call() {
    ConnectorFiles read = ConnectorFiles.read(files);
    Complaints complaints = new Complaints(spec.commandLine().getErr());
    if (!read.problems().isEmpty()) {
      complaints.tell(read.problems());
      return ExitCode.WRONG_USAGE.code();
    }
    PrintWriter out = spec.commandLine().getOut();
    ArrayNode answers = JSON.createArrayNode();
    try {
      for (FileConnector connector : read.connectors()) {
        RestNode.Reply reply = create(connector);
        List<ConfigProblem> problems = problems(connector, reply);
        problems.forEach(complaints::tell);
        if (!problems.isEmpty()) {
          return ExitCode.WRONG_USAGE.code();
        }
        if (!reply.isDone()) {
          throw reply.failure();
        }
        answers.add(reply.body());
        if (!json) {
          String done = reply.status() == 201 ? "created" : "changed";
          out.printf("%s %s%n", done, connector.config().name());
        }
      }
      return ExitCode.DONE.code();
    } finally {
      if (json) {
        out.println(answers);
      }
      out.flush();
    }
  }

  /** What exists is changed only when that is asked for. */
  private RestNode.Reply create(FileConnector connector) {
    String name = connector.config().name();
    ObjectNode settings = JSON.createObjectNode();
    connector.config().settings().forEach(settings::put);
    ObjectNode body = JSON.createObjectNode().put("name", name);
    body.set("config", settings);
    if (paused) {
      body.put("initial_state", "PAUSED");
    }
    RestNode.Reply created = node.exchange("POST", "/connectors", Optional.of(body.toString()));
    return replace && created.status() == 409
        ? node.exchange(
            "PUT",
            "/connectors/" + RestNode.encoded(name) + "/config",
            Optional.of(settings.toString()))
        : created;
  }

  /** What the node finds wrong, told with its place in the file. */
  private static List<ConfigProblem> problems(FileConnector connector, RestNode.Reply reply) {
    List<ConfigProblem> problems = new ArrayList<>();
    for (JsonNode each : reply.body().path("problems")) {
      problems.add(
          connector.locate(
              new Problem(
                  each.path("code").asText(),
                  each.path("key").asText(),
                  each.path("what").asText(),
                  each.path("next").asText())));
    }
    return problems;
  }
}
