package dev.headrace.connectors.http.source;

import java.io.IOException;
import java.io.InputStream;

/** A stream of which the present piece of work is held in one buffer. Used by one thread. */
final class PieceInput {

  private static final int SMALLEST_READ = 8192;

  private final InputStream in;
  private byte[] buffer = new byte[2 * SMALLEST_READ];
  private int start;
  private int limit;

  PieceInput(InputStream in) {
    this.in = in;
  }

  byte[] buffer() {
    return buffer;
  }

  /** The index of the first byte of the present piece. */
  int start() {
    return start;
  }

  /** How much is in the buffer from {@link #start()} on. */
  int available() {
    return limit - start;
  }

  /** The present piece has this length: the next one begins behind it. */
  void take(int length) {
    start += length;
  }

  /** Reads more behind what is there; false at the end. The piece may move in the buffer. */
  boolean fill() throws IOException {
    if (limit == buffer.length) {
      int kept = available();
      byte[] target = kept > buffer.length / 2 ? new byte[2 * buffer.length] : buffer;
      System.arraycopy(buffer, start, target, 0, kept);
      buffer = target;
      start = 0;
      limit = kept;
    }
    int count = in.read(buffer, limit, buffer.length - limit);
    limit += Math.max(count, 0);
    return count >= 0;
  }
}
