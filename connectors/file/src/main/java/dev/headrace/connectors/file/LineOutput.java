package dev.headrace.connectors.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Collects lines in a buffer and writes them to a file, one system call a buffer. One thread. */
final class LineOutput {

  private static final int BUFFER_BYTES = 256 * 1024;
  private static final long UNKNOWN = -1;

  private final FileChannel file;
  private final byte[] buffer;
  private int used;

  /** The length of the file without what is in the buffer. */
  private long written;

  /** The length up to which the file is known to be on disk. */
  private long durable = UNKNOWN;

  private LineOutput(FileChannel file, byte[] buffer, long length) {
    this.file = file;
    this.buffer = buffer;
    this.written = length;
  }

  /** A buffer that outputs may share which are never used in turns without {@link #drain}. */
  static byte[] newBuffer() {
    return new byte[BUFFER_BYTES];
  }

  /** Appends to a file that is {@code length} long. */
  static LineOutput appendingTo(FileChannel file, long length, byte[] buffer) {
    return new LineOutput(file, buffer, length);
  }

  /** Adds a line feed behind the bytes. */
  void line(byte[] bytes, int from, int length) throws IOException {
    if (length + 1 > buffer.length - used) {
      drain();
    }
    if (length + 1 > buffer.length) {
      write(ByteBuffer.wrap(bytes, from, length));
    } else {
      System.arraycopy(bytes, from, buffer, used, length);
      used += length;
    }
    buffer[used++] = '\n';
  }

  /** The length of the file once all is written. */
  long length() {
    return written + used;
  }

  /** Hands the buffer to the operating system. */
  void drain() throws IOException {
    write(ByteBuffer.wrap(buffer, 0, used));
    used = 0;
  }

  /** Brings everything to disk. */
  void force() throws IOException {
    drain();
    if (durable != written) {
      file.force(false);
      durable = written;
    }
  }

  private void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      written += file.write(bytes, written);
    }
  }
}
