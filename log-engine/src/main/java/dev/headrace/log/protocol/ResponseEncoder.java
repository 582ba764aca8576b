package dev.headrace.log.protocol;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.MessageSizeAccumulator;
import org.apache.kafka.common.protocol.ObjectSerializationCache;
import org.apache.kafka.common.protocol.Writable;
import org.apache.kafka.common.record.internal.BaseRecords;
import org.apache.kafka.common.record.internal.MemoryRecords;

/**
 * Writes one response into a buffer of exactly its size, and cuts the buffer where records of a
 * segment file belong. One thread, one response.
 */
final class ResponseEncoder implements Writable {

  private final ByteBuffer buffer;
  private final List<Part> parts = new ArrayList<>(1);
  private int partStart;

  private ResponseEncoder(int bytes) {
    this.buffer = ByteBuffer.allocate(bytes);
  }

  /** The files of the message are closed when it cannot be encoded. */
  static Response encode(ApiKeys api, short version, int correlationId, ApiMessage message) {
    return encode(api, version, correlationId, message, 0);
  }

  /** As the other, for a client that has used too much. */
  static Response encode(
      ApiKeys api, short version, int correlationId, ApiMessage message, int throttleMillis) {
    try {
      ResponseHeaderData header = new ResponseHeaderData().setCorrelationId(correlationId);
      short headerVersion = api.responseHeaderVersion(version);
      ObjectSerializationCache cache = new ObjectSerializationCache();
      MessageSizeAccumulator size = new MessageSizeAccumulator();
      header.addSize(size, cache, headerVersion);
      message.addSize(size, cache, version);

      ResponseEncoder encoder = new ResponseEncoder(Integer.BYTES + size.sizeExcludingZeroCopy());
      encoder.writeInt(size.totalSize());
      header.write(encoder, cache, headerVersion);
      message.write(encoder, cache, version);
      encoder.cut();
      return new Response(encoder.parts, throttleMillis);
    } catch (RuntimeException e) {
      if (message instanceof FetchResponseData fetch) {
        SliceRecords.closeAll(fetch);
      }
      throw e;
    }
  }

  private void cut() {
    int end = buffer.position();
    if (end > partStart) {
      parts.add(new Part.Bytes(buffer.slice(partStart, end - partStart)));
    }
    partStart = end;
  }

  @Override
  public void writeRecords(BaseRecords records) {
    switch (records) {
      case SliceRecords(var slice) -> {
        cut();
        parts.add(new Part.File(slice));
      }
      case MemoryRecords memory -> {
        cut();
        parts.add(new Part.Bytes(memory.buffer()));
      }
      default -> throw new IllegalArgumentException("records of " + records.getClass());
    }
  }

  @Override
  public void writeByte(byte value) {
    buffer.put(value);
  }

  @Override
  public void writeShort(short value) {
    buffer.putShort(value);
  }

  @Override
  public void writeInt(int value) {
    buffer.putInt(value);
  }

  @Override
  public void writeLong(long value) {
    buffer.putLong(value);
  }

  @Override
  public void writeDouble(double value) {
    buffer.putDouble(value);
  }

  @Override
  public void writeByteArray(byte[] bytes) {
    buffer.put(bytes);
  }

  @Override
  public void writeByteBuffer(ByteBuffer bytes) {
    buffer.put(bytes.duplicate());
  }

  @Override
  public void writeUnsignedVarint(int value) {
    writeVarlongBits(Integer.toUnsignedLong(value));
  }

  @Override
  public void writeVarint(int value) {
    writeUnsignedVarint((value << 1) ^ (value >> 31));
  }

  @Override
  public void writeVarlong(long value) {
    writeVarlongBits((value << 1) ^ (value >> 63));
  }

  private void writeVarlongBits(long bits) {
    long rest = bits;
    while ((rest & ~0x7fL) != 0) {
      buffer.put((byte) (rest | 0x80));
      rest >>>= 7;
    }
    buffer.put((byte) rest);
  }
}
