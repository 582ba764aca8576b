package dev.headrace.runtime.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connector.ReadMode;
import dev.headrace.runtime.connector.ConnectorStatus.State;
import dev.headrace.runtime.log.MemoryLog;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** While the log should take nothing from elsewhere, sources wait and sinks go on. */
@Timeout(60)
class HoldingSourcesTest {

  private static final Optional<String> SCARCE = Optional.of("the disk is nearly full");

  private final MemoryLog log = new MemoryLog();
  private final TestWorker worker = new TestWorker(ReadMode.CONTINUOUS, log);

  @AfterEach
  void close() {
    worker.close();
  }

  @Test
  void aSourceThatIsHeldSaysWhyAndGoesOnByItself() {
    log.holdSources(SCARCE);
    worker.apply("in", "good-source", "topic", "t");

    ConnectorStatus held = worker.awaitState("in", State.HELD);

    assertThat(held.tasks()).extracting(ConnectorStatus.TaskStatus::state).contains(State.HELD);
    assertThat(held.trace().orElseThrow()).contains("the disk is nearly full", "[task.held]");
    assertThat(worker.inGoodSource.calls("read")).isZero();

    log.holdSources(Optional.empty());

    ConnectorStatus running =
        worker.awaitStatus(
            "in",
            status ->
                status.state() == State.RUNNING
                    && status.tasks().stream().anyMatch(task -> task.progress().records() == 3));
    assertThat(running.trace()).isEmpty();
  }

  @Test
  void aSourceThatHasBegunReadsNoMoreAndSinksGoOn() {
    worker.apply("in", "good-source", "topic", "t");
    worker.awaitStatus(
        "in", status -> status.tasks().stream().anyMatch(task -> task.progress().records() == 3));

    log.holdSources(SCARCE);
    worker.apply("out", "good-sink", "topics", "t");

    worker.awaitTaken("a:0", "a:1", "a:2");
    assertThat(worker.status("out").state()).isEqualTo(State.RUNNING);
    worker.supervisor.restart("in", new Restart.OfAll(Restart.Which.ANY));
    worker.awaitState("in", State.HELD);
  }

  @Test
  void aSourceThatIsHeldStops() {
    log.holdSources(SCARCE);
    worker.apply("in", "good-source", "topic", "t");
    worker.awaitState("in", State.HELD);

    worker.supervisor.target("in", TargetState.STOPPED);

    worker.awaitState("in", State.STOPPED);
  }
}
