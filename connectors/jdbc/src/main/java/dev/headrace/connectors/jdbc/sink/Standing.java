package dev.headrace.connectors.jdbc.sink;

import dev.headrace.connector.Committed;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * How far one partition has come: up to where records were given to the sink, up to where they are
 * in the open transaction, and up to where they are in the database for good. The writer's thread
 * only.
 *
 * <p>The offsets of refused records are stored with the position, because their dead letters become
 * durable only after it: when the process dies in between, the records are below the position, and
 * must be refused again rather than be passed over.
 */
final class Standing {

  /**
   * How many flushes back refused offsets are kept. At most two answers of a flush are on their way
   * into the log ({@link dev.headrace.connector.SinkWriter#flush}); the rest is a margin.
   */
  private static final int FLUSHES_KEPT = 8;

  private final Place place;
  private final String receipt;
  private final NavigableSet<Long> refusedBefore;
  private final Deque<NavigableSet<Long>> refused = new ArrayDeque<>();
  private long given;
  private long taken;
  private long durable;
  private boolean refusedChanged;

  /**
   * A partition that is taken up again.
   *
   * @param given the offset that the runtime delivers next
   * @param stored what the database has
   */
  Standing(Place place, long given, Positions.Stored stored) {
    this.place = place;
    this.receipt = stored.receipt();
    this.given = given;
    this.taken = stored.nextOffset();
    this.durable = stored.nextOffset();
    this.refusedBefore = OffsetSet.read(stored.refused());
    refused.add(new TreeSet<>(refusedBefore));
  }

  Place place() {
    return place;
  }

  /** Whether the record is in the database already, or was refused. */
  boolean isPast(long offset) {
    return offset < taken;
  }

  boolean wasRefused(long offset) {
    return refusedBefore.contains(offset);
  }

  void given(long offset) {
    given = offset + 1;
  }

  /** All up to {@code offset} is in the open transaction, or refused. */
  void took(long offset) {
    taken = Math.max(taken, offset + 1);
  }

  void refused(long offset) {
    refused.getLast().add(offset);
  }

  /** A record that was refused before is stored after all. */
  void tookAfterAll(long offset) {
    refusedBefore.remove(offset);
    refused.forEach(some -> some.remove(offset));
    refusedChanged = true;
  }

  boolean hasChanged() {
    return taken != durable || refusedChanged;
  }

  long taken() {
    return taken;
  }

  /** The refused records that are stored with the position. */
  NavigableSet<Long> refused() {
    NavigableSet<Long> all = new TreeSet<>();
    refused.forEach(all::addAll);
    return all;
  }

  /** The open transaction was committed. */
  void becameDurable() {
    durable = taken;
    refusedChanged = false;
  }

  /** What the runtime may commit: never beyond what it has given. */
  Committed flushed() {
    refused.add(new TreeSet<>());
    if (refused.size() > FLUSHES_KEPT) {
      refused.removeFirst();
    }
    return new Committed(place.partition(), Math.min(given, durable), Optional.of(receipt));
  }
}
