package dev.headrace.runtime.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headrace.connector.ReadMode;
import dev.headrace.runtime.connector.ConnectorStatus.Retry;
import dev.headrace.runtime.connector.ConnectorStatus.State;
import dev.headrace.runtime.connector.ConnectorStatus.TaskStatus;
import dev.headrace.runtime.log.MemoryLog;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A state is derived from what a task does, and says what comes next. */
@Timeout(60)
class TellingHowTasksDoTest {

  private final FakeTime time = new FakeTime("2026-11-25T10:00:00Z");
  private final TestWorker worker = new TestWorker(ReadMode.CONTINUOUS, new MemoryLog(), time);
  private final CountDownLatch released = new CountDownLatch(1);

  @AfterEach
  void close() {
    released.countDown();
    time.pass(Duration.ofMinutes(1));
    worker.close();
  }

  @Test
  void saysWhenATaskIsTriedAgainAndWhy() {
    worker.inSource.in("read", Incidents.awayFromHome());
    worker.apply("in", "bad-source", "topic", "t");

    TaskStatus first = awaitFailures(1);
    assertThat(first.state()).isEqualTo(State.RESTARTING);
    assertThat(first.trace().orElseThrow()).contains("The far side is away.", "Start it.");
    assertThat(wait(first)).isBetween(Duration.ofMillis(750), Duration.ofSeconds(1));

    time.pass(Duration.ofSeconds(1));
    TaskStatus second = awaitFailures(2);
    assertThat(wait(second)).isBetween(Duration.ofMillis(1500), Duration.ofSeconds(2));

    worker.inSource.over("read");
    time.pass(Duration.ofSeconds(2));
    TaskStatus third = worker.awaitTaskState("in", State.RUNNING).tasks().getFirst();
    assertThat(third.trace()).isEmpty();
    assertThat(third.retry()).isEmpty();
  }

  @Test
  void saysWhenPlanningIsTriedAgain() {
    worker.inSource.in("plan", Incidents.awayFromHome());
    worker.apply("in", "bad-source", "topic", "t");

    ConnectorStatus in = worker.awaitState("in", State.RESTARTING);

    assertThat(in.retry().map(Retry::failures)).contains(1);
    assertThat(in.retry().orElseThrow().nextAttempt()).isAfter(time.now());
  }

  @Test
  void givesUpWhenTheUsersTimeIsOverAndSaysHowOftenItTried() {
    worker.inSource.in("read", Incidents.awayFromHome());
    worker.apply("in", "bad-source", "topic", "t", "errors.retry.timeout", "4s");

    for (int failures = 1; failures <= 2; failures++) {
      awaitFailures(failures);
      time.pass(Duration.ofSeconds(failures));
    }

    ConnectorStatus in = worker.awaitState("in", State.FAILED);
    assertThat(in.trace().orElseThrow()).contains("The far side is away.", "2 more times");
  }

  @Test
  void aTaskWhoseConnectorDoesNotComeBackIsStalled() {
    worker.inSource.in("read", Incidents.deaf(released));
    worker.apply("in", "bad-source", "topic", "t");
    await().until(() -> worker.inSource.calls("read") > 0);
    assertThat(worker.status("in").state()).isEqualTo(State.RUNNING);

    time.pass(Stall.AFTER);

    ConnectorStatus in = worker.status("in");
    assertThat(in.state()).isEqualTo(State.STALLED);
    assertThat(in.tasks().getFirst().state()).isEqualTo(State.STALLED);
    assertThat(in.trace().orElseThrow()).contains("SourceReader.read has not returned", "60 s");
  }

  @Test
  void aTaskThatIsStalledRunsAgainWhenItGoesForward() {
    worker.inSink.in("write", Incidents.deaf(released));
    worker.apply("in", "good-source", "topic", "t");
    worker.awaitStatus("in", status -> records(status) == 3);
    worker.apply("out", "bad-sink", "topics", "t");
    await().until(() -> worker.inSink.calls("write") > 0);
    time.pass(Stall.AFTER);
    assertThat(worker.status("out").state()).isEqualTo(State.STALLED);

    released.countDown();

    worker.awaitState("out", State.RUNNING);
    assertThat(worker.status("out").trace()).isEmpty();
  }

  @Test
  void aConnectorThatDoesNotFindOutWhatThereIsIsStalled() {
    worker.inSource.in("plan", Incidents.deaf(released));
    worker.apply("in", "bad-source", "topic", "t");
    await().until(() -> worker.inSource.calls("plan") > 0);

    time.pass(Stall.AFTER);

    ConnectorStatus in = worker.status("in");
    assertThat(in.state()).isEqualTo(State.STALLED);
    assertThat(in.trace().orElseThrow()).contains("SourceConnector.plan has not returned");
  }

  @Test
  void aReaderThatPromisesMoreAndGivesNothingIsStalled() {
    worker.inSource.in("read", Incidents.spinning());
    worker.apply("in", "bad-source", "topic", "t");
    await().until(() -> worker.inSource.calls("read") > 100);

    time.pass(Stall.AFTER);

    assertThat(worker.status("in").state()).isEqualTo(State.STALLED);
  }

  @Test
  void aTaskWithNothingToDoIsNotStalled() {
    worker.apply("in", "good-source", "topic", "t");
    worker.awaitStatus("in", status -> records(status) == 3);
    worker.apply("out", "good-sink", "topics", "t");
    worker.awaitTaken("a:0", "a:1", "a:2");

    time.pass(Duration.ofHours(1));

    worker.awaitState("in", State.RUNNING);
    worker.awaitState("out", State.RUNNING);
  }

  private TaskStatus awaitFailures(int failures) {
    return worker
        .awaitStatus(
            "in",
            status ->
                status.tasks().stream()
                    .flatMap(task -> task.retry().stream())
                    .anyMatch(retry -> retry.failures() == failures))
        .tasks()
        .getFirst();
  }

  private static long records(ConnectorStatus status) {
    return status.tasks().stream().mapToLong(task -> task.progress().records()).sum();
  }

  private Duration wait(TaskStatus task) {
    Instant next = task.retry().orElseThrow().nextAttempt();
    return Duration.between(time.now(), next);
  }
}
