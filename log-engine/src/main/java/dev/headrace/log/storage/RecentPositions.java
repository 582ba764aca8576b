package dev.headrace.log.storage;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The last few high watermarks and their places: a reader at the tail asks for one of them, and is
 * answered without a look at the index. One thread at a time adds; any reads.
 */
final class RecentPositions {

  private static final int KEPT = 16;

  private final AtomicReferenceArray<LogPosition> ring = new AtomicReferenceArray<>(KEPT);
  private int next;

  void add(LogPosition position) {
    ring.set(next, position);
    next = (next + 1) % KEPT;
  }

  Optional<LogPosition> of(long offset) {
    for (int i = 0; i < KEPT; i++) {
      LogPosition position = ring.get(i);
      if (position != null && position.offset() == offset) {
        return Optional.of(position);
      }
    }
    return Optional.empty();
  }
}
