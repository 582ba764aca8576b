package dev.headrace.log.storage;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** No bytes; see {@link FileSlice#empty()}. */
enum EmptySlice implements FileSlice {
  INSTANCE;

  @Override
  public long position() {
    return 0;
  }

  @Override
  public int length() {
    return 0;
  }

  @Override
  public int read(int from, ByteBuffer into) {
    return 0;
  }

  @Override
  public FileChannel channel() {
    throw new IllegalStateException("a slice without bytes has no file");
  }

  @Override
  public void close() {}
}
