package dev.headrace.runtime.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import dev.headrace.connector.ReadMode;
import dev.headrace.runtime.connector.ConnectorStatus.State;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class StoppingConnectorsTest {

  @Test
  void flushesAndCommitsWhatWasTaken() {
    TestWorker worker = new TestWorker(ReadMode.CONTINUOUS);
    worker.apply("in", "good-source", "topic", "t");
    worker.apply("out", "good-sink", "topics", "t");
    worker.awaitTaken("a:0", "a:1", "a:2");

    worker.close();

    assertThat(worker.status("out").tasks().getFirst().progress().records()).isEqualTo(3);
    assertThat(worker.status("out").tasks()).extracting("state").containsExactly(State.UNASSIGNED);
  }

  @Test
  void forgetsARemovedConnectorAndGoesOnWhereItWasWhenItComesBack() {
    try (TestWorker worker = new TestWorker(ReadMode.CONTINUOUS)) {
      worker.apply("out", "good-sink", "topics", "t");
      worker.apply("in", "good-source", "topic", "t", "count", "2");
      worker.awaitTaken("a:0", "a:1");

      assertThat(worker.supervisor.remove("in", TestWorker.FILE))
          .isEqualTo(Connectors.Removed.REMOVED);
      assertThat(worker.supervisor.names()).containsExactly("out");
      assertThat(worker.supervisor.remove("in", TestWorker.FILE))
          .isEqualTo(Connectors.Removed.UNKNOWN);
      worker.apply("in", "good-source", "topic", "t", "count", "4");

      worker.awaitTaken("a:0", "a:1", "a:2", "a:3");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"plan", "open", "read", "close"})
  void doesNotWaitForASourceThatHangs(String method) {
    CountDownLatch released = new CountDownLatch(1);
    TestWorker worker = new TestWorker(ReadMode.CONTINUOUS);
    worker.inSource.in(method, Incidents.hanging());
    worker.apply("in", "bad-source", "topic", "t");
    if (!method.equals("close")) {
      await().until(() -> worker.inSource.calls(method) > 0);
    }

    worker.close();
    released.countDown();
  }

  @Test
  void doesNotWaitForACallThatIgnoresInterrupts() {
    CountDownLatch released = new CountDownLatch(1);
    TestWorker worker = new TestWorker(ReadMode.CONTINUOUS);
    worker.inSource.in("plan", Incidents.deaf(released));
    worker.apply("in", "bad-source", "topic", "t");
    await().until(() -> worker.inSource.calls("plan") > 0);

    worker.close();
    released.countDown();
  }

  @Test
  void fencesATaskThatWouldNotStopBeforeItsSuccessorStarts() {
    CountDownLatch released = new CountDownLatch(1);
    try (TestWorker worker = new TestWorker(ReadMode.CONTINUOUS)) {
      worker.inSource.in("read", Incidents.deaf(released));
      worker.apply("in", "bad-source", "topic", "t");
      worker.apply("out", "good-sink", "topics", "t");
      await().until(() -> worker.inSource.calls("read") > 0);

      worker.inSource.over("read");
      worker.apply("in", "bad-source", "topic", "t", "label", "successor");

      worker.awaitTaken("a:0", "a:1", "a:2");
      released.countDown();
      await()
          .during(Duration.ofMillis(300))
          .until(() -> worker.goodSink.taken.equals(List.of("a:0", "a:1", "a:2")));
    }
  }

  @Test
  void canBeClosedTwice() {
    TestWorker worker = new TestWorker(ReadMode.CONTINUOUS);
    worker.close();

    assertThatCode(worker::close).doesNotThrowAnyException();
  }
}
