package dev.headrace.runtime.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The pool: one thread per task at most, none for those that wait, turns for those that do not. */
class RunningTasksInTurnsTest {

  private static final Turn LONG = new Turn.Wait(Duration.ofHours(1));

  private final TaskPool pool = new TaskPool(2);
  private final ConcurrentLinkedQueue<TaskEnd> ends = new ConcurrentLinkedQueue<>();

  @AfterEach
  void close() {
    pool.close();
  }

  @Test
  void aTaskRunsUntilItFinishesAndIsClosedBeforeItsEndIsTold() {
    // Given
    AtomicInteger turns = new AtomicInteger();
    FakeTask task =
        new FakeTask("t-0", () -> turns.incrementAndGet() < 100 ? Turn.AGAIN : Turn.FINISHED);
    AtomicBoolean closedFirst = new AtomicBoolean();

    // When
    pool.start(
        task,
        (_, end) -> {
          closedFirst.set(task.closed.getCount() == 0);
          ends.add(end);
        });

    // Then
    await().until(() -> !ends.isEmpty());
    assertThat(ends).containsExactly(new TaskEnd.Finished());
    assertThat(turns).hasValue(100);
    assertThat(closedFirst).isTrue();
  }

  @Test
  void aTaskIsNeverRunByTwoThreads() {
    // Given
    AtomicInteger inside = new AtomicInteger();
    AtomicBoolean overlapped = new AtomicBoolean();
    AtomicInteger turns = new AtomicInteger();
    FakeTask task =
        new FakeTask(
            "t-0",
            () -> {
              overlapped.compareAndSet(false, inside.incrementAndGet() > 1);
              Thread.onSpinWait();
              inside.decrementAndGet();
              return turns.incrementAndGet() < 20_000
                  ? new Turn.Wait(Duration.ofNanos(1))
                  : Turn.FINISHED;
            });
    pool.start(task, (_, end) -> ends.add(end));

    // When
    while (ends.isEmpty()) {
      pool.wake(task);
    }

    // Then
    assertThat(overlapped).isFalse();
    assertThat(ends).containsExactly(new TaskEnd.Finished());
  }

  @Test
  void aWakeWhileTheTaskRunsGivesItOneMoreTurn() throws Exception {
    // Given
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch woken = new CountDownLatch(1);
    AtomicInteger turns = new AtomicInteger();
    FakeTask task =
        new FakeTask(
            "t-0",
            () -> {
              running.countDown();
              woken.await();
              return turns.incrementAndGet() == 1 ? LONG : Turn.FINISHED;
            });
    pool.start(task, (_, end) -> ends.add(end));
    running.await();

    // When
    pool.wake(task);
    woken.countDown();

    // Then
    await().until(() -> !ends.isEmpty());
    assertThat(turns).hasValue(2);
  }

  @Test
  void waitingTasksHoldNoThreadAndAreRunWhenTheirTimeComes() {
    // Given
    AtomicInteger finished = new AtomicInteger();
    List<Task> tasks = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      AtomicInteger turns = new AtomicInteger();
      Duration wait = Duration.ofMillis(1 + i % 50);
      tasks.add(
          new FakeTask(
              "t-" + i, () -> turns.incrementAndGet() < 3 ? new Turn.Wait(wait) : Turn.FINISHED));
    }

    // When
    tasks.forEach(task -> pool.start(task, (_, _) -> finished.incrementAndGet()));

