package dev.headrace.runtime.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ValidatingConfigsOverRestTest {

  private static final String PATH = "/connector-plugins/file-source/config/validate";

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
  void everySettingComesWithItsDefinitionValueAndErrors() throws IOException {
    Node.Reply reply = node.sendJson("PUT", PATH, "{\"connector.class\": \"file-source\"}");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body().path("error_count").asInt()).isEqualTo(1);
    assertThat(reply.body().at("/configs/0/definition/name").asText()).isEqualTo("path");
    assertThat(reply.body().at("/configs/0/definition/required").asBoolean()).isTrue();
    assertThat(reply.body().at("/configs/0/value/errors/0").asText())
        .isEqualTo("The setting `path` is missing. Add `path`.");
    assertThat(reply.body().at("/configs/1/value/errors")).isEmpty();
  }

  @Test
  void anUnknownPluginIsAnsweredWithTheNearest() throws IOException {
    Node.Reply reply = node.sendJson("PUT", PATH.replace("source", "sauce"), "{}");

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.body().path("next").asText()).isEqualTo("Did you mean file-source?");
  }

  @Test
  void aConfigOfAnotherPluginIsRefused() throws IOException {
    assertThat(node.sendJson("PUT", PATH, "{\"connector.class\": \"x\"}").status()).isEqualTo(400);
  }

  @Test
  void pluginsAreListedInConnectsShape() throws IOException {
    assertThat(node.get("/connector-plugins").body().at("/0/class").asText())
        .isEqualTo("file-source");
  }
}
