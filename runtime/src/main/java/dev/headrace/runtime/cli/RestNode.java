package dev.headrace.runtime.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.headrace.connector.Reason;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that say which node's REST a command talks to, and how it does. */
final class RestNode {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final JsonMapper JSON = new JsonMapper();

  @Option(
      names = "--rest",
      paramLabel = "HOST:PORT",
      description = "Where the node answers REST; wins over --data.")
  private Optional<String> rest = Optional.empty();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "data",
      description = "The data directory of a running node (default ${DEFAULT-VALUE}).")
  private Path data = Path.of("data");

  /** Whether its address was given, so that its data directory says nothing. */
  boolean isNamed() {
    return rest.isPresent();
  }

  Path dataDirectory() {
    return data;
  }

  /**
   * Asks the node.
   *
   * @param path with a slash in front, encoded
   * @param body empty for none
   * @return what it answers; JSON null for nothing
   * @throws CommandFailure when it refuses or cannot be reached
   */
  JsonNode ask(String method, String path, Optional<String> body) {
    Reply reply = exchange(method, path, body);
    if (reply.isDone()) {
      return reply.body();
    }
    throw reply.failure();
  }

  /**
   * What a node answered.
   *
   * @param body JSON null for nothing
   */
  record Reply(int status, JsonNode body) {

    boolean isDone() {
      return status / 100 == 2;
    }

    /** Why it refused. */
    CommandFailure failure() {
      String message = body.path("message").asText("The node answered " + status);
      return new CommandFailure(
          status == 400 ? ExitCode.WRONG_USAGE : ExitCode.FAILED,
          new Reason(
              body.path("code").asText("rest.refused"),
              message.endsWith(".") ? message : message + ".",
              body.path("next").asText("See the log of the node.")));
    }
  }

  /** As {@link #ask}, and leaves it to the caller what a refusal means. */
  Reply exchange(String method, String path, Optional<String> body) {
    String address = rest.orElseGet(() -> NodeAddress.running(data, "--rest").rest());
    HttpResponse<String> answer = send(address, method, path, body);
    try {
      JsonNode json = answer.body().isBlank() ? JSON.nullNode() : JSON.readTree(answer.body());
      return new Reply(answer.statusCode(), json);
    } catch (IOException notJson) {
      throw new CommandFailure(
          ExitCode.FAILED,
          new Reason(
              "rest.not-json",
              "What answers at " + address + " is no node of Headrace.",
              "Name the node's address with --rest HOST:PORT."),
          notJson);
    }
  }

  /** A part of a path. */
  static String encoded(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static HttpResponse<String> send(
      String address, String method, String path, Optional<String> body) {
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://" + address + path))
              .timeout(TIMEOUT)
              .header("Content-Type", "application/json")
              .method(
                  method,
                  body.map(HttpRequest.BodyPublishers::ofString)
                      .orElseGet(HttpRequest.BodyPublishers::noBody))
              .build();
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException | IllegalArgumentException unreachable) {
      throw new CommandFailure(
          ExitCode.UNREACHABLE,
          new Reason(
              "node.unreachable",
              "No node answers at " + address + ".",
              "Start one with `headrace run`, or name another with --rest HOST:PORT."),
          unreachable);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new CommandFailure(
          ExitCode.FAILED, new Reason("interrupted", "Interrupted.", "Run it again."));
    }
  }
}
