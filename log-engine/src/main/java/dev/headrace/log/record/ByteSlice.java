package dev.headrace.log.record;

/**
 * A run of bytes in an array that is not copied, or the absence of a value ({@link #NULL}).
 *
 * @param array not to be changed while the slice is in use
 * @param from where it starts
 * @param length how many bytes; -1 for no value
 */
public record ByteSlice(byte[] array, int from, int length) {

  /** No value, which is not the same as no bytes: a tombstone, or a record without key. */
  public static final ByteSlice NULL = new ByteSlice(new byte[0], 0, -1);

  public ByteSlice {
    if (length < -1 || from < 0 || from + Math.max(0, length) > array.length) {
      throw new IllegalArgumentException(
          "slice from " + from + ", " + length + " bytes, of " + array.length);
    }
  }

  /** All of an array. */
  public static ByteSlice of(byte[] array) {
    return new ByteSlice(array, 0, array.length);
  }

  public boolean isNull() {
    return length < 0;
  }

  /** A copy of the bytes; empty for {@link #NULL}. */
  public byte[] toArray() {
    byte[] copy = new byte[Math.max(0, length)];
    System.arraycopy(array, from, copy, 0, copy.length);
    return copy;
  }
}
