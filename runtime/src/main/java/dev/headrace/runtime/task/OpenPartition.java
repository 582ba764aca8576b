package dev.headrace.runtime.task;

import dev.headrace.connector.Next;
import dev.headrace.connector.ReadMode;
import dev.headrace.connector.SourceContext;
import dev.headrace.connector.SourceReader;
import java.time.Duration;
import java.util.Optional;

/**
 * A source partition whose reader is open. The task's thread only, but for what the {@link Context}
 * does.
 */
final class OpenPartition<K extends Record, P extends Record> {

  private final K key;
  private final SourceReader<P> reader;
  private final Context context;
  private State state = State.READING;
  private Optional<P> position;
  private long dueNanos;

  /** Where a partition stands; it never goes back. */
  private enum State {
    /** More may come. */
    READING,
    /** No longer planned: to be closed at its next pause. */
    RETIRING,
    /** Nothing more is read, and the last position is not committed yet. */
    RETIRED,
    /** As {@code RETIRED}, and the reader said that there is nothing more, for ever. */
    ENDED
  }

  OpenPartition(
      K key, SourceReader<P> reader, Context context, Optional<P> position, long nowNanos) {
    this.key = key;
    this.reader = reader;
    this.context = context;
    this.position = position;
    this.dueNanos = nowNanos;
  }

  /** What the reader may ask for, from any thread. */
  static final class Context implements SourceContext {

    private final TaskName name;
    private final ReadMode mode;
    private final Runnable wakeTask;
    private volatile boolean woken;

    Context(TaskName name, ReadMode mode, Runnable wakeTask) {
      this.name = name;
      this.mode = mode;
      this.wakeTask = wakeTask;
    }

    @Override
    public String connectorName() {
      return name.connector();
    }

    @Override
    public ReadMode mode() {
      return mode;
    }

    @Override
    public void wake() {
      woken = true;
      wakeTask.run();
    }
  }

  K key() {
    return key;
  }

  SourceReader<P> reader() {
    return reader;
  }

  /** Whether the reader is to be called now. */
  boolean isDue(long nowNanos) {
    return isOpen() && (context.woken || nowNanos - dueNanos >= 0);
  }

  /** How long the reader has nothing to do. */
  long nanosUntilDue(long nowNanos) {
    return isOpen() ? Math.max(0, dueNanos - nowNanos) : Long.MAX_VALUE;
  }

  /** A call of the reader begins: a wake from now on is for the call behind it. */
  void readBegins() {
    context.woken = false;
  }

  /** A call of the reader is over; whether it told a position that was not known. */
  boolean readEnded(Next next, Optional<P> reported, long nowNanos) {
    switch (next) {
      case Next.More() -> dueNanos = nowNanos;
      case Next.Idle(Duration atMost) -> pause(atMost, nowNanos);
      case Next.End() -> state = State.ENDED;
    }
    boolean moved = reported.isPresent() && !reported.equals(position);
    position = moved ? reported : position;
    return moved;
  }

  private void pause(Duration atMost, long nowNanos) {
    dueNanos = nowNanos + Math.max(0, atMost.toNanos());
    if (state == State.RETIRING && !context.woken) {
      state = State.RETIRED;
    }
  }

  /** The partition is no longer planned. */
  void retire() {
    if (state == State.READING) {
      state = State.RETIRING;
    }
  }

  /** Whether the reader is still to be called. */
  boolean isOpen() {
    return state == State.READING || state == State.RETIRING;
  }

  /** Whether the reader said that there is nothing more, for ever. */
  boolean hasEnded() {
    return state == State.ENDED;
  }
}
