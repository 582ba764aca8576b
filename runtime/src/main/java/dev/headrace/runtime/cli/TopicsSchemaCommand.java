package dev.headrace.runtime.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headrace.connector.Reason;
import dev.headrace.runtime.schema.SchemaChange;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.avro.Schema;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code headrace topics schema}. */
@Command(
    name = "schema",
    description = "Shows the schema of a topic's plain JSON, or pins it.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  headrace topics schema orders",
      "  headrace topics schema orders --json",
      "  headrace topics schema orders --pin orders.avsc",
      "  headrace topics schema orders --unpin"
    })
final class TopicsSchemaCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private RestNode node;

  @Parameters(paramLabel = "TOPIC", description = "Its name.")
  private String topic = "";

  @Option(names = "--key", description = "That of its keys, not of its values.")
  private boolean key;

  @Option(names = "--json", description = "One JSON object, with the schema as Avro has it.")
  private boolean json;

  @ArgGroup(exclusive = true)
  private Pinning pinning = new Pinning();

  /** Only one of them. */
  private static final class Pinning {
    @Option(
        names = "--pin",
        paramLabel = "FILE",
        description = "An Avro schema in JSON: records that do not fit are refused from now on.")
    private Optional<Path> pin = Optional.empty();

    @Option(
        names = "--unpin",
        description = "Take the pin away; where there is none, forget what was inferred.")
    private boolean unpin;
  }

  @Override
  public Integer call() {
    JsonNode answer = ask();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(answer);
    } else {
      print(out, answer);
    }
    out.flush();
    return ExitCode.DONE.code();
  }

  private JsonNode ask() {
    String path = "/topics/" + RestNode.encoded(topic) + "/schema" + (key ? "?side=key" : "");
    if (pinning.pin.isPresent()) {
      return node.ask("PUT", path, Optional.of(read(pinning.pin.get())));
    }
    return node.ask(pinning.unpin ? "DELETE" : "GET", path, Optional.empty());
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new CommandFailure(
          ExitCode.WRONG_USAGE,
          new Reason(
              "file.unreadable",
              "%s cannot be read: %s.".formatted(file, unreadable.getMessage()),
              "Name a file that exists and may be read."),
          unreadable);
    }
  }

  private void print(PrintWriter out, JsonNode answer) {
    String side = key ? "keys" : "values";
    if (answer.isNull()) {
      out.printf("nothing is known of the %s of %s any more%n", side, topic);
      return;
    }
    out.printf(
        "%s of %s: %s, revision %d%n",
        side, topic, answer.path("origin").asText(), answer.path("revision").asInt());
    Map<String, String> fields =
        SchemaChange.fields(new Schema.Parser().parse(answer.path("schema").toString()));
    int width = fields.keySet().stream().mapToInt(String::length).max().orElse(0);
    fields.forEach(
        (name, type) ->
            out.println(("  " + name + " ".repeat(width - name.length()) + "  " + type)));
  }
}
