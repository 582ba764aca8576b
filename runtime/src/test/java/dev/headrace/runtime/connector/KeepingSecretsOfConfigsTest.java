package dev.headrace.runtime.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connector.ReadMode;
import dev.headrace.connector.config.Secret;
import dev.headrace.log.record.ByteSlice;
import dev.headrace.log.record.Compression;
import dev.headrace.log.record.RecordBatchBuilder;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.runtime.connector.ConnectorStatus.State;
import dev.headrace.runtime.connector.Connectors.Applied;
import dev.headrace.runtime.log.MemoryLog;
import dev.headrace.runtime.log.Writer;
import dev.headrace.runtime.log.WriterId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Who reads the log does not learn the secrets in it; this node does, as long as it has its key.
 */
class KeepingSecretsOfConfigsTest {

  private static final ConnectorConfig CONFIG =
      TestWorker.config(
          TestWorker.REST, "in", "good-source", "topic", "t", "login", "hunter2", "label", "plain");

  @TempDir Path directory;

  private final MemoryLog log = new MemoryLog();

  @Test
  void keepsThemSealedAndBringsThemBack() {
    keep(CONFIG);

    assertThat(stored())
        .contains("\"label\":\"plain\"", "\"login\":\"headrace-sealed:1:")
        .doesNotContain("hunter2");
    try (TestWorker worker = restarted()) {
      assertThat(worker.supervisor.config("in")).contains(CONFIG);
    }
  }

  @Test
  void needsNoKeyForAConfigWithoutSecrets() {
    keep(TestWorker.config(TestWorker.REST, "in", "good-source", "topic", "t"));

    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void readsWhatAnOlderReleaseKeptInPlain() {
    write("connector-in", "{\"properties\":" + json(CONFIG.settings()) + "}");

    try (TestWorker worker = restarted()) {
      assertThat(worker.supervisor.config("in")).contains(CONFIG);
      worker.awaitState("in", State.RUNNING);
    }
  }

  @Test
  void keepsAPlainSettingThatLooksSealed() {
    ConnectorConfig odd =
        TestWorker.config(
            TestWorker.REST, "in", "good-source", "topic", "t", "label", "headrace-sealed:1:a:b");
    keep(odd);

    try (TestWorker worker = restarted()) {
      assertThat(worker.supervisor.config("in")).contains(odd);
    }
  }

  @Test
  void showsAConnectorWhoseKeyIsLostAsFailed() throws Exception {
    keep(CONFIG);
    Files.delete(directory.resolve("secrets.key"));

    try (TestWorker worker = restarted()) {
      assertUnusable(worker, "secrets.key-missing");
      assertThat(worker.supervisor.remove("in", TestWorker.REST))
          .isEqualTo(Connectors.Removed.REMOVED);
      assertThat(worker.supervisor.names()).isEmpty();
    }
    try (TestWorker worker = restarted()) {
      assertThat(worker.supervisor.names()).isEmpty();
    }
  }

  @Test
  void startsItWhenTheKeyIsBack(@TempDir Path backup) throws Exception {
    keep(CONFIG);
    Files.move(directory.resolve("secrets.key"), backup.resolve("secrets.key"));
    try (TestWorker worker = restarted()) {
      assertUnusable(worker, "secrets.key-missing");
    }
    Files.move(backup.resolve("secrets.key"), directory.resolve("secrets.key"));

    try (TestWorker worker = restarted()) {
      assertThat(worker.supervisor.config("in")).contains(CONFIG);
      worker.awaitState("in", State.RUNNING);
    }
  }

  @Test
  void takesTheSecretAgainWhenTheKeyIsAnother(@TempDir Path other) throws Exception {
    keep(CONFIG);
    try (TestWorker another = new TestWorker(ReadMode.CONTINUOUS, new MemoryLog(), other)) {
      another.supervisor.apply(CONFIG);
    }
    Files.delete(directory.resolve("secrets.key"));
    Files.copy(other.resolve("secrets.key"), directory.resolve("secrets.key"));

    try (TestWorker worker = restarted()) {
      assertUnusable(worker, "secrets.wrong-key");
      assertThat(worker.supervisor.apply(CONFIG)).isInstanceOf(Applied.Changed.class);
      worker.awaitState("in", State.RUNNING);
    }
    try (TestWorker worker = restarted()) {
      assertThat(worker.supervisor.config("in")).contains(CONFIG);
    }
  }

  @Test
  void noticesThatATextWasMovedToAnotherConnector() {
    keep(CONFIG);
    write("connector-other", stored().replace("\"name\":\"in\"", "\"name\":\"other\""));

    try (TestWorker worker = restarted()) {
      assertThat(worker.status("other").trace().orElseThrow()).contains("secrets.damaged");
      worker.awaitState("in", State.RUNNING);
    }
  }

  @Test
  void doesNotKeepASecretWhenTheKeyCannotBeRead() throws Exception {
    Files.writeString(directory.resolve("secrets.key"), "no key");

    try (TestWorker worker = new TestWorker(ReadMode.CONTINUOUS, log, directory)) {
      assertThat(worker.supervisor.apply(CONFIG))
          .isInstanceOfSatisfying(
              Applied.Invalid.class,
              invalid ->
                  assertThat(invalid.problems().getFirst().code())
                      .isEqualTo("secrets.key-unreadable"));
      assertThat(worker.supervisor.names()).isEmpty();
    }
  }

  private static void assertUnusable(TestWorker worker, String code) {
    ConnectorStatus status = worker.status("in");
    assertThat(status.state()).isEqualTo(State.FAILED);
    assertThat(status.kind()).isEqualTo(ConnectorStatus.Kind.UNKNOWN);
    assertThat(status.trace().orElseThrow()).contains(code, "`login` of the connector in");
    assertThat(worker.supervisor.config("in").orElseThrow().settings())
        .containsEntry("login", Secret.MASK)
        .containsEntry("label", "plain");
  }

  private void keep(ConnectorConfig config) {
    try (TestWorker worker = new TestWorker(ReadMode.CONTINUOUS, log, directory)) {
      assertThat(worker.supervisor.apply(config)).isInstanceOf(Applied.Created.class);
    }
  }

  private TestWorker restarted() {
    TestWorker worker = new TestWorker(ReadMode.CONTINUOUS, log, directory);
    worker.supervisor.restore();
    return worker;
  }

  private String stored() {
    return log.values(ConfigStore.TOPIC, 0).getFirst();
  }

  private void write(String key, String value) {
    log.topics().ensure(ConfigStore.TOPIC, OptionalInt.of(1), Map.of("cleanup.policy", "compact"));
    RecordBatchBuilder batch = new RecordBatchBuilder(Compression.NONE, 1024);
    batch.append(
        0,
        ByteSlice.of(key.getBytes(StandardCharsets.UTF_8)),
        ByteSlice.of(value.getBytes(StandardCharsets.UTF_8)),
        List.of());
    try (Writer writer = log.writer(new WriterId("somebody"))) {
      writer.append(new TopicPartition(ConfigStore.TOPIC, 0), batch.build());
      writer.commit().toCompletableFuture().join();
    }
  }

  private static String json(Map<String, String> settings) {
    return settings.entrySet().stream()
        .map(each -> "\"" + each.getKey() + "\":\"" + each.getValue() + "\"")
        .collect(Collectors.joining(",", "{", "}"));
  }
}
