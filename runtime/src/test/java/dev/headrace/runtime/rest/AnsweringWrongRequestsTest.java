package dev.headrace.runtime.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AnsweringWrongRequestsTest {

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
  void anInvalidConfigTellsEachProblem() throws IOException {
    Node.Reply reply = node.sendJson("POST", "/connectors", "{\"name\":\"a\",\"config\":{}}");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.body().path("error_code").asInt()).isEqualTo(400);
    assertThat(reply.body().path("message").asText()).contains("1 error(s)", "`path` is missing");
    assertThat(reply.body().at("/problems/0/key").asText()).isEqualTo("path");
  }

  @Test
  void jsonThatIsNoneTellsLineAndColumn() throws IOException {
    Node.Reply reply = node.sendJson("POST", "/connectors", "{\"name\":\n  oops}");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.body().path("message").asText()).contains("line 2");
  }

  @Test
  void aBodyWithoutNameOrConfigIsRefused() throws IOException {
    assertThat(node.sendJson("POST", "/connectors", "{}").status()).isEqualTo(400);
    assertThat(node.sendJson("POST", "/connectors", "{\"name\":\"a\"}").status()).isEqualTo(400);
    assertThat(node.sendJson("PUT", "/connectors/a/config", "[1]").status()).isEqualTo(400);
    assertThat(node.sendJson("PUT", "/connectors/a/config", "{\"path\":{\"x\":1}}").status())
        .isEqualTo(400);
    assertThat(node.sendJson("PUT", "/connectors/a/config", "{\"name\":\"b\"}").status())
        .isEqualTo(400);
  }

  @Test
  void aMistypedNameIsAnsweredWithTheNearest() throws IOException {
    node.sendJson("PUT", "/connectors/orders/config", "{\"path\": \"x\"}");

    Node.Reply reply = node.get("/connectors/ordres/status");

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.body().path("message").asText()).isEqualTo("Connector ordres not found");
    assertThat(reply.body().path("next").asText()).isEqualTo("Did you mean orders?");
  }

  @Test
  void aMistypedPathIsAnsweredWithTheNearest() throws IOException {
    Node.Reply reply = node.get("/connector");

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.body().path("next").asText()).contains("/connectors");
  }

  @Test
  void aMethodThatAPathLacksIsAnsweredWithThoseItHas() throws IOException {
    Node.Reply reply = node.send("DELETE", "/connectors", "Host: localhost", "");

    assertThat(reply.status()).isEqualTo(405);
    assertThat(reply.head()).containsIgnoringCase("Allow: GET, POST");
  }

  @Test
  void aBodyBeyondTheLimitIsRefused() throws IOException {
    Node.Reply reply = node.sendJson("POST", "/connectors", " ".repeat(2 * 1024 * 1024));

    assertThat(reply.status()).isEqualTo(413);
  }
}
