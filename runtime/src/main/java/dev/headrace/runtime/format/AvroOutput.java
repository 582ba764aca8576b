package dev.headrace.runtime.format;

import dev.headrace.log.record.ByteSlice;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing buffer in Avro's binary encoding, reused from record to record. Used by one thread. */
final class AvroOutput {

  private static final int MAX_VARINT_BYTES = 10;

  private byte[] bytes;
  private int length;

  AvroOutput(int usualBytes) {
    bytes = new byte[usualBytes];
  }

  void clear() {
    length = 0;
  }

  /** What was written, valid until the next {@link #clear()}. */
  ByteSlice slice() {
    return new ByteSlice(bytes, 0, length);
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  void writeBoolean(boolean value) {
    ensure(1);
    bytes[length++] = (byte) (value ? 1 : 0);
  }

  /** Zigzag and variable length, for int and long alike. */
  void writeLong(long value) {
    ensure(MAX_VARINT_BYTES);
    long rest = (value << 1) ^ (value >> 63);
    while ((rest & ~0x7FL) != 0) {
      bytes[length++] = (byte) ((rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
  }

  void writeFloat(float value) {
    littleEndian(Float.floatToRawIntBits(value), Float.BYTES);
  }

  void writeDouble(double value) {
    littleEndian(Double.doubleToRawLongBits(value), Double.BYTES);
  }

  void writeString(String text) {
    writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The bytes behind their length. */
  void writeBytes(byte[] value) {
    writeLong(value.length);
    writeFixed(value);
  }

  void writeFixed(byte... value) {
    ensure(value.length);
    System.arraycopy(value, 0, bytes, length, value.length);
    length += value.length;
  }

  private void littleEndian(long bits, int count) {
    ensure(count);
    for (int i = 0; i < count; i++) {
      bytes[length++] = (byte) (bits >>> (8 * i));
    }
  }

  private void ensure(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
  }
}
