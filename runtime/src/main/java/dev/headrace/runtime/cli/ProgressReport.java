package dev.headrace.runtime.cli;

import dev.headrace.runtime.connector.Connectors;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.TimeUnit;

/**
 * Tells how far the data has come: in place every second where somebody watches, else a line every
 * five seconds in which something moved. Used by one thread.
 */
final class ProgressReport {

  private static final long WATCHED_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long UNWATCHED_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

  private final Connectors connectors;
  private final Terminal terminal;
  private final long everyNanos;

  private Totals last;
  private long lastNanos;

  ProgressReport(Connectors connectors, Terminal terminal) {
    this.connectors = connectors;
    this.terminal = terminal;
    this.everyNanos = terminal.watched() ? WATCHED_NANOS : UNWATCHED_NANOS;
    this.last = Totals.of(connectors);
    this.lastNanos = System.nanoTime();
  }

  /** How long until there may be something to tell. */
  long millisToNextTick() {
    long passedNanos = System.nanoTime() - lastNanos;
    return Math.max(1, TimeUnit.NANOSECONDS.toMillis(everyNanos - passedNanos) + 1);
  }

  /** Called often; looks only when it is time. */
  void tick(long nowNanos) {
    if (nowNanos - lastNanos < everyNanos) {
      return;
    }
    Totals now = Totals.of(connectors);
    String line = now.line(last, TimeUnit.NANOSECONDS.toMillis(nowNanos - lastNanos));
    if (terminal.watched()) {
      terminal.status(line);
    } else if (now.movedSince(last)) {
      terminal.line(LocalTime.now(ZoneId.systemDefault()).format(TIME) + " " + line);
    }
    last = now;
    lastNanos = nowNanos;
  }
}
