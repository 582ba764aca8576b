package dev.headrace.connectors.file;

import dev.headrace.connector.ReadMode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/**
 * Whether a file that took the place of another, or was written anew, goes on with what was read.
 * Editors write a file as a whole, so one that is still shorter may become what it was.
 *
 * @param former how far it was read
 * @param firstBytes what it began with, as far as that is known
 * @param since when the doubt arose
 */
record Doubt(FilePosition former, byte[] firstBytes, Instant since) {

  /** How long a shorter file must be left alone until it counts as another one. */
  private static final Duration QUIET = Duration.ofSeconds(2);

  /** How long a file that is written to may stay too short. */
  private static final Duration LONGEST = Duration.ofSeconds(10);

  static final byte[] NOT_KNOWN = {};

  /** What is known of the file by now. */
  enum Verdict {
    THE_SAME,
    ANOTHER,
    TOO_EARLY
  }

  Verdict judge(FileChannel file, Path path, ReadMode mode, Instant now) throws IOException {
    long size = file.size();
    if (former.print().equals(Prefix.Print.NONE) || beginsOtherwise(file, size)) {
      return Verdict.ANOTHER;
    }
    if (size >= former.offset()) {
      return former.print().matches(file, former.offset()) ? Verdict.THE_SAME : Verdict.ANOTHER;
    }
    boolean settled =
        mode == ReadMode.ONCE
            || now.isAfter(since.plus(LONGEST))
            || now.minus(QUIET).isAfter(lastModified(path));
    return settled ? Verdict.ANOTHER : Verdict.TOO_EARLY;
  }

  private static Instant lastModified(Path path) throws IOException {
    try {
      return Files.getLastModifiedTime(path).toInstant();
    } catch (NoSuchFileException gone) {
      return Instant.MAX; // its successor will tell more
    }
  }

  private boolean beginsOtherwise(FileChannel file, long size) throws IOException {
    if (size >= former.headLength() && !former.head().matches(file)) {
      return true;
    }
    byte[] now = Head.bytes(file, firstBytes.length);
    return !Arrays.equals(now, 0, now.length, firstBytes, 0, now.length);
  }
}
