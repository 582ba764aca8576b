package dev.headrace.connectors.jdbc.sink;

import java.util.Arrays;

/**
 * What remains of rows that follow one another: of each key the last row, and whether the key was
 * deleted before it. Deleting these keys first, and then storing these rows, comes to the same as
 * doing all in turn. One thread; reused.
 */
final class LastPerKey {

  private static final int NONE = -1;

  private final CopyLines lines;

  /** By hash, the first row of the key plus one; a power of two long, at most half full. */
  private int[] slots = new int[2048];

  /** By the first row of a key: its last row so far. */
  private int[] lasts = new int[1024];

  /** By the first row of a key: one of its deletions, or none. */
  private int[] deleted = new int[1024];

  private int from;

  LastPerKey(CopyLines lines) {
    this.lines = lines;
  }

  /** Takes the rows in {@code [newFrom, to)}. */
  void of(int newFrom, int to) {
    from = newFrom;
    reserve(to - from);
    for (int row = from; row < to; row++) {
      int first = firstOfKey(row);
      lasts[first - from] = row;
      if (lines.isDeletion(row)) {
        deleted[first - from] = row;
      }
    }
  }

  /** Whether the row is the last of its key, and stores something. */
  boolean remains(int row) {
    return !lines.isDeletion(row) && lasts[firsts[row - from] - from] == row;
  }

  /** Whether the row stands for the deletion of its key. */
  boolean deletes(int row) {
    return lines.isDeletion(row) && deleted[firsts[row - from] - from] == row;
  }

  private int[] firsts = new int[1024];

  private int firstOfKey(int row) {
    int mask = slots.length - 1;
    int slot = lines.keyHash(row) & mask;
    while (slots[slot] != 0) {
      int first = slots[slot] - 1;
      if (lines.haveOneKey(first, row)) {
        firsts[row - from] = first;
        return first;
      }
      slot = (slot + 1) & mask;
    }
    slots[slot] = row + 1;
    firsts[row - from] = row;
    deleted[row - from] = NONE;
    return row;
  }

  private void reserve(int rows) {
    if (rows > lasts.length) {
      int size = Integer.highestOneBit(rows) << 1;
      lasts = new int[size];
      deleted = new int[size];
      firsts = new int[size];
      slots = new int[2 * size];
    } else {
      Arrays.fill(slots, 0);
    }
  }
}
