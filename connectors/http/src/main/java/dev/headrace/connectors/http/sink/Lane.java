package dev.headrace.connectors.http.sink;

import dev.headrace.connectors.http.sink.HttpSinkSettings.Batch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Messages that must reach the server one after the other: at most one request of a lane is under
 * way. Used by one thread.
 */
final class Lane {

  private final int maxRecords;
  private final long maxBytes;
  private final ArrayDeque<Delivery> waiting = new ArrayDeque<>();

  /** What is put together for the next delivery. */
  private List<Message> open = new ArrayList<>();

  private long openBytes;

  // How often the first delivery was tried, since when, and when to try again.
  private int failures;
  private long failingSinceNanos;
  private long dueNanos;
  private boolean underWay;

  Lane(Batch batch, long nowNanos) {
    this.maxRecords =
        switch (batch) {
          case Batch.None() -> 1;
          case Batch.Array(int records, var _) -> records;
          case Batch.Lines(int records, var _) -> records;
        };
    this.maxBytes =
        switch (batch) {
          case Batch.None() -> Long.MAX_VALUE;
          case Batch.Array(var _, var bytes) -> bytes.bytes();
          case Batch.Lines(var _, var bytes) -> bytes.bytes();
        };
    this.dueNanos = nowNanos;
  }

  /** Takes one more message, behind all others. */
  void add(Message message) {
    boolean full = open.size() >= maxRecords || openBytes + message.body().length > maxBytes;
    if (!open.isEmpty() && (full || !open.getLast().goesWith(message))) {
      seal();
    }
    open.add(message);
    openBytes += message.body().length + 1L;
  }

  /** No more messages come. */
  void seal() {
    if (!open.isEmpty()) {
      waiting.add(new Delivery(open));
      open = new ArrayList<>();
      openBytes = 0;
    }
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Whether the first delivery may be sent now. */
  boolean isDue(long nowNanos) {
    return !waiting.isEmpty() && !underWay && nowNanos - dueNanos >= 0;
  }

  /** How long the first delivery is to wait; beyond reach when it is under way. */
  long nanosUntilDue(long nowNanos) {
    return waiting.isEmpty() || underWay ? Long.MAX_VALUE : Math.max(0, dueNanos - nowNanos);
  }

  /** The first delivery, which is under way from now on. */
  Delivery begin() {
    underWay = true;
    return waiting.getFirst();
  }

  /** The first delivery is done with. */
  void done() {
    waiting.removeFirst();
    underWay = false;
    failures = 0;
  }

  /** The first delivery is to be sent in halves. */
  void split() {
    Delivery whole = waiting.removeFirst();
    waiting.addFirst(whole.secondHalf());
    waiting.addFirst(whole.firstHalf());
    underWay = false;
    failures = 0;
  }

  /**
   * The first delivery failed once more.
   *
   * @return for how long it has been failing, in nanoseconds
   */
  long failed(long nowNanos) {
    underWay = false;
    failingSinceNanos = failures == 0 ? nowNanos : failingSinceNanos;
    failures++;
    return nowNanos - failingSinceNanos;
  }

  /** How often in a row the first delivery has failed. */
  int failures() {
    return failures;
  }

  /** The first delivery is to be sent again, at that time. */
  void again(long atNanos) {
    underWay = false;
    dueNanos = atNanos;
  }
}