    // Then
    await().until(() -> finished.get() == 200);
    assertThat(taskThreads()).isLessThanOrEqualTo(2);
  }

  @Test
  void aFailureEndsOnlyTheTaskThatThrew() {
    // Given
    AtomicInteger turns = new AtomicInteger();
    FakeTask good =
        new FakeTask("good-0", () -> turns.incrementAndGet() < 1000 ? Turn.AGAIN : Turn.FINISHED);
    FakeTask bad =
        new FakeTask(
            "bad-0",
            () -> {
              throw new StackOverflowError("on purpose");
            });

    // When
    pool.start(good, (_, end) -> ends.add(end));
    pool.start(bad, (_, end) -> ends.add(end));

    // Then
    await().until(() -> ends.size() == 2);
    assertThat(ends)
        .contains(new TaskEnd.Finished())
        .anySatisfy(
            end ->
                assertThat(end)
                    .isInstanceOfSatisfying(
                        TaskEnd.Failed.class,
                        failed -> assertThat(failed.cause()).isInstanceOf(Error.class)));
  }

  @Test
  void theThreadCarriesTheTasksName() {
    // Given
    List<String> seen = new ArrayList<>();
    FakeTask task =
        new FakeTask(
            "orders-0",
            () -> {
              seen.add(Thread.currentThread().getName());
              return Turn.FINISHED;
            });

    // When
    pool.start(task, (_, end) -> ends.add(end));

    // Then
    await().until(() -> !ends.isEmpty());
    assertThat(seen).containsExactly("headrace-task-1 orders-0");
  }

  @Test
  void anAbandonedTaskThatHearsTheInterruptIsClosed() throws Exception {
    // Given
    CountDownLatch running = new CountDownLatch(1);
    FakeTask task =
        new FakeTask(
            "t-0",
            () -> {
              running.countDown();
              new CountDownLatch(1).await();
              return Turn.FINISHED;
            });
    pool.start(task, (_, end) -> ends.add(end));
    running.await();

    // When
    pool.abandon(task);

    // Then
    await().until(() -> !ends.isEmpty());
    assertThat(ends).containsExactly(new TaskEnd.Abandoned());
  }

  @Test
  void threadsThatHangForEverAreReplaced() throws Exception {
    // Given
    CountDownLatch never = new CountDownLatch(1);
    for (int i = 0; i < 2; i++) {
      FakeTask deaf = new FakeTask("deaf-" + i, () -> hang(never));
      pool.start(deaf, (_, end) -> ends.add(end));
      deaf.entered.await();
      pool.abandon(deaf);
    }

    // When
    pool.start(new FakeTask("good-0", () -> Turn.FINISHED), (_, end) -> ends.add(end));

    // Then
    await().until(() -> !ends.isEmpty());
    assertThat(ends).containsExactly(new TaskEnd.Finished());
    never.countDown();
    await().until(() -> ends.size() == 3);
  }

  @Test
  void connectorsThatHangKeepNoThreadFromOthers() {
    // Given
    CountDownLatch released = new CountDownLatch(1);
    for (int i = 0; i < 5; i++) {
      pool.start(new FakeTask("deaf-" + i, () -> hang(released)), (_, end) -> ends.add(end));
    }
    AtomicInteger turns = new AtomicInteger();
    FakeTask good =
        new FakeTask(
            "good-0",
            () ->
                turns.incrementAndGet() < 10 ? new Turn.Wait(Duration.ofMillis(1)) : Turn.FINISHED);

    // When
    pool.start(good, (_, end) -> ends.add(end));

    // Then
    await().atMost(Duration.ofSeconds(30)).until(() -> !ends.isEmpty());
    assertThat(turns).hasValue(10);
    released.countDown();
    await().until(() -> ends.size() == 6);
    await().until(() -> taskThreads() <= 2);
  }

  @Test
  void tasksThatComeWhenAllThreadsHangAlreadyAreRun() {
    // Given: nobody was waiting when the last thread went into its turn
    CountDownLatch released = new CountDownLatch(1);
    AtomicInteger hanging = new AtomicInteger();
    for (int i = 0; i < 2; i++) {
      int before = i;
      pool.start(
          new FakeTask(
              "deaf-" + i,
              () -> {
                hanging.incrementAndGet();
                return hang(released);
              }),
          (_, end) -> ends.add(end));
      await().until(() -> hanging.get() == before + 1);
    }

    // When
    pool.start(new FakeTask("good-0", () -> Turn.FINISHED), (_, end) -> ends.add(end));

    // Then
    await().atMost(Duration.ofSeconds(30)).until(() -> !ends.isEmpty());
    released.countDown();
  }

  @Test
  void timeIsKeptThoughTheOnlyThreadIsHeld() {
    // Given
    CountDownLatch released = new CountDownLatch(1);
    AtomicInteger turns = new AtomicInteger();
    FakeTask good =
        new FakeTask(
            "good-0",
            () ->
                turns.incrementAndGet() < 2
                    ? new Turn.Wait(Duration.ofMillis(200))
                    : Turn.FINISHED);
    pool.start(good, (_, end) -> ends.add(end));
    await().until(() -> turns.get() == 1);

    // When
    pool.start(new FakeTask("deaf-0", () -> hang(released)), (_, end) -> ends.add(end));

    // Then
    await().atMost(Duration.ofSeconds(30)).until(() -> !ends.isEmpty());
    assertThat(turns).hasValue(2);
    released.countDown();
  }

  @Test
  void aTurnWakesOneThreadThoughOthersWait() {
    // Given: a task that is looked at often beside one that hardly ever is, and two idle threads
    int looks = 200;
    AtomicInteger turns = new AtomicInteger();
    pool.start(new FakeTask("rests-0", () -> LONG), (_, _) -> {});
    FakeTask looking =
        new FakeTask(
            "looks-0",
            () ->
                turns.incrementAndGet() < looks
                    ? new Turn.Wait(Duration.ofMillis(2))
                    : Turn.FINISHED);

    // When
    pool.start(looking, (_, end) -> ends.add(end));

    // Then
    await().atMost(Duration.ofSeconds(60)).until(() -> !ends.isEmpty());
    assertThat(timesThatTaskThreadsWaited()).isLessThan(looks * 3 / 2);
  }

  @Test
  void whileOneIsHeldTheOtherThreadKeepsTheTimeOfAll() {
    // Given
    CountDownLatch released = new CountDownLatch(1);
    List<FakeTask> good = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      AtomicInteger turns = new AtomicInteger();
      Duration wait = Duration.ofMillis(1 + 3 * i);
      good.add(
          new FakeTask(
              "good-" + i,
              () -> turns.incrementAndGet() < 5 ? new Turn.Wait(wait) : Turn.FINISHED));
    }

    // When
    good.forEach(task -> pool.start(task, (_, end) -> ends.add(end)));
    pool.start(new FakeTask("deaf-0", () -> hang(released)), (_, _) -> {});

    // Then
    await().atMost(Duration.ofSeconds(30)).until(() -> ends.size() == 20);
    released.countDown();
  }

  private static long timesThatTaskThreadsWaited() {
    return Stream.of(ManagementFactory.getThreadMXBean().dumpAllThreads(false, false))
        .filter(thread -> thread.getThreadName().startsWith("headrace-task-"))
        .mapToLong(ThreadInfo::getWaitedCount)
        .sum();
  }

  private static long taskThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("headrace-task-"))
        .count();
  }

  private static Turn hang(CountDownLatch until) {
    while (true) {
      try {
        until.await();
        return Turn.FINISHED;
      } catch (InterruptedException _) {
        // deaf on purpose
      }
    }
  }
}
