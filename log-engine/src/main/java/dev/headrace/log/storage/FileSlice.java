package dev.headrace.log.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * A run of bytes of a segment file. Holds the file open until it is closed, also when the segment
 * is deleted meanwhile. One owner at a time.
 */
public interface FileSlice extends AutoCloseable {

  /** A run of no bytes, of no file: it has no {@link #channel()}. */
  static FileSlice empty() {
    return EmptySlice.INSTANCE;
  }

  /** Where the run starts in its file. */
  long position();

  /** How many bytes. */
  int length();

  /**
   * Copies from the run, starting {@code from} bytes into it, until the buffer is full or the run
   * ends.
   *
   * @return how many bytes were copied
   */
  int read(int from, ByteBuffer into) throws IOException;

  /** The file for the kernel to send from; must not be closed or moved. */
  FileChannel channel();

  /** Lets go of the file; harmless when done before. */
  @Override
  void close();
}
