package dev.headrace.runtime.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.util.Optional;

/**
 * Where a long-running command writes to. Lines stay; a status is written over in place, and only
 * where somebody watches. Thread-safe.
 */
final class Terminal {

  private static final String CLEAR_LINE = "\r\u001b[K";

  private final PrintWriter out;
  private final boolean watched;
  private boolean statusShown;

  private Terminal(PrintWriter out, boolean watched) {
    this.out = out;
    this.watched = watched;
  }

  static Terminal of(PrintWriter out) {
    boolean watched = Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    return new Terminal(out, watched);
  }

  /** Whether somebody watches, rather than a file or another program. */
  boolean watched() {
    return watched;
  }

  synchronized void line(String text) {
    clearStatus();
    out.println(text);
    out.flush();
  }

  /** Shows how things are now, in place of how they were. */
  synchronized void status(String text) {
    clearStatus();
    out.print(text);
    out.flush();
    statusShown = true;
  }

  /** Takes the status away: what it told is over. */
  synchronized void endStatus() {
    clearStatus();
    out.flush();
  }

  private void clearStatus() {
    if (statusShown) {
      out.print(CLEAR_LINE);
      statusShown = false;
    }
  }
}
