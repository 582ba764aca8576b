package dev.headrace.log.group;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/**
 * Reads the primitive types of the Kafka protocol. One thread.
 *
 * <p>Every method throws {@link java.nio.BufferUnderflowException} where the bytes end too early.
 */
final class FieldReader {

  private static final int MOST_VARINT_SHIFT = 28;

  private final ByteBuffer buffer;

  FieldReader(byte[] bytes) {
    buffer = ByteBuffer.wrap(bytes);
  }

  short int16() {
    return buffer.getShort();
  }

  int int32() {
    return buffer.getInt();
  }

  long int64() {
    return buffer.getLong();
  }

  String string() {
    return text(int16());
  }

  Optional<String> nullableString() {
    int length = int16();
    return length < 0 ? Optional.empty() : Optional.of(text(length));
  }

  Opaque bytes() {
    return Opaque.read(buffer, checked(int32()));
  }

  String compactString() {
    return text(unsignedVarint() - 1);
  }

  int unsignedVarint() {
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

  UUID uuid() {
    return new UUID(int64(), int64());
  }

  void skip(int bytes) {
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
