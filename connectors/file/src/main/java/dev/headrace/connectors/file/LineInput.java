package dev.headrace.connectors.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * The lines of a file, found in one buffer that is filled over and over. Holds no buffer while
 * idle. Used by one thread at a time.
 */
final class LineInput {

  /** What {@link #fill} found. */
  enum Filled {
    READ,
    END_OF_FILE,
    /** The line goes on beyond the longest that is allowed. */
    TOO_LONG
  }

  private static final int LARGEST_READ = 256 * 1024;
  private static final int SMALLEST_READ = 8 * 1024;
  private static final byte[] NONE = {};

  private final FileChannel file;
  private final byte[] lineFeed;
  private final int maxLineLength;

  private byte[] buffer = NONE;

  /** The place in the file of the buffer's first byte. */
  private long bufferOffset;

  /** The first byte of the present line. */
  private int start;

  /** No line ends between {@link #start} and here. */
  private int searched;

  private int limit;

  LineInput(FileChannel file, byte[] lineFeed, int maxLineLength) {
    this.file = file;
    this.lineFeed = lineFeed;
    this.maxLineLength = maxLineLength;
  }

  /** Goes on at {@code offset}, which is the beginning of a line. */
  void seek(long offset) {
    if (offset >= bufferOffset && offset <= bufferOffset + limit) {
      start = (int) (offset - bufferOffset);
    } else {
      bufferOffset = offset;
      start = 0;
      limit = 0;
    }
    searched = start;
  }

  /** Forgets what was read ahead, and the buffer. */
  void release() {
    bufferOffset = offset();
    buffer = NONE;
    start = 0;
    searched = 0;
    limit = 0;
  }

  /** Where the present line begins in the file. */
  long offset() {
    return bufferOffset + start;
  }

  byte[] buffer() {
    return buffer;
  }

  /** Where the present line begins in the buffer. */
  int start() {
    return start;
  }

  /** How much of the present line is in the buffer. */
  int available() {
    return limit - start;
  }

  /** The length of the present line without its line feed; -1 when its end is not in the buffer. */
  int lineLength() {
    int end =
        lineFeed.length == 1
            ? Bytes.indexOf(buffer, searched, limit, lineFeed[0])
            : indexOfWideLineFeed();
    if (end < 0) {
      searched = limit - (limit - start) % lineFeed.length;
      return -1;
    }
    searched = end;
    return end - start;
  }

  /** Goes on behind the present line, whose end is in the buffer. */
  void nextLine() {
    start = searched + lineFeed.length;
    searched = start;
  }

  /**
   * Passes over what is in the buffer of a line whose end is not, but for a character cut in two.
   *
   * @return the bytes passed over
   */
  int discard() {
    int discarded = searched - start;
    start = searched;
    return discarded;
  }

  /** Passes over {@code length} bytes of the present line. */
  void skip(int length) {
    start += length;
    searched = start;
  }

  /** Gives {@code prefix} what it lacks of the bytes before {@code place}, if they are here. */
  void passTo(Prefix prefix, long place) {
    long from = prefix.offset() - bufferOffset;
    long to = place - bufferOffset;
    if (from >= 0 && from < to && to <= limit) {
      prefix.add(buffer, (int) from, (int) to);
    }
  }

  /** Reads more of the file behind what is in the buffer. */
  Filled fill() throws IOException {
    if (available() > maxLineLength) {
      return Filled.TOO_LONG;
    }
    makeRoom();
    int count =
        file.read(ByteBuffer.wrap(buffer, limit, buffer.length - limit), bufferOffset + limit);
    if (count <= 0) {
      return Filled.END_OF_FILE;
    }
    limit += count;
    return Filled.READ;
  }

  private void makeRoom() throws IOException {
    int kept = available();
    byte[] target = buffer;
    if (buffer.length == 0) {
      long unread = file.size() - offset() + lineFeed.length;
      target = new byte[Math.clamp(unread, SMALLEST_READ, LARGEST_READ)];
    } else if (limit == buffer.length && buffer.length < LARGEST_READ) {
      target = new byte[LARGEST_READ];
    } else if (kept > buffer.length / 2) {
      target = new byte[Math.min(2 * kept, maxLineLength) + LARGEST_READ];
    }
    System.arraycopy(buffer, start, target, 0, kept);
    buffer = target;
    bufferOffset += start;
    searched -= start;
    limit = kept;
    start = 0;
  }

  private int indexOfWideLineFeed() {
    int width = lineFeed.length;
    for (int i = searched; i + width <= limit; i += width) {
      int k = 0;
      while (k < width && buffer[i + k] == lineFeed[k]) {
        k++;
      }
      if (k == width) {
        return i;
      }
    }
    return -1;
  }
}
