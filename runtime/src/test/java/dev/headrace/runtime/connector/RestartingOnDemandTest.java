package dev.headrace.runtime.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headrace.connector.ReadMode;
import dev.headrace.runtime.connector.ConnectorStatus.State;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who has mended something need not wait, nor change the config, to have it tried again. */
@Timeout(60)
class RestartingOnDemandTest {

  private final TestWorker worker = new TestWorker(ReadMode.CONTINUOUS);

  @AfterEach
  void close() {
    worker.close();
  }

  @Test
  void startsTasksThatHaveFailed() {
    worker.inSource.in("read", Incidents.misconfigured());
    worker.apply("in", "bad-source", "topic", "t");
    worker.apply("out", "good-sink", "topics", "t");
    worker.awaitState("in", State.FAILED);
    worker.inSource.over("read");

    assertThat(restart("in", new Restart.OfAll(Restart.Which.FAILED)))
        .isEqualTo(Restart.Result.DONE);

    worker.awaitTaken("a:0", "a:1", "a:2");
    assertThat(worker.awaitState("in", State.RUNNING).trace()).isEmpty();
    assertThat(worker.inSource.calls("plan")).isEqualTo(1);
  }

  @Test
  void startsAConnectorThatCouldNotPlan() {
    worker.inSource.in("plan", Incidents.misconfigured());
    worker.apply("in", "bad-source", "topic", "t");
    worker.awaitState("in", State.FAILED);
    worker.inSource.over("plan");

    restart("in", new Restart.OfConnector(Restart.Which.FAILED));

    worker.awaitTaskState("in", State.RUNNING);
  }

  @Test
  void startsOneTask() {
    worker.inSource.in("read", Incidents.misconfigured());
    worker.apply("in", "bad-source", "topic", "t", "parts", "a,b", "tasks.max", "2");
    worker.awaitState("in", State.FAILED);
    worker.inSource.over("read");

    restart("in", new Restart.OfTask(1));

    ConnectorStatus status = worker.awaitTaskState("in", State.RUNNING);
    assertThat(status.tasks()).extracting("state").containsExactly(State.FAILED, State.RUNNING);
  }

  @Test
  void opensTasksThatRunAnewAndGoesOnWhereTheyWere() {
    worker.apply("in", "bad-source", "topic", "t");
    worker.apply("out", "good-sink", "topics", "t");
    worker.awaitTaken("a:0", "a:1", "a:2");
    int opened = worker.inSource.calls("open");

    restart("in", new Restart.OfAll(Restart.Which.ANY));

    await().atMost(Duration.ofSeconds(30)).until(() -> worker.inSource.calls("open") > opened);
    worker.awaitTaskState("in", State.RUNNING);
    worker.awaitTaken("a:0", "a:1", "a:2");
  }

  @Test
  void leavesWhatIsWellAloneWhenOnlyTheFailedAreMeant() {
    worker.apply("in", "bad-source", "topic", "t");
    worker.awaitTaskState("in", State.RUNNING);
    int opened = worker.inSource.calls("open");

    restart("in", new Restart.OfAll(Restart.Which.FAILED));
    worker.supervisor.target("in", TargetState.STOPPED); // comes behind it
    worker.awaitState("in", State.STOPPED);

    assertThat(worker.inSource.calls("open")).isEqualTo(opened);
  }

  @Test
  void leavesWhatIsPausedPaused() {
    worker.apply("in", "good-source", "topic", "t");
    worker.supervisor.target("in", TargetState.PAUSED);
    worker.awaitState("in", State.PAUSED);

    assertThat(restart("in", new Restart.OfAll(Restart.Which.ANY))).isEqualTo(Restart.Result.DONE);
    assertThat(worker.status("in").state()).isEqualTo(State.PAUSED);
  }

  @Test
  void saysWhatIsNotThere() {
    worker.apply("in", "good-source", "topic", "t");
    worker.awaitTaskState("in", State.RUNNING);

    assertThat(restart("nobody", new Restart.OfAll(Restart.Which.ANY)))
        .isEqualTo(Restart.Result.UNKNOWN_CONNECTOR);
    assertThat(restart("in", new Restart.OfTask(7))).isEqualTo(Restart.Result.UNKNOWN_TASK);
  }

  private Restart.Result restart(String name, Restart restart) {
    return worker.supervisor.restart(name, restart);
  }
}
