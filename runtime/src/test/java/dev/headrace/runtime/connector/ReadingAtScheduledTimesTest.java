package dev.headrace.runtime.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headrace.connector.ReadMode;
import dev.headrace.runtime.connector.ConnectorStatus.State;
import dev.headrace.runtime.log.MemoryLog;
import dev.headrace.runtime.schedule.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A source with a schedule is read to its end when it is due, and left alone in between. */
@Timeout(120)
class ReadingAtScheduledTimesTest {

  private static final String ZONE = "schedule.time.zone";
  private static final String[] HOURLY = {"topic", "t", "schedule", "0 0 * * * ?", ZONE, "UTC"};

  private final MemoryLog log = new MemoryLog();
  private final FakeTime time = new FakeTime("2026-11-25T10:07:00Z");
  private TestWorker worker = new TestWorker(ReadMode.CONTINUOUS, log, time);

  @AfterEach
  void close() {
    worker.close();
  }

  @Test
  void isReadWhenItIsDueAndNotBefore() {
    worker.apply("in", "good-source", HOURLY);
    awaitNext("2026-11-25T11:00:00Z");
    time.passUntil("2026-11-25T10:59:59Z");
    assertThat(worker.inGoodSource.calls("plan")).isZero();

    time.passUntil("2026-11-25T11:00:00Z");
    ConnectorStatus first = awaitRuns(1);
    worker.goodSource.grown = 2;
    time.passUntil("2026-11-25T12:00:00Z");
    ConnectorStatus second = awaitRuns(2);

    assertThat(log.values("t", 0)).containsExactly("a:0", "a:1", "a:2", "a:3", "a:4");
    assertThat(runs(first).getFirst())
        .isEqualTo(done("2026-11-25T11:00:00Z", "2026-11-25T11:00:00Z", 3));
    assertThat(runs(second).getFirst())
        .isEqualTo(done("2026-11-25T12:00:00Z", "2026-11-25T12:00:00Z", 2));
    assertThat(second.tasks().getFirst().progress().records()).isEqualTo(5);
  }

  @Test
  void isReadThoughTheTimeComesBeforeTheAlarmIsSet() {
    time.goesOnBeforeTheNextAlarm("2026-11-25T11:00:00Z");

    worker.apply("in", "good-source", HOURLY);

    assertThat(runs(awaitRuns(1)).getFirst())
        .isEqualTo(done("2026-11-25T11:00:00Z", "2026-11-25T11:00:00Z", 3));
    awaitNext("2026-11-25T12:00:00Z");
  }

  @Test
  void isReadAtOnceAndThenAfterEachInterval() {
    worker.apply("in", "good-source", "topic", "t", "schedule", "15m");
    awaitRuns(1);
    awaitNext("2026-11-25T10:22:00Z");

    time.passUntil("2026-11-25T10:22:00Z");

    awaitRuns(2);
    awaitNext("2026-11-25T10:37:00Z");
  }

