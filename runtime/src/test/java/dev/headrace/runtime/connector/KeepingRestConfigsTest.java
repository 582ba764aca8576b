package dev.headrace.runtime.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connector.ReadMode;
import dev.headrace.connector.config.Problem;
import dev.headrace.runtime.connector.Connectors.Applied;
import dev.headrace.runtime.log.MemoryLog;
import org.junit.jupiter.api.Test;

class KeepingRestConfigsTest {

  private final MemoryLog log = new MemoryLog();

  @Test
  void bringsThemBackAfterARestart() {
    ConnectorConfig kept =
        TestWorker.config(TestWorker.REST, "Bestellungen ä", "good-source", "topic", "t");
    ConnectorConfig removed =
        TestWorker.config(TestWorker.REST, "removed", "good-source", "topic", "t");
    try (TestWorker worker = new TestWorker(ReadMode.CONTINUOUS, log)) {
      assertThat(worker.supervisor.apply(kept)).isInstanceOf(Applied.Created.class);
      worker.supervisor.apply(removed);
      worker.supervisor.remove("removed", TestWorker.REST);
      worker.apply("from-file", "good-source", "topic", "t");
    }

    try (TestWorker worker = new TestWorker(ReadMode.CONTINUOUS, log)) {
      worker.supervisor.restore();

      assertThat(worker.supervisor.names()).containsExactly("Bestellungen ä");
      assertThat(worker.supervisor.config("Bestellungen ä")).contains(kept);
    }
  }

  @Test
  void keepsThemAsKafkaConnectDoes() {
    try (TestWorker worker = new TestWorker(ReadMode.CONTINUOUS, log)) {
      worker.supervisor.apply(
          TestWorker.config(TestWorker.REST, "in", "good-source", "topic", "t"));
    }

    assertThat(log.values(ConfigStore.TOPIC, 0))
        .containsExactly(
            "{\"properties\":{\"connector.class\":\"good-source\",\"name\":\"in\",\"topic\":\"t\"}}");
    assertThat(log.topics().find(ConfigStore.TOPIC).orElseThrow().partitions()).isEqualTo(1);
  }

  @Test
  void letsAFileWin() {
    ConnectorConfig overRest =
        TestWorker.config(TestWorker.REST, "in", "good-source", "topic", "over-rest");
    ConnectorConfig inFile = TestWorker.config("in", "good-source", "topic", "in-file");
    try (TestWorker worker = new TestWorker(ReadMode.CONTINUOUS, log)) {
      worker.supervisor.apply(overRest);
    }

    try (TestWorker worker = new TestWorker(ReadMode.CONTINUOUS, log)) {
      worker.supervisor.apply(inFile);
      worker.supervisor.restore();

      assertThat(worker.supervisor.config("in")).contains(inFile);
      assertThat(worker.supervisor.apply(overRest))
          .isInstanceOfSatisfying(
              Applied.Invalid.class,
              invalid ->
                  assertThat(invalid.problems())
                      .extracting(Problem::code)
                      .containsExactly("config.defined-by-file"));
      assertThat(worker.supervisor.remove("in", TestWorker.REST))
          .isEqualTo(Connectors.Removed.DEFINED_BY_FILE);
    }
  }

  @Test
  void doesNotRestartWhatIsUnchanged() {
    try (TestWorker worker = new TestWorker(ReadMode.CONTINUOUS, log)) {
      ConnectorConfig config = TestWorker.config(TestWorker.REST, "in", "bad-source", "topic", "t");
      worker.supervisor.apply(config);
      worker.awaitTaskState("in", ConnectorStatus.State.RUNNING);

      assertThat(worker.supervisor.apply(config)).isInstanceOf(Applied.Unchanged.class);
      assertThat(worker.inSource.calls("plan")).isEqualTo(1);
    }
  }
}
