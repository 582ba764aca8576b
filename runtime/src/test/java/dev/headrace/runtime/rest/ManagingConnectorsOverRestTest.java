package dev.headrace.runtime.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headrace.runtime.connector.Restart;
import dev.headrace.runtime.connector.TargetState;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManagingConnectorsOverRestTest {

  private static final String BODY =
      """
      {"name": "größe 1", "config": {"connector.class": "file-source", "path": "a", "tasks.max": 2, "list": ["x", "y"]}}
      """;

  private Node node;

  @BeforeEach
  void start() throws IOException {
    node = new Node();
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void aCreatedConnectorIsThereWithItsConfigAsText() throws IOException {
    // When
    Node.Reply created = node.sendJson("POST", "/connectors", BODY);

    // Then
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.head()).containsIgnoringCase("Location: /connectors/gr%C3%B6%C3%9Fe%201");
    assertThat(node.get("/connectors").body().toString()).isEqualTo("[\"größe 1\"]");
    JsonNode config = node.get("/connectors/gr%C3%B6%C3%9Fe%201/config").body();
    assertThat(config.path("tasks.max").asText()).isEqualTo("2");
    assertThat(config.path("list").asText()).isEqualTo("x,y");
    assertThat(config.path("name").asText()).isEqualTo("größe 1");
  }

  @Test
  void aSecondConnectorOfTheSameNameIsAConflict() throws IOException {
    node.sendJson("POST", "/connectors", BODY);

    Node.Reply second = node.sendJson("POST", "/connectors", BODY);

    assertThat(second.status()).isEqualTo(409);
    assertThat(second.body().path("message").asText())
        .isEqualTo("Connector größe 1 already exists");
  }

  @Test
  void puttingAConfigCreatesAndThenChanges() throws IOException {
    assertThat(node.sendJson("PUT", "/connectors/a/config", "{\"path\": \"x\"}").status())
        .isEqualTo(201);
    assertThat(node.sendJson("PUT", "/connectors/a/config", "{\"path\": \"y\"}").status())
        .isEqualTo(200);
    assertThat(node.get("/connectors/a").body().at("/config/path").asText()).isEqualTo("y");
  }

  @Test
  void patchingAConfigReplacesAddsAndRemoves() throws IOException {
    node.sendJson(
        "PUT", "/connectors/a/config", "{\"path\": \"x\", \"old\": 1, \"db.password\": \"s\"}");

    Node.Reply patched =
        node.sendJson(
            "PATCH", "/connectors/a/config", "{\"path\": \"y\", \"old\": null, \"new\": [1, 2]}");

    assertThat(patched.status()).isEqualTo(200);
    assertThat(node.connectors().config("a").orElseThrow().settings())
        .containsOnly(
            Map.entry("name", "a"),
            Map.entry("path", "y"),
            Map.entry("new", "1,2"),
            Map.entry("db.password", "s"));
    assertThat(node.sendJson("PATCH", "/connectors/a/config", "{\"path\": null}").status())
        .isEqualTo(400);
    assertThat(node.sendJson("PATCH", "/connectors/a/config", "[]").status()).isEqualTo(400);
    assertThat(node.sendJson("PATCH", "/connectors/b/config", "{}").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({"pause, 202, PAUSED", "stop, 204, STOPPED", "resume, 202, STARTED"})
  void pausesStopsAndResumes(String action, int status, TargetState target) throws IOException {
    node.sendJson("PUT", "/connectors/a/config", "{\"path\": \"x\"}");

    Node.Reply reply = node.send("PUT", "/connectors/a/" + action, "Host: localhost", "");

    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.body().isNull()).isTrue();
    assertThat(node.connectors().targets()).containsEntry("a", target);
    Node.Reply unknown = node.send("PUT", "/connectors/b/" + action, "Host: localhost", "");
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.body().path("code").asText()).isEqualTo("connector.unknown");
    assertThat(node.get("/connectors/a/" + action).status()).isEqualTo(405);
  }

  @Test
  void restartsWhatIsAskedFor() throws IOException {
    node.sendJson("PUT", "/connectors/a/config", "{\"path\": \"x\"}");

    assertThat(post("/connectors/a/restart").status()).isEqualTo(204);
    assertThat(post("/connectors/a/restart?includeTasks=false").status()).isEqualTo(204);
    Node.Reply all = post("/connectors/a/restart?includeTasks=true");
    assertThat(all.status()).isEqualTo(202);
    assertThat(all.body().at("/connector/state").asText()).isEqualTo("RUNNING");
    assertThat(post("/connectors/a/restart?includeTasks=true&onlyFailed=true").status())
        .isEqualTo(202);
    assertThat(post("/connectors/a/restart?onlyFailed=true").status()).isEqualTo(202);
    assertThat(post("/connectors/a/tasks/0/restart").status()).isEqualTo(204);

    assertThat(node.connectors().restarts())
        .containsExactly(
            new Restart.OfConnector(Restart.Which.ANY),
            new Restart.OfConnector(Restart.Which.ANY),
            new Restart.OfAll(Restart.Which.ANY),
            new Restart.OfAll(Restart.Which.FAILED),
            new Restart.OfConnector(Restart.Which.FAILED),
            new Restart.OfTask(0));
  }

  @ParameterizedTest
  @CsvSource({
    "/connectors/b/restart, connector.unknown",
    "/connectors/b/tasks/0/restart, connector.unknown",
    "/connectors/a/tasks/1/restart, task.unknown",
    "/connectors/a/tasks/x/restart, task.unknown"
  })
  void restartsNothingThatIsNotThere(String path, String code) throws IOException {
    node.sendJson("PUT", "/connectors/a/config", "{\"path\": \"x\"}");

    assertThat(post(path).status()).isEqualTo(404);
    assertThat(post(path).body().path("code").asText()).isEqualTo(code);
  }

  private Node.Reply post(String path) throws IOException {
    return node.send("POST", path, "Host: localhost", "");
  }

  @ParameterizedTest
  @CsvSource({"RUNNING, STARTED", "PAUSED, PAUSED", "STOPPED, STOPPED"})
  void createsAConnectorThatRests(String initial, TargetState target) throws IOException {
    String body = "{\"name\": \"a\", \"config\": {\"path\": \"x\"}, \"initial_state\": \"%s\"}";

    assertThat(node.sendJson("POST", "/connectors", body.formatted(initial)).status())
        .isEqualTo(201);
    assertThat(node.connectors().targets()).containsEntry("a", target);
    assertThat(node.sendJson("POST", "/connectors", body.formatted("ASLEEP")).status())
        .isEqualTo(400);
  }

  @Test
  void statusHasConnectsShapeAndOurFields() throws IOException {
    node.sendJson("PUT", "/connectors/a/config", "{\"path\": \"x\"}");

    Node.Reply status = node.get("/connectors/a/status");

    assertThat(status.body().at("/connector/state").asText()).isEqualTo("RUNNING");
    assertThat(status.body().at("/tasks/0/state").asText()).isEqualTo("RESTARTING");
    assertThat(status.body().at("/tasks/0/trace").asText()).isEqualTo("the disk is full");
    assertThat(status.body().at("/tasks/0/worker_id").asText()).matches("localhost:\\d+");
    assertThat(status.body().at("/schedule").toString())
        .isEqualTo(
            "{\"text\":\"15m\",\"next_run_ms\":900000,\"runs\":[{\"due_ms\":1,\"began_ms\":2,"
                + "\"ended_ms\":3,\"records\":7,\"outcome\":\"done\"}]}");
    assertThat(status.body().at("/tasks/0/retry/failures").asInt()).isEqualTo(2);
    assertThat(status.body().at("/tasks/0/retry/next_attempt_ms").asLong()).isEqualTo(5_000);
    assertThat(status.body().at("/tasks/0/progress/records").asLong()).isEqualTo(7);
    assertThat(status.body().at("/tasks/0/progress/refused").asLong()).isEqualTo(1);
    assertThat(status.body().at("/tasks/0/progress/last_refusal").toString())
        .isEqualTo(
            "{\"where\":\"orders.csv, line 17\",\"what\":\"It is bad.\",\"next\":\"Mend it.\","
                + "\"code\":\"test.bad\",\"at_ms\":900}");
    assertThat(status.body().at("/guarantee/level").asText()).isEqualTo("exactly_once");
    assertThat(node.get("/connectors/a/topics").body().toString())
        .isEqualTo("{\"a\":{\"topics\":[\"orders\"]}}");
    assertThat(node.get("/connectors?expand=status&expand=info").body().at("/a/info/type").asText())
        .isEqualTo("source");
  }

  @Test
  void aDeletedConnectorIsGone() throws IOException {
    node.sendJson("PUT", "/connectors/a/config", "{\"path\": \"x\"}");

    assertThat(node.send("DELETE", "/connectors/a", "Host: localhost", "").status()).isEqualTo(204);
    assertThat(node.send("DELETE", "/connectors/a", "Host: localhost", "").status()).isEqualTo(404);
  }
}
