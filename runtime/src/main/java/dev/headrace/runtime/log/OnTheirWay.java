package dev.headrace.runtime.log;

import java.util.Optional;

/**
 * The commits that a writer has handed over and that are not done. The writer's thread adds and
 * waits, the committing threads remove.
 */
public final class OnTheirWay {

  private final long mostBytes;
  private final int mostCommits;
  private long bytes;
  private int commits;
  private Optional<LogException> failure = Optional.empty();

  public OnTheirWay(long mostBytes, int mostCommits) {
    this.mostBytes = mostBytes;
    this.mostCommits = mostCommits;
  }

  /** The failure of a commit, after which no other is made. */
  public synchronized Optional<LogException> failure() {
    return failure;
  }

  /** A commit is handed over; waits while too many are on their way. */
  public synchronized void add(long commitBytes) {
    awaitUnless(() -> commits < mostCommits);
    bytes += commitBytes;
    commits++;
  }

  /** A commit is done, or has failed. */
  public synchronized void remove(long commitBytes, Optional<LogException> failed) {
    bytes -= commitBytes;
    commits--;
    failure = failure.or(() -> failed);
    notifyAll();
  }

  /** Waits until {@code more} bytes fit beside those on their way, or nothing is on its way. */
  public synchronized void awaitRoom(long more) {
    awaitUnless(() -> bytes + more <= mostBytes || commits == 0);
  }

  private void awaitUnless(Condition isMet) {
    try {
      while (!isMet.holds()) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LogException.Unavailable("interrupted while commits are on their way", e);
    }
  }

  private interface Condition {
    boolean holds();
  }
}
