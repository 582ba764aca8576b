package dev.headrace.log.record;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/**
 * Reads the primitive types of the Kafka protocol, in which the records of replayed states are
 * kept. One thread.
 *
 * <p>Every method throws {@link java.nio.BufferUnderflowException} where the bytes end too early,
 * and {@link IllegalArgumentException} where they make no sense.
 */
public final class FieldReader {

  private static final int MOST_VARINT_SHIFT = 28;

  private final ByteBuffer buffer;

  public FieldReader(byte[] bytes) {
    buffer = ByteBuffer.wrap(bytes);
  }

  public short int16() {
    return buffer.getShort();
  }

  public int int32() {
    return buffer.getInt();
  }

  public long int64() {
    return buffer.getLong();
  }

  public String string() {
    return text(int16());
  }

  public Optional<String> nullableString() {
    int length = int16();
    return length < 0 ? Optional.empty() : Optional.of(text(length));
  }

  public byte int8() {
    return buffer.get();
  }

  public byte[] bytes() {
    byte[] bytes = new byte[checked(int32())];
    buffer.get(bytes);
    return bytes;
  }

  public String compactString() {
    return text(unsignedVarint() - 1);
  }

  public Optional<String> compactNullableString() {
    int length = unsignedVarint() - 1;
    return length < 0 ? Optional.empty() : Optional.of(text(length));
  }

  public byte[] compactBytes() {
    byte[] bytes = new byte[checked(unsignedVarint() - 1)];
    buffer.get(bytes);
    return bytes;
  }

  /** How many elements of a compact array follow; none for one that is null. */
  public int compactCount() {
    return Math.max(0, unsignedVarint() - 1);
  }

  public int unsignedVarint() {
    int value = 0;
    for (int shift = 0; shift <= MOST_VARINT_SHIFT; shift += 7) {
      byte next = buffer.get();
      value |= (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("a number of more than 5 bytes");
  }

  public UUID uuid() {
    return new UUID(int64(), int64());
  }

  /** Skips tagged fields, their count included. */
  public void skipTags() {
    int count = unsignedVarint();
    for (int i = 0; i < count; i++) {
      unsignedVarint();
      skip(unsignedVarint());
    }
  }

  public void skip(int bytes) {
    buffer.position(buffer.position() + checked(bytes));
  }

  private String text(int length) {
    byte[] bytes = new byte[checked(length)];
    buffer.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private int checked(int length) {
    if (length < 0 || length > buffer.remaining()) {
      throw new IllegalArgumentException(
          "a length of " + length + " where " + buffer.remaining() + " bytes are left");
    }
    return length;
  }
}
