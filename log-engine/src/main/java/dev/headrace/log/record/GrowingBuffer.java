package dev.headrace.log.record;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

/** Bytes in one array that grows up to a limit and is used again. One thread. */
final class GrowingBuffer extends OutputStream {

  private final int limitBytes;
  private byte[] array;
  private int length;

  GrowingBuffer(int initialBytes, int limitBytes) {
    this.array = new byte[initialBytes];
    this.limitBytes = limitBytes;
  }

  byte[] array() {
    return array;
  }

  int length() {
    return length;
  }

  /** Forgets or uncovers bytes at the end; {@code length} is within what was made room for. */
  void length(int newLength) {
    length = newLength;
  }

  /** Gives the array away and goes on with a new one. */
  byte[] handOver(int nextInitialBytes) {
    byte[] given = array;
    array = new byte[nextInitialBytes];
    length = 0;
    return given;
  }

  /**
   * Makes room behind the end.
   *
   * @throws IllegalStateException when that would pass the limit
   */
  void ensureRoom(int moreBytes) {
    long needed = (long) length + moreBytes;
    if (needed <= array.length) {
      return;
    }
    if (needed > limitBytes) {
      throw new IllegalStateException(
          "a batch of " + needed + " bytes is larger than the limit of " + limitBytes);
    }
    array = Arrays.copyOf(array, (int) Math.min(limitBytes, Math.max(needed, 2L * array.length)));
  }

  @Override
  public void write(int value) {
    ensureRoom(1);
    array[length++] = (byte) value;
  }

  @Override
  public void write(byte[] bytes, int from, int count) {
    ensureRoom(count);
    System.arraycopy(bytes, from, array, length, count);
    length += count;
  }

  /** Appends all that a stream holds. */
  void readAll(InputStream in) throws IOException {
    while (true) {
      if (length == array.length) {
        int next = in.read();
        if (next < 0) {
          return;
        }
        write(next);
      }
      int count = in.read(array, length, array.length - length);
      if (count < 0) {
        return;
      }
      length += count;
    }
  }
}
