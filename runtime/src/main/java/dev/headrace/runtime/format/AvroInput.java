package dev.headrace.runtime.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Avro's binary encoding in an array. Nothing is allocated that the bytes there do not pay for.
 * Used by one thread.
 */
final class AvroInput {

  private final byte[] bytes;
  private final int end;
  private int at;

  AvroInput(byte[] bytes, int from, int length) {
    this.bytes = bytes;
    this.at = from;
    this.end = from + length;
  }

  int remaining() {
    return end - at;
  }

  boolean readBoolean() throws MisfitException {
    take(1);
    return bytes[at - 1] != 0;
  }

  int readInt() throws MisfitException {
    long value = readLong();
    if (value != (int) value) {
      throw broken();
    }
    return (int) value;
  }

  long readLong() throws MisfitException {
    long value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      take(1);
      byte next = bytes[at - 1];
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return (value >>> 1) ^ -(value & 1);
      }
    }
    throw broken();
  }

  float readFloat() throws MisfitException {
    return Float.intBitsToFloat((int) littleEndian(Float.BYTES));
  }

  double readDouble() throws MisfitException {
    return Double.longBitsToDouble(littleEndian(Double.BYTES));
  }

  String readString() throws MisfitException {
    int length = readLength();
    take(length);
    return new String(bytes, at - length, length, StandardCharsets.UTF_8);
  }

  byte[] readBytes() throws MisfitException {
    return readFixed(readLength());
  }

  byte[] readFixed(int length) throws MisfitException {
    take(length);
    return Arrays.copyOfRange(bytes, at - length, at);
  }

  private int readLength() throws MisfitException {
    long length = readLong();
    if (length < 0 || length > remaining()) {
      throw broken();
    }
    return (int) length;
  }

  private long littleEndian(int count) throws MisfitException {
    take(count);
    long bits = 0;
    for (int i = 0; i < count; i++) {
      bits |= (bytes[at - count + i] & 0xFFL) << (8 * i);
    }
    return bits;
  }

  private void take(int count) throws MisfitException {
    if (count > remaining()) {
      throw broken();
    }
    at += count;
  }

  private static MisfitException broken() {
    return new MisfitException("the bytes are no Avro of this schema");
  }
}
