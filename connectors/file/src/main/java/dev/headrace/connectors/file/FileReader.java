package dev.headrace.connectors.file;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.Next;
import dev.headrace.connector.Output;
import dev.headrace.connector.ReadMode;
import dev.headrace.connector.SourceContext;
import dev.headrace.connector.SourceReader;
import dev.headrace.connectors.file.FileSourceSettings.Format;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows one file: its growth, its truncation, and its renaming. While nothing grows it asks for
 * the file's size and holds no buffer.
 */
final class FileReader implements SourceReader<FilePosition> {

  private static final Logger log = LoggerFactory.getLogger(FileReader.class);
  private static final Next IDLE = new Next.Idle(Duration.ofMillis(100));

  /** How long a file that was renamed must be quiet until its last line counts as complete. */
  private static final Duration QUIET = Duration.ofSeconds(5);

  private static final long UNKNOWN = -1;

  private final FileChannel file;
  private final SourceFile identity;
  private final Path path;
  private final Path home;
  private final FileSourceSettings settings;
  private final ReadMode mode;
  private final InstantSource clock;

  private Head head;
  private Optional<FilePosition> resumeAt;
  private Optional<RecordScanner> scanner = Optional.empty();
  private Optional<FilePosition> reported;

  /** The size at which everything whole was read. */
  private long settledSize = UNKNOWN;

  private Instant settledSince = Instant.MAX;

  /**
   * Takes over {@code file}.
   *
   * @param home the path under which the file was found at first, before it was rotated
   * @param position where to go on; a position that the file does not have is passed over
   */
  FileReader(
      FileChannel file,
      Sighting sighting,
      Path home,
      FileSourceSettings settings,
      Optional<FilePosition> position,
      SourceContext context,
      InstantSource clock)
      throws IOException {
    this.file = file;
    this.identity = sighting.identity();
    this.path = sighting.path();
    this.home = home;
    this.settings = settings;
    this.mode = context.mode();
    this.clock = clock;
    this.head = Head.of(file);
    this.resumeAt = position.filter(this::isOfThisFile);
    this.reported = resumeAt;
    if (position.isPresent() && resumeAt.isEmpty()) {
      log.info("{} was replaced or truncated since it was read: reading it from its start", path);
    }
  }

  @Override
  public Next read(Output<FilePosition> out) throws ConnectorException {
    try {
      long size = file.size();
      if (size == settledSize && !isLastLineOfOldFile()) {
        return IDLE;
      }
      checkHead(size);
      if (!isOpened()) {
        return IDLE;
      }
      Next next = read(scanner.orElseThrow(), size, out);
      report(out);
      return next;
    } catch (IOException failure) {
      throw FileFailure.of(path, failure);
    }
  }

  private Next read(RecordScanner records, long size, Output<FilePosition> out) throws IOException {
    boolean complete = mode == ReadMode.ONCE || size == settledSize;
    RecordScanner.Stop stop = complete ? records.finish(out) : records.scan(out);
    if (stop == RecordScanner.Stop.FULL) {
      return Next.MORE;
    }
    if (mode == ReadMode.ONCE) {
      return Next.END;
    }
    records.rest();
    settledSize = size;
    settledSince = clock.instant();
    return IDLE;
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException failure) {
      log.debug("Closing {} failed", path, failure);
    }
  }

  private boolean isOfThisFile(FilePosition position) {
    try {
      return position.offset() <= file.size() && position.head().matches(file);
    } catch (IOException unreadable) {
      log.debug("{} cannot be read", path, unreadable);
      return false;
    }
  }

  /** Starts over when the file no longer is what was read. */
  private void checkHead(long size) throws IOException {
    if (size < offset() || !head.matches(file)) {
      log.info("{} was truncated: reading it from its start", path);
      scanner = Optional.empty();
      resumeAt = Optional.empty();
      head = Head.of(file);
      settledSize = UNKNOWN;
    } else if (head.isShort() && size > head.length()) {
      head = Head.of(file);
    }
  }

  private long offset() {
    return scanner
        .map(RecordScanner::offset)
        .or(() -> resumeAt.map(FilePosition::offset))
        .orElse(0L);
  }

  /** Makes the scanner as soon as the first bytes tell the encoding. */
  private boolean isOpened() throws IOException {
    if (scanner.isEmpty()) {
      Optional<Encoding> encoding = Encoding.of(file, settings, mode);
      if (encoding.isPresent()) {
        RecordScanner opened = scanner(encoding.get());
        if (resumeAt.isPresent()) {
          opened.resume(resumeAt.get().offset(), resumeAt.get().line());
        }
        scanner = Optional.of(opened);
      }
    }
    return scanner.isPresent();
  }

  private RecordScanner scanner(Encoding encoding) {
    int maxLineLength = settings.maxLineLength().toIntBytes();
    LineFormat format =
        switch (settings.format()) {
          case Format.Lines(var ending) -> new LinesFormat(ending);
          case Format.Json() -> new JsonLinesFormat();
          case Format.Csv(char delimiter, char quote) ->
              new CsvFormat(delimiter, quote, maxLineLength);
        };
    return new RecordScanner(
        path.toString(),
        new LineInput(file, encoding.lineFeed(), maxLineLength),
        encoding.isUtf8() ? format : new Transcoding(encoding.charset(), format),
        maxLineLength,
        encoding.markLength());
  }

  private void report(Output<FilePosition> out) {
    RecordScanner records = scanner.orElseThrow();
    FilePosition position =
        new FilePosition(
            home.toString(), records.offset(), records.lines(), head.length(), head.hash());
    if (!reported.equals(Optional.of(position))) {
      out.position(position);
      reported = Optional.of(position);
    }
  }

  /** Whether a writer has moved on to another file and left the last line of this one unended. */
  private boolean isLastLineOfOldFile() {
    return settledSize > offset()
        && clock.instant().isAfter(settledSince.plus(QUIET))
        && !isAtHome();
  }

  private boolean isAtHome() {
    try {
      return Sighting.of(home).identity().equals(identity);
    } catch (IOException gone) {
      return false;
    }
  }
}
