package dev.headrace.runtime.connector;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The alarm of real time, on one thread. */
final class SystemAlarm implements Alarm {

  private final ScheduledThreadPoolExecutor thread;

  SystemAlarm() {
    thread =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("headrace-supervisor-alarm").daemon().factory());
    thread.setRemoveOnCancelPolicy(true);
  }

  @Override
  public Ticket after(Duration delay, Runnable what) {
    try {
      ScheduledFuture<?> scheduled = thread.schedule(what, delay.toNanos(), TimeUnit.NANOSECONDS);
      return () -> scheduled.cancel(false);
    } catch (RejectedExecutionException closed) {
      return () -> {};
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
