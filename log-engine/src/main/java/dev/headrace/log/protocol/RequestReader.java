package dev.headrace.log.protocol;

import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.common.protocol.Readable;
import org.apache.kafka.common.protocol.types.RawTaggedField;

/**
 * Reads a request that may be hostile: whatever it claims, decoding takes memory in proportion to
 * the fields that are there, and at most for {@link #MAX_FIELDS} of them. (The bounds that Kafka's
 * own {@code ByteBufferAccessor} lacks: CVE-2026-111115.) One thread.
 *
 * <p>Generated messages ask {@link #remaining()} before they make room for an array, so that its
 * answer is what bounds arrays. Tagged fields that the version does not know are skipped.
 */
final class RequestReader implements Readable {

  /** More than any honest client sends; far less than fit into the largest frame. */
  static final int MAX_FIELDS = 1 << 20;

  private final ByteBuffer frame;
  private int fieldsLeft = MAX_FIELDS;

  /**
   * @param frame read from its position on; byte buffers that are read share its bytes
   */
  RequestReader(ByteBuffer frame) {
    this.frame = frame;
  }

  @Override
  public byte readByte() {
    take(Byte.BYTES);
    return frame.get();
  }

  @Override
  public short readShort() {
    take(Short.BYTES);
    return frame.getShort();
  }

  @Override
  public int readInt() {
    take(Integer.BYTES);
    return frame.getInt();
  }

  @Override
  public long readLong() {
    take(Long.BYTES);
    return frame.getLong();
  }

  @Override
  public double readDouble() {
    take(Double.BYTES);
    return frame.getDouble();
  }

  @Override
  public byte[] readArray(int length) {
    take(length);
    byte[] bytes = new byte[length];
    frame.get(bytes);
    return bytes;
  }

  @Override
  public ByteBuffer readByteBuffer(int length) {
    take(length);
    ByteBuffer bytes = frame.slice(frame.position(), length);
    frame.position(frame.position() + length);
    return bytes;
  }

  @Override
  public int readUnsignedVarint() {
    long value = readVarlongBits(Integer.SIZE);
    if (value >>> Integer.SIZE != 0) {
      throw new MalformedRequestException("varint of more than 32 bits");
    }
    return (int) value;
  }

  @Override
  public int readVarint() {
    int bits = readUnsignedVarint();
    return (bits >>> 1) ^ -(bits & 1);
  }

  @Override
  public long readVarlong() {
    long bits = readVarlongBits(Long.SIZE);
    return (bits >>> 1) ^ -(bits & 1);
  }

  private long readVarlongBits(int maxBits) {
    long value = 0;
    for (int shift = 0; shift < maxBits; shift += 7) {
      byte next = readByte();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new MalformedRequestException("varint of more than " + maxBits + " bits");
  }

  /** How many elements an array may have here: no more than bytes, no more than fields. */
  @Override
  public int remaining() {
    return Math.min(frame.remaining(), fieldsLeft);
  }

  @Override
  public Readable slice() {
    return new RequestReader(frame.slice());
  }

  @Override
  public List<RawTaggedField> readUnknownTaggedField(
      List<RawTaggedField> fields, int tag, int size) {
    take(size);
    frame.position(frame.position() + size);
    return fields;
  }

  private void take(int bytes) {
    if (bytes < 0 || bytes > frame.remaining()) {
      throw new MalformedRequestException(
          "a field of " + bytes + " bytes, where " + frame.remaining() + " are left");
    }
    if (--fieldsLeft < 0) {
      throw new MalformedRequestException("more than " + MAX_FIELDS + " fields");
    }
  }
}
