package dev.headrace.runtime.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HidingSecretsInRestTest {

  private static final String CONFIG =
      """
      {"connector.class": "file-source", "path": "x", "login": "hunter2", "db.password": "hunter3"}
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
  void noAnswerShowsASecret() throws IOException {
    assertThat(node.sendJson("PUT", "/connectors/a/config", CONFIG).body().toString())
        .doesNotContain("hunter")
        .contains("\"login\":\"****\"", "\"db.password\":\"****\"");
    for (String path :
        new String[] {
          "/connectors/a",
          "/connectors/a/config",
          "/connectors/a/tasks",
          "/connectors?expand=info&expand=status"
        }) {
      assertThat(node.get(path).body().toString()).doesNotContain("hunter");
    }
    assertThat(
            node.sendJson("PUT", "/connector-plugins/file-source/config/validate", CONFIG)
                .body()
                .toString())
        .doesNotContain("hunter");
  }

  @Test
  void aMaskedConfigThatIsSentBackKeepsItsSecrets() throws IOException {
    node.sendJson("PUT", "/connectors/a/config", CONFIG);

    String shown = node.get("/connectors/a/config").body().toString();
    assertThat(node.sendJson("PUT", "/connectors/a/config", shown).status()).isEqualTo(200);

    assertThat(node.connectors().config("a").orElseThrow().settings())
        .containsEntry("login", "hunter2")
        .containsEntry("db.password", "hunter3");
  }

  @Test
  void aMaskWithoutASecretBehindItIsRefused() throws IOException {
    Node.Reply reply =
        node.sendJson("PUT", "/connectors/new/config", CONFIG.replace("hunter2", "****"));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.body().toString())
        .contains("config.masked-secret", "`login`")
        .doesNotContain("hunter");
    assertThat(node.get("/connectors/new").status()).isEqualTo(404);
  }
}
