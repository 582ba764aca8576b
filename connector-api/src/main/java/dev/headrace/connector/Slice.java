package dev.headrace.connector;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A run of bytes in a bigger array, reused from record to record. Used by one thread. */
public final class Slice {

  private static final byte[] NOTHING = new byte[0];

  private byte[] array = NOTHING;
  private int from;
  private int length = -1;

  /** Points this slice at {@code length} bytes of {@code array}; -1 makes it null. */
  public Slice set(byte[] array, int from, int length) {
    this.array = array;
    this.from = from;
    this.length = length;
    return this;
  }

  /** The array that holds the bytes, and others. */
  public byte[] array() {
    return array;
  }

  /** The index of the first byte. */
  public int from() {
    return from;
  }

  /** The number of bytes; 0 when null. */
  public int length() {
    return Math.max(length, 0);
  }

  /** Whether there is no value at all, as in a tombstone; an empty value is not null. */
  public boolean isNull() {
    return length < 0;
  }

  /** A copy of the bytes. */
  public byte[] toBytes() {
    return Arrays.copyOfRange(array, from, from + length());
  }

  /** The bytes as UTF-8 text. */
  @Override
  public String toString() {
    return new String(array, from, length(), StandardCharsets.UTF_8);
  }
}
