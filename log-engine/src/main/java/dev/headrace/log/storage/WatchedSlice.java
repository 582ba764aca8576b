package dev.headrace.log.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.function.Consumer;

/**
 * A slice that tells when it cannot be read; what the kernel sends from it, nobody here sees.
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
    try {
      return slice.read(from, into);
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
