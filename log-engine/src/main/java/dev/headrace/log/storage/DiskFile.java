package dev.headrace.log.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** An open file. Thread-safe; an interrupt of a thread that reads or writes does not harm it. */
public interface DiskFile extends AutoCloseable {

  /**
   * Reads until the buffer is full or the file ends.
   *
   * @return how many bytes were read
   */
  int read(ByteBuffer into, long position) throws IOException;

  /**
   * Writes all that remains in the buffer.
   *
   * @throws NoSpaceException when the disk is full; a part may be written then
   */
  void write(ByteBuffer from, long position) throws IOException;

  long size() throws IOException;

  void truncate(long size) throws IOException;

  /** Returns when the content and the length are safe from a loss of power. */
  void force() throws IOException;

  /** For the kernel to send from; must not be closed or moved. */
  FileChannel channel();

  @Override
  void close() throws IOException;
}
