package dev.headrace.log.server;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * When a request that has begun must be there as a whole: a time of grace, and more the longer it
 * is. Event loop of the connection only.
 */
final class RequestDeadline {

  /** What a client must manage, or its request is too slow. */
  private static final int BYTES_PER_SECOND = 100 * 1024;

  private final ScheduledExecutorService eventLoop;
  private final long graceMillis;
  private final Consumer<String> missed;
  private @Nullable Future<?> alarm;
  private int lengthBytes;

  /**
   * @param missed is told why
   */
  RequestDeadline(ScheduledExecutorService eventLoop, long graceMillis, Consumer<String> missed) {
    this.eventLoop = eventLoop;
    this.graceMillis = graceMillis;
    this.missed = missed;
  }

  /**
   * A request is on its way. It keeps the deadline that it has, unless it is longer than was known.
   *
   * @param newLengthBytes 0 as long as that is not known
   */
  void set(int newLengthBytes) {
    if (alarm != null && newLengthBytes <= lengthBytes) {
      return;
    }
    met();
    lengthBytes = newLengthBytes;
    long millis = graceMillis + TimeUnit.SECONDS.toMillis(lengthBytes / BYTES_PER_SECOND);
    alarm =
        eventLoop.schedule(
            () -> missed.accept("a request did not arrive within " + millis + " ms"),
            millis,
            TimeUnit.MILLISECONDS);
  }

  /** It is there, or nothing is read and so it is not the client that is late. */
  void met() {
    if (alarm != null) {
      alarm.cancel(false);
      alarm = null;
    }
  }
}
