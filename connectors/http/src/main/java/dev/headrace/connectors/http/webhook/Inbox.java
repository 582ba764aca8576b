package dev.headrace.connectors.http.webhook;

import java.util.ArrayDeque;
import java.util.Optional;

/**
 * The requests to one path that wait for the log. Room is taken before memory is: first for the
 * bytes of a request that arrives, then for its records. Filled by the listener's thread, emptied
 * by the reader's.
 */
final class Inbox {

  private final String connector;
  private final int maxRecords;
  private final long maxBytes;
  private final Runnable wake;

  // Guarded by this.
  private final ArrayDeque<Received> waiting = new ArrayDeque<>();
  private long records;
  private long bytes;
  private State state = State.OPEN;

  /** Whether requests are taken. */
  enum State {
    OPEN,
    /** The source is paused: nothing is taken, but the path stays its own. */
    PAUSED,
    /** Nothing is taken any more, and others may have the path. */
    CLOSED
  }

  /**
   * @param connector whose it is
   * @param wake tells the reader that something came
   */
  Inbox(String connector, int maxRecords, long maxBytes, Runnable wake) {
    this.connector = connector;
    this.maxRecords = maxRecords;
    this.maxBytes = maxBytes;
    this.wake = wake;
  }

  /** That of a source that is paused. */
  static Inbox paused(String connector) {
    Inbox inbox = new Inbox(connector, 0, 0, () -> {});
    inbox.state = State.PAUSED;
    return inbox;
  }

  String connector() {
    return connector;
  }

  synchronized State state() {
    return state;
  }

  boolean isClosed() {
    return state() == State.CLOSED;
  }

  /** Takes room for bytes that are to arrive; whether there is any. */
  synchronized boolean reserve(long more) {
    if (records >= maxRecords || more > maxBytes - bytes) {
      return false;
    }
    bytes += more;
    return true;
  }

  /** Gives room back that was taken, and not handed over with a request. */
  synchronized void release(long reserved) {
    bytes -= reserved;
  }

  /**
   * Takes a request, whose bytes are reserved.
   *
   * @return what to answer instead
   */
  Optional<Reply> offer(Received received) {
    synchronized (this) {
      if (state != State.OPEN) {
        return Optional.of(Reply.later("This source is stopping."));
      }
      // One that is larger than all the room passes when it is alone.
      if (records > 0 && received.records().size() > maxRecords - records) {
        return Optional.of(Reply.busy());
      }
      waiting.add(received);
      records += received.records().size();
    }
    wake.run();
    return Optional.empty();
  }

  /** The request that came first; its room is free. */
  synchronized Optional<Received> poll() {
    Optional<Received> first = Optional.ofNullable(waiting.poll());
    first.ifPresent(this::forget);
    return first;
  }

  /** Takes a request back that nobody has polled; its sender has gone. */
  synchronized void withdraw(Received received) {
    if (waiting.remove(received)) {
      forget(received);
    }
  }

  /** Takes nothing any more, and answers what waits. */
  void close() {
    ArrayDeque<Received> left;
    synchronized (this) {
      state = State.CLOSED;
      left = new ArrayDeque<>(waiting);
      waiting.clear();
      left.forEach(this::forget);
    }
    left.forEach(received -> received.answer(Reply.later("This source is stopping.")));
  }

  private void forget(Received received) {
    records -= received.records().size();
    bytes -= received.bytes();
  }
}