  /** Whoever has set the clock a month ahead and back does not wait a month for the next run. */
  @Test
  void anIntervalGoesOnWhenTheClockIsSetBack() {
    worker.apply("in", "good-source", "topic", "t", "schedule", "15m");
    awaitRuns(1);
    awaitNext("2026-11-25T10:22:00Z");

    time.setBack(Duration.ofDays(30));
    Awaitility.await()
        .atMost(Duration.ofSeconds(50))
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              time.pass(Duration.ofMinutes(1));
              return runs(worker.status("in")).size() == 2;
            });

    assertThat(runs(awaitRuns(2)))
        .extracting(Run::due)
        .anyMatch(due -> due.isBefore(Instant.parse("2026-11-01T00:00:00Z")));
  }

  @Test
  void holdsNoReaderAndNoTaskInBetween() {
    worker.apply("in", "good-source", HOURLY);
    awaitNext("2026-11-25T11:00:00Z");
    time.passUntil("2026-11-25T11:00:00Z");

    ConnectorStatus in = awaitRuns(1);

    assertThat(in.state()).isEqualTo(State.RUNNING);
    assertThat(in.tasks()).extracting("state").containsExactly(State.COMPLETED);
    assertThat(worker.inGoodSource.calls("close")).isEqualTo(worker.inGoodSource.calls("open"));
  }

  @Test
  void whatComesDueDuringARunFallsAway() {
    CountDownLatch released = new CountDownLatch(1);
    worker.inGoodSource.in("read", Incidents.deaf(released));
    worker.apply("in", "good-source", HOURLY);
    awaitNext("2026-11-25T11:00:00Z");
    time.passUntil("2026-11-25T11:00:00Z");
    await().until(() -> worker.inGoodSource.calls("read") > 0);

    time.passUntil("2026-11-25T14:20:00Z");
    assertThat(worker.inGoodSource.calls("plan")).isEqualTo(1);
    assertThat(worker.status("in").schedule().orElseThrow().next()).isEmpty();
    released.countDown();

    ConnectorStatus in = awaitRuns(1);
    assertThat(runs(in).getFirst().ending().orElseThrow().ended())
        .isEqualTo(Instant.parse("2026-11-25T14:20:00Z"));
    awaitNext("2026-11-25T15:00:00Z");
  }

  @Test
  void whatWasMissedIsCaughtUpOnce() {
    worker.apply("in", "good-source", HOURLY);
    awaitNext("2026-11-25T11:00:00Z");
    worker.close();
    time.passUntil("2026-11-25T15:30:00Z");

    restart(ReadMode.CONTINUOUS);
    worker.apply("in", "good-source", HOURLY);

    assertThat(runs(awaitRuns(1)).getFirst())
        .isEqualTo(done("2026-11-25T11:00:00Z", "2026-11-25T15:30:00Z", 3));
    awaitNext("2026-11-25T16:00:00Z");
  }

  @Test
  void aRunThatIsDoneIsNotRepeatedAfterARestart() {
    worker.apply("in", "good-source", with("whole", "true"));
    awaitNext("2026-11-25T11:00:00Z");
    time.passUntil("2026-11-25T11:00:00Z");
    awaitRuns(1);
    worker.close();

    restart(ReadMode.CONTINUOUS);
    worker.apply("in", "good-source", with("whole", "true"));

    awaitNext("2026-11-25T12:00:00Z");
    assertThat(worker.inGoodSource.calls("plan")).isZero();
    assertThat(log.values("t", 0)).containsExactly("a:0", "a:1", "a:2");

    time.passUntil("2026-11-25T12:00:00Z");
    awaitRuns(2);
    assertThat(log.values("t", 0)).containsExactly("a:0", "a:1", "a:2", "a:0", "a:1", "a:2");
  }

  @Test
  void aRunThatWasInterruptedGoesOnWithWhatIsLeft() {
    worker.inGoodSource.in("read b", Incidents.awayFromHome());
    worker.apply("in", "good-source", with("whole", "true", "parts", "a,b", "tasks.max", "2"));
    awaitNext("2026-11-25T11:00:00Z");
    time.passUntil("2026-11-25T11:00:00Z");
    worker.awaitStatus("in", status -> status.tasks().stream().anyMatch(this::isCompleted));
    worker.awaitTaskState("in", State.RESTARTING);
    worker.close();
    time.passUntil("2026-11-25T11:40:00Z");

    restart(ReadMode.CONTINUOUS);
    worker.apply("in", "good-source", with("whole", "true", "parts", "a,b", "tasks.max", "2"));

    assertThat(runs(awaitRuns(1)).getFirst().ending().orElseThrow().records()).isEqualTo(6);
    assertThat(log.values("t", 0)).containsExactly("a:0", "a:1", "a:2", "b:0", "b:1", "b:2");
    assertThat(runs(worker.status("in"))).hasSize(1);
    awaitNext("2026-11-25T12:00:00Z");
  }

  @Test
  void aTaskThatRestartsWithinARunReadsNothingTwice() {
    worker.inGoodSource.in(
        "read b",
        () ->
            log.values("t", 0).size() < 3
                ? Incidents.Answer.MORE_OF_NOTHING
                : Incidents.awayFromHome().happen());
    worker.apply("in", "good-source", with("whole", "true", "parts", "a,b"));
    awaitNext("2026-11-25T11:00:00Z");
    time.passUntil("2026-11-25T11:00:00Z");
    worker.awaitTaskState("in", State.RESTARTING);
    worker.inGoodSource.over("read b");

    time.pass(Duration.ofSeconds(1));

    Run.Ending ending = runs(awaitRuns(1)).getFirst().ending().orElseThrow();
    assertThat(ending.outcome()).isEqualTo(Run.Outcome.DONE);
    assertThat(ending.records()).isEqualTo(6);
    assertThat(log.values("t", 0))
        .containsExactlyInAnyOrder("a:0", "a:1", "a:2", "b:0", "b:1", "b:2");
  }

  @Test
  void aRunThatFailsIsToldAndTheNextOneTriesAgain() {
    worker.inGoodSource.in("open", Incidents.misconfigured());
    worker.apply("in", "good-source", HOURLY);
    awaitNext("2026-11-25T11:00:00Z");
    time.passUntil("2026-11-25T11:00:00Z");

    ConnectorStatus failed = awaitRuns(1);
    assertThat(failed.state()).isEqualTo(State.FAILED);
    assertThat(failed.trace().orElseThrow()).contains("The path is wrong.");
    assertThat(runs(failed).getFirst().ending().orElseThrow().outcome())
        .isEqualTo(Run.Outcome.FAILED);

    worker.inGoodSource.over("open");
    time.passUntil("2026-11-25T12:00:00Z");
    ConnectorStatus again = awaitRuns(2);
    assertThat(again.state()).isEqualTo(State.RUNNING);
    assertThat(again.trace()).isEmpty();
    assertThat(log.values("t", 0)).containsExactly("a:0", "a:1", "a:2");
  }

  @Test
  void runOnceReadsItAtOnce() throws InterruptedException {
    worker.close();
    restart(ReadMode.ONCE);
    worker.apply("in", "good-source", HOURLY);
    worker.apply("out", "good-sink", "topics", "t");

    Outcome outcome = worker.supervisor.awaitCompletion();

    assertThat(outcome.failures()).isEmpty();
    assertThat(worker.goodSink.taken).containsExactly("a:0", "a:1", "a:2");
    assertThat(worker.status("in").state()).isEqualTo(State.COMPLETED);
    assertThat(runs(worker.status("in")).getFirst())
        .isEqualTo(done("2026-11-25T10:07:00Z", "2026-11-25T10:07:00Z", 3));
  }

  @Test
  void runOnceTellsThatItFailed() throws InterruptedException {
    worker.close();
    restart(ReadMode.ONCE);
    worker.inGoodSource.in("plan", Incidents.misconfigured());
    worker.apply("in", "good-source", HOURLY);

    Outcome outcome = worker.supervisor.awaitCompletion();

    assertThat(outcome.failures()).hasSize(1);
    assertThat(worker.status("in").state()).isEqualTo(State.FAILED);
  }

  @Test
  void anotherScheduleOwesNothing() {
    worker.apply("in", "good-source", HOURLY);
    awaitNext("2026-11-25T11:00:00Z");
    worker.close();
    time.passUntil("2026-11-25T15:30:00Z");

    restart(ReadMode.CONTINUOUS);
    worker.apply("in", "good-source", "topic", "t", "schedule", "0 0 9 * * ?", ZONE, "UTC");

    awaitNext("2026-11-26T09:00:00Z");
    assertThat(worker.inGoodSource.calls("plan")).isZero();
  }

  @Test
  void aScheduleThatIsOverIsCompleted() {
    worker.apply("in", "good-source", "topic", "t", "schedule", "0 0 0 1 1 ? 2020");

    worker.awaitState("in", State.COMPLETED);
  }

  private void restart(ReadMode mode) {
    worker = new TestWorker(mode, log, time);
  }

  private static String[] with(String... more) {
    return Stream.of(HOURLY, more).flatMap(Stream::of).toArray(String[]::new);
  }

  private boolean isCompleted(ConnectorStatus.TaskStatus task) {
    return task.state() == State.COMPLETED;
  }

  private void awaitNext(String due) {
    worker.awaitStatus(
        "in",
        status ->
            status
                .schedule()
                .flatMap(ConnectorStatus.Times::next)
                .equals(Optional.of(Instant.parse(due))));
  }

  /** Waits until so many runs are over and nothing goes on. */
  private ConnectorStatus awaitRuns(int count) {
    return worker.awaitStatus(
        "in",
        status ->
            runs(status).size() == count
                && runs(status).stream().allMatch(run -> run.ending().isPresent())
                && status.schedule().orElseThrow().next().isPresent());
  }

  private static List<Run> runs(ConnectorStatus status) {
    return status.schedule().orElseThrow().runs();
  }

  private static Run done(String due, String began, long records) {
    Run.Ending ending =
        new Run.Ending(Instant.parse(began), records, Run.Outcome.DONE, Optional.empty());
    return Run.begun(Instant.parse(due), Instant.parse(began)).ended(ending);
  }
}
