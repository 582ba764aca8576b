package dev.headrace.runtime.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connector.ReadMode;
import dev.headrace.runtime.connector.ConnectorStatus.State;
import dev.headrace.runtime.connector.Connectors.Applied;
import dev.headrace.runtime.log.MemoryLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who pauses or stops a connector finds it so until he resumes it, whatever happens meanwhile. */
@Timeout(60)
class PausingConnectorsTest {

  private final MemoryLog log = new MemoryLog();

  @Test
  void restsAndGoesOnWhereItWas() {
    try (TestWorker worker = worker()) {
      worker.apply("out", "good-sink", "topics", "t");
      worker.apply("in", "good-source", "topic", "t", "count", "2");
      worker.awaitTaken("a:0", "a:1");

      assertThat(worker.supervisor.target("in", TargetState.PAUSED)).isTrue();
      ConnectorStatus paused = worker.awaitState("in", State.PAUSED);
      assertThat(paused.tasks()).extracting("state").containsExactly(State.PAUSED);
      assertThat(paused.tasks().getFirst().progress().records()).isEqualTo(2);
      worker.apply("in", "good-source", "topic", "t", "count", "4");
      assertThat(worker.status("in").state()).isEqualTo(State.PAUSED);

      assertThat(worker.supervisor.target("in", TargetState.STARTED)).isTrue();
      worker.awaitTaken("a:0", "a:1", "a:2", "a:3");
      worker.awaitState("in", State.RUNNING);
    }
  }

  @Test
  void hasNoTasksWhileItIsStopped() {
    try (TestWorker worker = worker()) {
      worker.apply("in", "good-source", "topic", "t");
      worker.awaitTaskState("in", State.RUNNING);

      worker.supervisor.target("in", TargetState.STOPPED);

      assertThat(worker.awaitState("in", State.STOPPED).tasks()).isEmpty();
      worker.supervisor.target("in", TargetState.PAUSED);
      worker.awaitState("in", State.PAUSED);
    }
  }

  @Test
  void restsAfterARestartOfTheNodeToo() {
    ConnectorConfig overRest =
        TestWorker.config(TestWorker.REST, "rest", "bad-source", "topic", "t");
    try (TestWorker worker = worker()) {
      worker.supervisor.apply(overRest);
      worker.apply("file", "bad-source", "topic", "t");
      worker.supervisor.target("rest", TargetState.PAUSED);
      worker.supervisor.target("file", TargetState.STOPPED);
    }

    try (TestWorker worker = worker()) {
      worker.apply("file", "bad-source", "topic", "t");
      worker.supervisor.restore();

      assertThat(worker.status("rest").state()).isEqualTo(State.PAUSED);
      assertThat(worker.status("file").state()).isEqualTo(State.STOPPED);
      assertThat(worker.inSource.calls("plan")).isZero();
      worker.supervisor.target("rest", TargetState.STARTED);
      worker.awaitState("rest", State.RUNNING);
    }

    try (TestWorker worker = worker()) {
      worker.supervisor.restore();
      worker.awaitState("rest", State.RUNNING);
    }
  }

  @Test
  void isForgottenWithTheConnector() {
    try (TestWorker worker = worker()) {
      for (ConnectorConfig.Origin origin :
          new ConnectorConfig.Origin[] {TestWorker.REST, TestWorker.FILE}) {
        ConnectorConfig config = TestWorker.config(origin, "in", "good-source", "topic", "t");
        worker.supervisor.apply(config);
        worker.supervisor.target("in", TargetState.PAUSED);
        worker.supervisor.remove("in", origin);
        worker.supervisor.apply(config);
        worker.awaitState("in", State.RUNNING);
        worker.supervisor.remove("in", origin);
      }
    }
    try (TestWorker worker = worker()) {
      worker.apply("in", "good-source", "topic", "t");
      worker.awaitState("in", State.RUNNING);
    }
  }

  @Test
  void mayBeginSo() {
    ConnectorConfig config = TestWorker.config(TestWorker.REST, "in", "bad-source", "topic", "t");
    try (TestWorker worker = worker()) {
      assertThat(worker.supervisor.apply(config, TargetState.STOPPED))
          .isInstanceOfSatisfying(
              Applied.Created.class,
              created -> assertThat(created.status().state()).isEqualTo(State.STOPPED));
    }
    try (TestWorker worker = worker()) {
      worker.supervisor.restore();
      assertThat(worker.status("in").state()).isEqualTo(State.STOPPED);
      assertThat(worker.status("in").kind()).isEqualTo(ConnectorStatus.Kind.SOURCE);
      assertThat(worker.inSource.calls("plan")).isZero();
    }
  }

  @Test
  void keepsItAsKafkaConnectDoes() {
    try (TestWorker worker = worker()) {
      worker.apply("in", "good-source", "topic", "t");
      worker.supervisor.target("in", TargetState.STOPPED);
      worker.supervisor.target("in", TargetState.STOPPED);
      worker.supervisor.target("in", TargetState.PAUSED);
    }

    assertThat(log.values(ConfigStore.TOPIC, 0))
        .containsExactly(
            "{\"state\":\"PAUSED\",\"state.v2\":\"STOPPED\"}",
            "{\"state\":\"PAUSED\",\"state.v2\":\"PAUSED\"}");
  }

  @Test
  void restsThoughItHasFailed() {
    try (TestWorker worker = worker()) {
      worker.inSource.in("read", Incidents.misconfigured());
      worker.apply("in", "bad-source", "topic", "t");
      worker.awaitState("in", State.FAILED);

      worker.supervisor.target("in", TargetState.PAUSED);
      assertThat(worker.awaitState("in", State.PAUSED).trace()).isEmpty();

      worker.inSource.over("read");
      worker.supervisor.target("in", TargetState.STARTED);
      worker.awaitTaskState("in", State.RUNNING);
    }
  }

  @Test
  void knowsOnlyConnectorsThatAreThere() {
    try (TestWorker worker = worker()) {
      assertThat(worker.supervisor.target("nobody", TargetState.PAUSED)).isFalse();
      assertThat(log.topics().find(ConfigStore.TOPIC)).isEmpty();
    }
  }

  @Test
  void isOfNoConcernToARunThatEnds() throws InterruptedException {
    try (TestWorker worker = worker()) {
      worker.inGoodSource.in("read", Incidents.spinning()); // however long the pause takes
      worker.apply("in", "good-source", "topic", "t");
      worker.supervisor.target("in", TargetState.PAUSED);
    }

    try (TestWorker once = new TestWorker(ReadMode.ONCE, log)) {
      once.apply("in", "good-source", "topic", "t");
      assertThat(once.supervisor.awaitCompletion().failures()).isEmpty();
      assertThat(once.status("in").tasks().getFirst().progress().records()).isEqualTo(3);
    }
  }

  private TestWorker worker() {
    return new TestWorker(ReadMode.CONTINUOUS, log);
  }
}
