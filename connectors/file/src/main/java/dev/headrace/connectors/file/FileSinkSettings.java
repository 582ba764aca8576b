package dev.headrace.connectors.file;

import dev.headrace.connector.config.DataSize;
import dev.headrace.connector.config.Default;
import dev.headrace.connector.config.Doc;
import dev.headrace.connector.config.NotBlank;
import dev.headrace.connector.config.Range;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The settings of {@code file-sink}. */
public record FileSinkSettings(
    @Doc(
            "Where to write: a file, or a folder (one that exists, or a path with a slash at its"
                + " end). Folders above are made.")
        @NotBlank
        String path,
    @Doc("How a value is written.") @Default("lines") Format format,
    @Doc("How files are cut. When not given: `none` for a file, `size` for a folder.")
        Optional<Rolling> rolling) {

  private static final String DEFAULT_ROLLING_SIZE = "64MiB";

  /** How a value is written. */
  public sealed interface Format {

    /** The bytes of the value. */
    @Doc(
        "The bytes of the value and a line feed. A value that holds a line feed, and a tombstone,"
            + " is a bad record.")
    record Lines() implements Format {}

    /** The value as JSON. */
    @Doc(
        "The value as JSON on one line, whatever `value.format` is; a tombstone is `null`. A value"
            + " that is not of its format is a bad record.")
    record Json() implements Format {}
  }

  /** How files are cut. */
  public sealed interface Rolling {

    /** Never. */
    @Doc("One file that grows.")
    record None() implements Rolling {}

    /** By size. */
    @Doc(
        "Files in a folder, named `TOPIC-PARTITION-FIRSTOFFSET.lines` or `.json`; each appears"
            + " when it is complete.")
    record Size(
        @Doc("How big a file becomes before the next one is begun.")
            @Default(DEFAULT_ROLLING_SIZE)
            @Range(from = "1B")
            DataSize rollingSize)
        implements Rolling {}
  }

  Path target() {
    return Path.of(path);
  }

  /** How files are cut, also when it was not said. */
  Rolling effectiveRolling() {
    return rolling.orElseGet(
        () ->
            path.endsWith("/") || Files.isDirectory(target())
                ? new Rolling.Size(DataSize.parse(DEFAULT_ROLLING_SIZE))
                : new Rolling.None());
  }
}
