package dev.headrace.log.storage;

import java.nio.file.Path;

/** A file of a data directory, with the content that it had at a moment. */
public sealed interface DataFile {

  /** Where it lies in a data directory, with {@code /} between the parts. */
  String name();

  long sizeInBytes();

  /**
   * The first bytes of a file on disk; behind them there may be more by now.
   *
   * @param path where they can be read
   */
  record Stored(String name, Path path, long sizeInBytes) implements DataFile {}

  /** A small file that is nowhere else. */
  record Made(String name, byte[] content) implements DataFile {

    @Override
    public long sizeInBytes() {
      return content.length;
    }
  }
}
