package dev.headrace.runtime.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headrace.connector.ReadMode;
import dev.headrace.runtime.connector.ConnectorStatus.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RestartingWhatFailsTest {

  private final TestWorker worker = new TestWorker(ReadMode.CONTINUOUS);

  @AfterEach
  void close() {
    worker.close();
  }

  @Test
  void goesOnWhenTheFarSideIsBack() {
    worker.inSource.in("read", Incidents.awayFromHome());
    worker.apply("in", "bad-source", "topic", "t");
    worker.apply("out", "good-sink", "topics", "t");
    worker.awaitTaskState("in", State.RESTARTING);

    worker.inSource.over("read");

    worker.awaitTaken("a:0", "a:1", "a:2");
    ConnectorStatus in = worker.awaitState("in", State.RUNNING);
    assertThat(in.trace()).isEmpty();
  }

  @Test
  void goesOnWhenPlanningWorksAgain() {
    worker.inSource.in("plan", Incidents.awayFromHome());
    worker.apply("in", "bad-source", "topic", "t");
    worker.apply("out", "good-sink", "topics", "t");
    worker.awaitState("in", State.RESTARTING);

    worker.inSource.over("plan");

    worker.awaitTaken("a:0", "a:1", "a:2");
  }

  @Test
  void doesNotTryAWrongConfigurationAgain() {
    worker.inSource.in("open", Incidents.misconfigured());
    worker.apply("in", "bad-source", "topic", "t");

    ConnectorStatus in = worker.awaitState("in", State.FAILED);

    assertThat(worker.inSource.calls("open")).isEqualTo(1);
    assertThat(in.tasks().getFirst().state()).isEqualTo(State.FAILED);
  }

  @Test
  void givesUpOnAFaultAfterSomeTimes() {
    worker.inSource.in("open", Incidents.throwing(new IllegalStateException("oops")));
    worker.apply("in", "bad-source", "topic", "t");

    worker.awaitState("in", State.FAILED);

    assertThat(worker.inSource.calls("open")).isEqualTo(Restarts.BUDGET + 1);
  }

  @Test
  void startsAnewWithANewConfig() {
    worker.inSource.in("open", Incidents.misconfigured());
    worker.apply("in", "bad-source", "topic", "t");
    worker.apply("out", "good-sink", "topics", "t");
    worker.awaitState("in", State.FAILED);
    worker.inSource.over("open");

    worker.apply("in", "bad-source", "topic", "t", "label", "new");

    worker.awaitTaken("a:0", "a:1", "a:2");
  }

  @Test
  void countsARecordOnceThoughItsSinkFailsInBetween() {
    worker.inSink.in("flush", Incidents.awayFromHome());
    worker.apply("in", "good-source", "topic", "t");
    worker.apply("out", "bad-sink", "topics", "t");
    worker.awaitTaskState("out", State.RESTARTING);

    worker.inSink.over("flush");

    await().until(() -> worker.badSink.taken.containsAll(java.util.List.of("a:0", "a:1", "a:2")));
    worker.awaitStatus("out", status -> status.tasks().getFirst().progress().records() == 3);
  }
}
