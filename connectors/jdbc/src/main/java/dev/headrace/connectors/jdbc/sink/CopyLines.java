package dev.headrace.connectors.jdbc.sink;

import java.util.Arrays;

/**
 * Where the rows lie in a {@link CopyText}, one after another. Each row begins with its key, so
 * that rows of one key begin alike; a deletion has nothing else. One thread.
 */
final class CopyLines {

  private final CopyText text;
  private int[] starts = new int[1024];
  private int[] keyEnds = new int[1024];
  private long[] offsets = new long[1024];
  private boolean[] deletions = new boolean[1024];
  private int count;

  CopyLines(CopyText text) {
    this.text = text;
  }

  /** The row that ends where the text does now. */
  void add(long offset, int start, int keyEnd, boolean deletion) {
    if (count + 1 >= starts.length) {
      grow(2 * starts.length);
    }
    starts[count] = start;
    keyEnds[count] = keyEnd;
    offsets[count] = offset;
    deletions[count] = deletion;
    count++;
    starts[count] = text.length();
  }

  int count() {
    return count;
  }

  long offset(int row) {
    return offsets[row];
  }

  boolean isDeletion(int row) {
    return deletions[row];
  }

  int start(int row) {
    return starts[row];
  }

  int keyEnd(int row) {
    return keyEnds[row];
  }

  /** Behind the row's line feed. */
  int end(int row) {
    return starts[row + 1];
  }

  void clear() {
    count = 0;
    text.cutTo(0);
  }

  /** A hash of the row's key. */
  int keyHash(int row) {
    byte[] bytes = text.array();
    int hash = 1;
    for (int i = starts[row]; i < keyEnds[row]; i++) {
      hash = 31 * hash + bytes[i];
    }
    hash *= 0x9E3779B9;
    return hash ^ hash >>> 15;
  }

  boolean haveOneKey(int row, int other) {
    byte[] bytes = text.array();
    return Arrays.equals(bytes, starts[row], keyEnds[row], bytes, starts[other], keyEnds[other]);
  }

  private void grow(int size) {
    starts = Arrays.copyOf(starts, size);
    keyEnds = Arrays.copyOf(keyEnds, size);
    offsets = Arrays.copyOf(offsets, size);
    deletions = Arrays.copyOf(deletions, size);
  }
}
