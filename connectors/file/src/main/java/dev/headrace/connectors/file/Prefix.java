package dev.headrace.connectors.file;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32C;

/**
 * The fingerprint of all bytes of a file before a place, which moves on with its reader. They are
 * hashed in blocks, so that a reader goes on where a former one stood without reading them again.
 * Used by one thread at a time.
 */
final class Prefix {

  private static final int BLOCK_BYTES = 64 * 1024;

  /** Makes the order of blocks count. */
  private static final long MIX = 0x9e3779b97f4a7c15L;

  private final CRC32C crc = new CRC32C();
  private long blocks;
  private long offset;

  /**
   * What is kept of it.
   *
   * @param blocks covers all whole blocks
   * @param rest covers what is left behind them
   */
  record Print(long blocks, int rest) {

    /** Of no bytes; and of a place that a release without fingerprints kept. */
    static final Print NONE = new Print(0, 0);

    /** Whether the file begins with these bytes, and there are as many as {@code offset}. */
    boolean matches(FileChannel file, long offset) throws IOException {
      return file.size() >= offset && new Prefix().upTo(offset, file).equals(this);
    }
  }

  /** Of the beginning of a file. */
  Prefix() {}

  /** Goes on at a place whose fingerprint is known. */
  static Prefix at(long offset, Print print, FileChannel file) throws IOException {
    Prefix prefix = new Prefix();
    prefix.blocks = print.blocks();
    prefix.offset = offset - offset % BLOCK_BYTES;
    prefix.upTo(offset, file);
    return prefix;
  }

  /** Where the bytes end that are hashed. */
  long offset() {
    return offset;
  }

  /** Takes the next bytes, those at {@link #offset()}. */
  void add(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to) {
      int length = (int) Math.min(to - at, BLOCK_BYTES - offset % BLOCK_BYTES);
      crc.update(bytes, at, length);
      at += length;
      offset += length;
      if (offset % BLOCK_BYTES == 0) {
        blocks = (blocks ^ crc.getValue()) * MIX;
        crc.reset();
      }
    }
  }

  /**
   * Moves on to {@code place}, reads what was not {@link #add added}, and gives the fingerprint.
   *
   * @throws EOFException when the file is shorter
   */
  Print upTo(long place, FileChannel file) throws IOException {
    if (offset < place) {
      ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(BLOCK_BYTES, place - offset));
      while (offset < place) {
        bytes.clear().limit((int) Math.min(bytes.capacity(), place - offset));
        if (file.read(bytes, offset) < 0) {
          throw new EOFException("the file ends at " + offset + ", before " + place);
        }
        add(bytes.array(), 0, bytes.position());
      }
    }
    return new Print(blocks, (int) crc.getValue());
  }
}
