package dev.headrace.log.storage;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** The names of the files of a partition, which are Kafka's. */
final class SegmentFiles {

  static final String LOG = ".log";
  static final String OFFSET_INDEX = ".index";
  static final String TIME_INDEX = ".timeindex";
  static final String ABORTED_INDEX = ".txnindex";
  static final String PRODUCER_SNAPSHOT = ".snapshot";

  /** Behind the suffix of a file that is being written to take the place of another. */
  static final String CLEANED = ".cleaned";

  /** Behind the suffix of one that is whole and takes that place, also after a crash. */
  static final String SWAP = ".swap";

  /** The files that can be made anew from the batches. */
  static final List<String> INDEXES = List.of(OFFSET_INDEX, TIME_INDEX, ABORTED_INDEX);

  private static final int DIGITS = 20;

  private SegmentFiles() {}

  static Path of(Path folder, long offset, String suffix) {
    return folder.resolve(String.format(Locale.ROOT, "%020d", offset) + suffix);
  }

  /** The offset in the name of a file with this suffix; empty for any other file. */
  static OptionalLong offsetIn(Path file, String suffix) {
    String name = file.getFileName().toString();
    if (name.length() != DIGITS + suffix.length() || !name.endsWith(suffix)) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseLong(name, 0, DIGITS, 10));
    } catch (NumberFormatException _) {
      return OptionalLong.empty();
    }
  }
}
