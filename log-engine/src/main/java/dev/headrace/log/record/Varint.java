package dev.headrace.log.record;

/**
 * Numbers of variable length as records have them: zigzag, then seven bits a byte, the lowest
 * first.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/#signed-ints">Signed integers</a>
 */
final class Varint {

  /** The longest of a 32-bit number. */
  static final int MAX_BYTES = 5;

  /** The longest of a 64-bit number. */
  static final int MAX_LONG_BYTES = 10;

  private Varint() {}

  static int sizeOf(int value) {
    return sizeOfUnsigned(Integer.toUnsignedLong((value << 1) ^ (value >> 31)));
  }

  static int sizeOf(long value) {
    return sizeOfUnsigned((value << 1) ^ (value >> 63));
  }

  /** Returns the position behind the number. */
  static int write(int value, byte[] into, int at) {
    return writeUnsigned(Integer.toUnsignedLong((value << 1) ^ (value >> 31)), into, at);
  }

  /** Returns the position behind the number. */
  static int write(long value, byte[] into, int at) {
    return writeUnsigned((value << 1) ^ (value >> 63), into, at);
  }

  static int decodeZigzag(int unsigned) {
    return (unsigned >>> 1) ^ -(unsigned & 1);
  }

  static long decodeZigzag(long unsigned) {
    return (unsigned >>> 1) ^ -(unsigned & 1);
  }

  private static int sizeOfUnsigned(long value) {
    int significantBits = Long.SIZE - Long.numberOfLeadingZeros(value | 1);
    return (significantBits + 6) / 7;
  }

  private static int writeUnsigned(long value, byte[] into, int at) {
    int position = at;
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      into[position++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    into[position++] = (byte) rest;
    return position;
  }
}
