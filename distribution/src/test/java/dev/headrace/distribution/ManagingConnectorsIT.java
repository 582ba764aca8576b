package dev.headrace.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code headrace connectors}, as somebody uses it beside a node that runs. */
class ManagingConnectorsIT {

  @TempDir private Path directory;

  @Test
  void fromCreationToDeletion() throws Exception {
    write("in.txt", "one\n");
    write("in.json", connector("in", "\"connector.class\": \"file-source\", \"path\": \"in.txt\""));
    try (Headrace node = Headrace.node(directory)) {
      assertThat(connectors("list")).isEqualTo("no connectors\n");
      assertThat(connectors("create", "in.json")).isEqualTo("created in\n");
      awaitListed("in    source  RUNNING  1 RUNNING");
      assertThat(connectors("show", "in"))
          .contains("in  source  RUNNING", "exactly once: ", "task 0  RUNNING", "path = in.txt");

      assertThat(connectors("pause", "in")).isEqualTo("paused in\n");
      awaitListed("in    source  PAUSED  1 PAUSED");
      assertThat(connectors("stop", "in", "--json")).isEqualTo("[\"in\"]\n");
      awaitListed("in    source  STOPPED  -");
      node.stop();
    }

    try (Headrace node = Headrace.node(directory)) {
      awaitListed("in    source  STOPPED  -");
      Files.writeString(directory.resolve("in.txt"), "two\n", StandardOpenOption.APPEND);
      assertThat(connectors("resume", "in")).isEqualTo("resumed in\n");
      awaitListed("in    source  RUNNING  1 RUNNING");
      assertThat(connectors("restart", "in")).isEqualTo("restarted in\n");
      assertThat(connectors("restart", "in", "--only-failed")).isEqualTo("restarted in\n");
      await()
          .atMost(Headrace.PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(done(Headrace.start(directory, "topics", "read", "t")))
                      .isEqualTo("one\ntwo\n"));
      assertThat(connectors("list", "--json")).contains("\"in\":{", "\"state\":\"RUNNING\"");
      assertThat(connectors("delete", "in")).isEqualTo("deleted in\n");
      assertThat(connectors("list")).isEqualTo("no connectors\n");
      node.stop();
    }
  }

  @Test
  void tellsWhatItCannotDo() throws Exception {
    write("in.txt", "one\n");
    write("in.json", connector("in", "\"connector.class\": \"file-source\", \"path\": \"in.txt\""));
    write("bad.json", connector("bad", "\"connector.class\": \"file-source\", \"pth\": \"x\""));
    try (Headrace node = Headrace.node(directory)) {
      assertThat(connectors("create", "in.json", "--paused")).isEqualTo("created in\n");
      awaitListed("in    source  PAUSED  -");
      assertRefused(1, "connector.exists", "create", "in.json");
      assertThat(connectors("create", "in.json", "--replace")).isEqualTo("changed in\n");
      assertRefused(2, "error: bad.json:", "create", "bad.json");
      assertRefused(2, "Did you mean `path`?", "create", "bad.json");
      assertRefused(1, "connector.unknown", "pause", "im");
      assertRefused(1, "Did you mean in?", "show", "im");
      assertRefused(1, "task.unknown", "restart", "in", "--task", "7");
      node.stop();
    }
    assertRefused(3, "node.none", "list");
    assertRefused(3, "node.unreachable", "list", "--rest", "127.0.0.1:1");
  }

  private void assertRefused(int exitCode, String hint, String... arguments) throws Exception {
    Headrace command = start(arguments);
    assertThat(command.exitCode()).as(command.errors()).isEqualTo(exitCode);
    assertThat(command.errors()).startsWith("error: ").contains(hint, "next: ");
  }

  private void awaitListed(String line) {
    await()
        .atMost(Headrace.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(connectors("list").replaceAll(" {2,}", "  "))
                    .contains(line.replaceAll(" {2,}", "  ")));
  }

  private String connectors(String... arguments) throws IOException, InterruptedException {
    return done(start(arguments));
  }

  private static String done(Headrace command) throws InterruptedException {
    assertThat(command.exitCode()).as(command.errors()).isZero();
    return command.output();
  }

  private Headrace start(String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of("connectors"));
    all.addAll(List.of(arguments));
    return Headrace.start(directory, all.toArray(String[]::new));
  }

  private static String connector(String name, String settings) {
    return "{\"name\": \"%s\", \"config\": {%s, \"topic\": \"t\", \"value.format\": \"text\"}}"
        .formatted(name, settings);
  }

  private void write(String file, String text) throws IOException {
    Files.writeString(directory.resolve(file), text);
  }
}
