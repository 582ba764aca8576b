package dev.headrace.runtime.log.embedded;

import java.nio.ByteBuffer;

/** One heap buffer, dealt out in pieces from its front and used again for the next read. */
final class ReadBuffer {

  private ByteBuffer buffer = ByteBuffer.allocate(0);
  private int limit;
  private int used;

  /** Takes all pieces back, and makes room for {@code bytes}, as memory allows at once. */
  void reset(int bytes) {
    used = 0;
    if (buffer.capacity() > bytes) {
      buffer = ByteBuffer.allocate(0);
    }
    limit = bytes;
    buffer.clear();
  }

  /** A piece of {@code bytes}; one that does not fit is allocated on its own. */
  ByteBuffer take(int bytes) {
    used += bytes;
    if (buffer.capacity() == 0 && bytes <= limit) {
      buffer = ByteBuffer.allocate(limit);
    }
    if (bytes > buffer.remaining()) {
      return ByteBuffer.allocate(bytes);
    }
    ByteBuffer piece = buffer.slice(buffer.position(), bytes);
    buffer.position(buffer.position() + bytes);
    return piece;
  }

  /** Bytes dealt out since the last reset. */
  int used() {
    return used;
  }
}
