package dev.headrace.runtime.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headrace.connector.ReadMode;
import dev.headrace.runtime.connector.ConnectorStatus.State;
import dev.headrace.runtime.log.MemoryLog;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A source that is paused leaves at its place what its author gives it for that, and no longer. */
@Timeout(120)
class StandingInForPausedSourcesTest {

  private final MemoryLog log = new MemoryLog();

  @Test
  void itComesWhenTheReadersAreClosedAndGoesWhenTheSourceGoesOn() {
    try (TestWorker worker = worker()) {
      worker.inSource.in(
          "stand in",
          () -> {
            assertThat(worker.inSource.calls("close")).isEqualTo(worker.inSource.calls("open"));
            return Incidents.Answer.ITS_OWN;
          });
      apply(worker);
      worker.awaitTaskState("in", State.RUNNING);
      assertThat(worker.inSource.calls("stand in")).isZero();

      worker.supervisor.target("in", TargetState.PAUSED);
      awaitCalls(worker, "stand in", 1);
      assertThat(worker.inSource.calls("stand-in closed")).isZero();

      worker.supervisor.target("in", TargetState.STARTED);
      awaitCalls(worker, "stand-in closed", 1);
      worker.awaitTaskState("in", State.RUNNING);
      assertThat(worker.inSource.calls("stand in")).isEqualTo(1);
    }
  }

  @Test
  void itComesWhenANodeStartsWithThePausedSource() {
    try (TestWorker worker = worker()) {
      apply(worker);
      worker.supervisor.target("in", TargetState.PAUSED);
      awaitCalls(worker, "stand in", 1);
      worker.close();
      assertThat(worker.inSource.calls("stand-in closed")).isEqualTo(1);
    }

    try (TestWorker worker = worker()) {
      apply(worker);
      awaitCalls(worker, "stand in", 1);
    }
  }

  @Test
  void nothingIsLeftOfOneThatIsStoppedOrRemoved() {
    try (TestWorker worker = worker()) {
      apply(worker);
      worker.supervisor.target("in", TargetState.PAUSED);
      awaitCalls(worker, "stand in", 1);
      worker.supervisor.target("in", TargetState.STOPPED);
      awaitCalls(worker, "stand-in closed", 1);

      worker.supervisor.target("in", TargetState.PAUSED);
      awaitCalls(worker, "stand in", 2);
      worker.supervisor.remove("in", TestWorker.FILE);
      awaitCalls(worker, "stand-in closed", 2);
    }
  }

  @Test
  void anotherConfigHasAnotherOne() {
    try (TestWorker worker = worker()) {
      apply(worker);
      worker.supervisor.target("in", TargetState.PAUSED);
      awaitCalls(worker, "stand in", 1);

      worker.apply("in", "bad-source", "topic", "t", "label", "changed");

      awaitCalls(worker, "stand in", 2);
      assertThat(worker.inSource.calls("stand-in closed")).isEqualTo(1);
    }
  }

  @Test
  void itIsTriedAgainWhereThatHelps() {
    try (TestWorker worker = worker()) {
      worker.inSource.in("stand in", Incidents.awayFromHome());
      apply(worker);
      worker.supervisor.target("in", TargetState.PAUSED);
      awaitCalls(worker, "stand in", 2);
      assertThat(worker.status("in").state()).isEqualTo(State.PAUSED);

      worker.inSource.over("stand in");
      worker.supervisor.target("in", TargetState.STARTED);
      worker.awaitTaskState("in", State.RUNNING);
    }
  }

  @Test
  void whatIsWrongWithItHarmsNothing() {
    try (TestWorker worker = worker()) {
      worker.inSource.in("stand in", Incidents.throwing(new IllegalStateException("on purpose")));
      worker.inSource.in("stand-in closed", Incidents.throwing(new IllegalStateException("too")));
      apply(worker);
      worker.supervisor.target("in", TargetState.PAUSED);
      awaitCalls(worker, "stand in", 1);
      worker.awaitState("in", State.PAUSED);
      worker.supervisor.target("in", TargetState.STARTED);
      worker.awaitTaskState("in", State.RUNNING);
    }
  }

  private static void apply(TestWorker worker) {
    worker.apply("in", "bad-source", "topic", "t");
  }

  private static void awaitCalls(TestWorker worker, String method, int times) {
    await().atMost(Duration.ofSeconds(50)).until(() -> worker.inSource.calls(method) >= times);
  }

  private TestWorker worker() {
    return new TestWorker(ReadMode.CONTINUOUS, log);
  }
}
