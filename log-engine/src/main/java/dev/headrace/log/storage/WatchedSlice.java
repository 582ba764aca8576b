package dev.headrace.log.storage;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.function.Consumer;

/**
 * A slice that tells when it cannot be read, or when its file has lost what is in it. What the
 * kernel sends from it, nobody here sees: whoever has it sent reads when that fails.
 *
 * @param failed is told why
 */
record WatchedSlice(FileSlice slice, Consumer<IOException> failed) implements FileSlice {

  @Override
  public long position() {
    return slice.position();
  }

  @Override
  public int length() {
    return slice.length();
  }

  @Override
  public int read(int from, ByteBuffer into) throws IOException {
    int wanted = Math.min(into.remaining(), length() - from);
    try {
      int count = slice.read(from, into);
      if (count < wanted) {
        throw new EOFException("a segment ends at byte " + (position() + from + count));
      }
      return count;
    } catch (IOException e) {
      failed.accept(e);
      throw e;
    }
  }

  @Override
  public FileChannel channel() {
    return slice.channel();
  }

  @Override
  public void close() {
    slice.close();
  }
}
