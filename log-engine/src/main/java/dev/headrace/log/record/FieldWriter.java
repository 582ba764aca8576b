package dev.headrace.log.record;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/** Writes the primitive types of the Kafka protocol into an array that grows. One thread. */
public final class FieldWriter {

  private static final int INITIAL_BYTES = 128;

  private ByteBuffer buffer = ByteBuffer.allocate(INITIAL_BYTES);

  public FieldWriter int8(int value) {
    room(Byte.BYTES).put((byte) value);
    return this;
  }

  public FieldWriter int16(int value) {
    room(Short.BYTES).putShort((short) value);
    return this;
  }

  public FieldWriter int32(int value) {
    room(Integer.BYTES).putInt(value);
    return this;
  }

  public FieldWriter int64(long value) {
    room(Long.BYTES).putLong(value);
    return this;
  }

  public FieldWriter string(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > Short.MAX_VALUE) {
      throw new IllegalArgumentException("string of " + bytes.length + " bytes, at most 32767");
    }
    int16(bytes.length);
    room(bytes.length).put(bytes);
    return this;
  }

  public FieldWriter nullableString(Optional<String> value) {
    return value.isPresent() ? string(value.get()) : int16(-1);
  }

  public FieldWriter bytes(byte[] value) {
    int32(value.length);
    room(value.length).put(value);
    return this;
  }

  public FieldWriter compactString(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    unsignedVarint(bytes.length + 1);
    room(bytes.length).put(bytes);
    return this;
  }

  public FieldWriter compactNullableString(Optional<String> value) {
    return value.isPresent() ? compactString(value.get()) : unsignedVarint(0);
  }

  /** What stands in front of the elements of a compact array. */
  public FieldWriter compactCount(int count) {
    return unsignedVarint(count + 1);
  }

  /** Bytes without a length in front. */
  public FieldWriter raw(byte[] bytes) {
    room(bytes.length).put(bytes);
    return this;
  }

  public FieldWriter unsignedVarint(int value) {
    int rest = value;
    while ((rest & ~0x7f) != 0) {
      room(1).put((byte) (rest | 0x80));
      rest >>>= 7;
    }
    room(1).put((byte) rest);
    return this;
  }

  public FieldWriter uuid(UUID value) {
    return int64(value.getMostSignificantBits()).int64(value.getLeastSignificantBits());
  }

  public byte[] toByteArray() {
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  private ByteBuffer room(int bytes) {
    if (buffer.remaining() < bytes) {
      int wanted = Math.max(buffer.capacity() * 2, buffer.position() + bytes);
      buffer = ByteBuffer.wrap(Arrays.copyOf(buffer.array(), wanted)).position(buffer.position());
    }
    return buffer;
  }
}
