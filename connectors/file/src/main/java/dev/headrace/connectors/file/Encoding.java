package dev.headrace.connectors.file;

import dev.headrace.connector.ReadMode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How the bytes of one file are text.
 *
 * @param charset the encoding, with its byte order
 * @param markLength bytes of the byte order mark to pass over
 */
record Encoding(Charset charset, int markLength) {

  private record Mark(Charset charset, byte... bytes) {

    boolean begins(byte[] found) {
      return found.length >= bytes.length && startsWith(found, bytes);
    }

    /** Whether {@code found} is the mark's beginning and not the whole of it. */
    boolean mayFollow(byte[] found) {
      return found.length < bytes.length && startsWith(bytes, found);
    }

    private static boolean startsWith(byte[] whole, byte[] beginning) {
      return Arrays.equals(whole, 0, beginning.length, beginning, 0, beginning.length);
    }
  }

  /** Longer marks first: that of UTF-32LE begins like that of UTF-16LE. */
  private static final List<Mark> MARKS =
      List.of(
          new Mark(StandardCharsets.UTF_32LE, (byte) 0xff, (byte) 0xfe, (byte) 0, (byte) 0),
          new Mark(StandardCharsets.UTF_32BE, (byte) 0, (byte) 0, (byte) 0xfe, (byte) 0xff),
          new Mark(StandardCharsets.UTF_8, (byte) 0xef, (byte) 0xbb, (byte) 0xbf),
          new Mark(StandardCharsets.UTF_16LE, (byte) 0xff, (byte) 0xfe),
          new Mark(StandardCharsets.UTF_16BE, (byte) 0xfe, (byte) 0xff));

  private static final int LONGEST_MARK = 4;

  /**
   * The encoding of a file: its mark decides, else what is configured.
   *
   * @return empty while the file is so short that its first bytes may become a mark
   */
  static Optional<Encoding> of(FileChannel file, FileSourceSettings settings, ReadMode mode)
      throws IOException {
    Encoding configured = new Encoding(withByteOrder(settings.encoding()), 0);
    if (settings.byteOrderMark() == FileSourceSettings.ByteOrderMark.KEEP) {
      return Optional.of(configured);
    }
    ByteBuffer start = ByteBuffer.allocate(LONGEST_MARK);
    while (start.hasRemaining() && file.read(start, start.position()) > 0) {}
    byte[] found = Arrays.copyOf(start.array(), start.position());
    if (mode == ReadMode.CONTINUOUS && MARKS.stream().anyMatch(mark -> mark.mayFollow(found))) {
      return Optional.empty();
    }
    return Optional.of(
        MARKS.stream()
            .filter(mark -> mark.begins(found))
            .findFirst()
            .map(mark -> new Encoding(mark.charset(), mark.bytes().length))
            .orElse(configured));
  }

  /** Whether the bytes are UTF-8 as they are. */
  boolean isUtf8() {
    return charset.equals(StandardCharsets.UTF_8) || charset.equals(StandardCharsets.US_ASCII);
  }

  /** The bytes that end a line. */
  byte[] lineFeed() {
    return "\n".getBytes(charset);
  }

  private static Charset withByteOrder(Charset charset) {
    return switch (charset.name()) {
      case "UTF-16" -> StandardCharsets.UTF_16BE;
      case "UTF-32" -> StandardCharsets.UTF_32BE;
      default -> charset;
    };
  }
}
