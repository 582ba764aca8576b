package dev.headrace.runtime.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connector.Reason;
import dev.headrace.runtime.backup.BackupOrder;
import dev.headrace.runtime.backup.BackupState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TakingBackupsOverRestTest {

  private static final String WANTED = "{\"directory\": \"/backups/today\"}";

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
  void oneIsBegunAndItsStateCanBeAskedFor() throws IOException {
    assertThat(node.get("/backup").body().path("state").asText()).isEqualTo("NONE");

    Node.Reply begun = node.sendJson("POST", "/backup", WANTED);

    assertThat(begun.status()).isEqualTo(202);
    assertThat(node.get("/backup").body()).isEqualTo(begun.body());
    assertThat(begun.body().path("state").asText()).isEqualTo("RUNNING");
    assertThat(begun.body().path("directory").asText()).isEqualTo("/backups/today");
    assertThat(begun.body().path("copied_bytes").asLong()).isEqualTo(1);
    assertThat(begun.body().path("total_bytes").asLong()).isEqualTo(10);
  }

  @Test
  void theKeyOfSecretsGoesWithItOnlyWhenThatIsSaid() throws IOException {
    node.sendJson("POST", "/backup", WANTED);
    assertThat(node.backups().last().orElseThrow().key()).isEqualTo(BackupOrder.Key.LEFT_OUT);
    node.backups().become(new BackupState.None());

    node.sendJson("POST", "/backup", "{\"directory\": \"/backups/b\", \"secrets_key\": true}");
    assertThat(node.backups().last().orElseThrow().key()).isEqualTo(BackupOrder.Key.INCLUDED);
    node.backups().become(new BackupState.None());

    Node.Reply reply =
        node.sendJson(
            "POST", "/backup", "{\"directory\": \"/backups/b\", \"secrets_key\": \"yes\"}");
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.body().path("code").asText()).isEqualTo("backup.secrets-key");
  }

  @Test
  void oneAtATime() throws IOException {
    node.sendJson("POST", "/backup", WANTED);

    Node.Reply second = node.sendJson("POST", "/backup", WANTED);

    assertThat(second.status()).isEqualTo(409);
    assertThat(second.body().path("code").asText()).isEqualTo("backup.under-way");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "\"/backups\"",
        "{\"directory\": \"today\"}",
        "{\"directory\": 1}",
        "{\"directory\": null}",
        "{\"directory\": \"/a\\u0000b\"}"
      })
  void aDirectoryThatIsNoneIsRefused(String body) throws IOException {
    Node.Reply reply = node.sendJson("POST", "/backup", body);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.body().path("code").asText()).isEqualTo("backup.directory");
    assertThat(node.backups().state()).isEqualTo(new BackupState.None());
  }

  @Test
  void itsEndIsTold() throws IOException {
    node.backups()
        .become(
            new BackupState.Done(
                Path.of("/b"), Instant.EPOCH, 3, 12, 456, 78, 0, BackupState.Key.LEFT_OUT));
    assertThat(node.get("/backup").body().toString())
        .isEqualTo(
            "{\"state\":\"DONE\",\"directory\":\"/b\",\"taken\":\"1970-01-01T00:00:00Z\","
                + "\"partitions\":3,\"files\":12,\"bytes\":456,\"elapsed_ms\":78,"
                + "\"files_copied_first\":0,\"secrets_key\":\"LEFT_OUT\"}");

    node.backups()
        .become(new BackupState.Failed(Path.of("/b"), new Reason("code", "What.", "Next.")));
    assertThat(node.get("/backup").body().toString())
        .isEqualTo(
            "{\"state\":\"FAILED\",\"directory\":\"/b\",\"code\":\"code\",\"message\":\"What.\","
                + "\"next\":\"Next.\"}");
  }

  @Test
  void itCanBeCancelled() throws IOException {
    assertThat(node.send("DELETE", "/backup", "Host: localhost", "").status()).isEqualTo(204);
    assertThat(node.backups().isCancelled()).isTrue();
  }
}
