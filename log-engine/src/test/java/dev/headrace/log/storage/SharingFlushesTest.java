package dev.headrace.log.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Group commit: what is appended while one flush runs, or shortly after it, shares the next. */
class SharingFlushesTest {

  private static final Duration LONG = Duration.ofSeconds(60);

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger appended = new AtomicInteger();
  private final List<Integer> seenByFlushes = new CopyOnWriteArrayList<>();
  private final BlockingQueue<Boolean> mayEnd = new LinkedBlockingQueue<>();

  @Test
  void aFirstOneIsFlushedAtOnce() {
    try (Flusher flusher = new Flusher(LONG, nanos::get)) {
      Flusher.Flushable log = flusher.flushable(this::flush);
      append(log, 1);
      awaitFlushes(1);
      mayEnd.add(true);
    }
    assertThat(seenByFlushes).containsExactly(1);
  }

  @Test
  void whatComesWhileOneRunsSharesTheNext() {
    try (Flusher flusher = new Flusher(LONG, nanos::get)) {
      Flusher.Flushable log = flusher.flushable(this::flush);
      append(log, 1);
      awaitFlushes(1);
      append(log, 3);
      mayEnd.add(true);
      awaitFlushes(2);
      mayEnd.add(true);
    }
    assertThat(seenByFlushes).containsExactly(1, 4);
  }

  @Test
  void aFlushWaitsForAsManyAsSharedTheLast() {
    try (Flusher flusher = new Flusher(LONG, nanos::get)) {
      Flusher.Flushable log = flusher.flushable(this::flush);
      append(log, 1);
      awaitFlushes(1);
      append(log, 3);
      mayEnd.add(true);
      awaitFlushes(2);
      nanos.addAndGet(LONG.toNanos());
      append(log, 1);
      mayEnd.add(true);
      await().atMost(LONG).until(() -> isGathering(log));
      assertThat(seenByFlushes).hasSize(2);
      append(log, 2);
      awaitFlushes(3);
      mayEnd.add(true);
    }
    assertThat(seenByFlushes).containsExactly(1, 4, 7);
  }

  @Test
  void aFlushDoesNotWaitForThoseWhoDoNotCome() {
    try (Flusher flusher = new Flusher(Duration.ofMillis(1), System::nanoTime)) {
      Flusher.Flushable log = flusher.flushable(this::flush);
      append(log, 1);
      awaitFlushes(1);
      append(log, 3);
      mayEnd.add(true);
      awaitFlushes(2);
      append(log, 1);
      mayEnd.add(true);
      awaitFlushes(3);
      mayEnd.add(true);
    }
    assertThat(seenByFlushes).containsExactly(1, 4, 5);
  }

  private void append(Flusher.Flushable log, int count) {
    for (int i = 0; i < count; i++) {
      appended.incrementAndGet();
      log.due();
    }
  }

  private void flush() {
    seenByFlushes.add(appended.get());
    try {
      assertThat(mayEnd.poll(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isGathering(Flusher.Flushable log) {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> LockSupport.getBlocker(thread) == log);
  }

  private void awaitFlushes(int count) {
    await().atMost(LONG).until(() -> seenByFlushes.size() == count);
  }
}
