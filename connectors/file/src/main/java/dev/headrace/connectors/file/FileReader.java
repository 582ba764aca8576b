package dev.headrace.connectors.file;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.Next;
import dev.headrace.connector.Output;
import dev.headrace.connector.ReadMode;
import dev.headrace.connectors.file.FileSourceSettings.Format;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows one file: its growth, its truncation, and its renaming. While nothing grows it asks for
 * the file's size and holds no buffer. Used by one thread at a time.
 */
final class FileReader implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(FileReader.class);
  private static final Next IDLE = new Next.Idle(Duration.ofMillis(100));

  /** A file that has rested for a while is looked at less often, which is what being idle costs. */
  private static final Next RESTING = new Next.Idle(Duration.ofMillis(250));

  private static final Duration RESTS_AFTER = Duration.ofSeconds(10);

  /** How long a file that was renamed must be quiet until its last line counts as complete. */
  private static final Duration QUIET = Duration.ofSeconds(5);

  private static final long UNKNOWN = -1;

  private final FileChannel file;
  private final Found found;
  private final FileSourceSettings settings;
  private final ReadMode mode;
  private final InstantSource clock;
  private final long sinceMillis;

  private byte[] firstBytes;
  private Head head;
  private Prefix prefix = new Prefix();
  private Optional<Doubt> doubt = Optional.empty();
  private Optional<FilePosition> resumeAt = Optional.empty();
  private Optional<RecordScanner> scanner = Optional.empty();
  private Optional<FilePosition> reported;

  /** The size at which everything whole was read. */
  private long settledSize = UNKNOWN;

  private Instant settledSince = Instant.MAX;

  /**
   * Which file it is.
   *
   * @param partition what its positions are kept under
   * @param home the path under which the file was found at first, before it was rotated
   */
  record Found(SourceFile partition, SourceFile identity, Path path, Path home) {

    /** Whether a position was reached in this very file. */
    boolean isFileOf(FilePosition position) {
      SourceFile former = position.fileOf(partition).file();
      return former.equals(identity)
          || (former.inode().isPresent() && former.inode().equals(identity.inode()));
    }
  }

  /**
   * Takes over {@code file}.
   *
   * @param position where to go on; a position that the file does not have is passed over
   * @param formerFirstBytes what a file at this place began with, as far as that is known
   */
  FileReader(
      FileChannel file,
      Found found,
      FileSourceSettings settings,
      Optional<FilePosition> position,
      byte[] formerFirstBytes,
      ReadMode mode,
      InstantSource clock)
      throws IOException {
    this.file = file;
    this.found = found;
    this.settings = settings;
    this.mode = mode;
    this.clock = clock;
    this.sinceMillis = position.map(FilePosition::sinceMillis).orElseGet(clock::millis);
    this.firstBytes = Head.bytes(file, Head.MAX_BYTES);
    this.head = Head.of(firstBytes);
    this.reported = position;
    if (position.isPresent()) {
      if (found.isFileOf(position.get()) && mayHave(position.get())) {
        resume(position.get());
      } else {
        doubt = Optional.of(new Doubt(position.get(), formerFirstBytes, clock.instant()));
      }
    }
  }

  /** As {@link dev.headrace.connector.SourceReader#read}. */
  Next read(Output<FilePosition> out) throws ConnectorException {
    try {
      long size = file.size();
      if (doubt.isEmpty()) {
        if (size == settledSize && !isLastLineOfOldFile()) {
          return clock.instant().minus(RESTS_AFTER).isAfter(settledSince) ? RESTING : IDLE;
        }
        checkHead(size);
      }
      if (doubt.isPresent() && !isDecided(doubt.get())) {
        return IDLE;
      }
      if (!isOpened()) {
        return IDLE;
      }
      Next next = read(scanner.orElseThrow(), size, out);
      report(out);
      return next;
    } catch (IOException failure) {
      throw FileFailure.of(found.path(), failure);
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

  /** Which file it is. */
  Found found() {
    return found;
  }

  /** What the file begins with, or did when it was read. */
  byte[] firstBytes() {
    return doubt.map(Doubt::firstBytes).orElse(firstBytes);
  }

  /** How far it was read, when it is no more at its path and nothing more of it is to be read. */
  Optional<FilePosition> replacedAt() {
    if (isAtHome()) {
      return Optional.empty();
    }
    return doubt.map(Doubt::former).or(() -> settledSize == UNKNOWN ? Optional.empty() : reported);
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException failure) {
      log.debug("Closing {} failed", found.path(), failure);
    }
  }

  private boolean mayHave(FilePosition position) throws IOException {
    return position.offset() <= file.size() && position.head().matches(file);
  }

  /** Doubts that the file still is what was read. */
  private void checkHead(long size) throws IOException {
    byte[] now = Head.bytes(file, head.isShort() ? Head.MAX_BYTES : firstBytes.length);
    boolean grown =
        now.length >= firstBytes.length
            && Arrays.equals(now, 0, firstBytes.length, firstBytes, 0, firstBytes.length);
    if (size >= offset() && grown) {
      if (now.length > firstBytes.length) {
        firstBytes = now;
        head = Head.of(now);
      }
    } else if (reported.isPresent()) {
      doubt = Optional.of(new Doubt(reported.get(), firstBytes, clock.instant()));
    } else {
      startOver();
    }
  }

  private boolean isDecided(Doubt open) throws IOException {
    switch (open.judge(file, found.path(), mode, clock.instant())) {
      case THE_SAME -> {
        log.info("{} was written anew and goes on with what was read of it", found.path());
        resume(open.former());
      }
      case ANOTHER -> {
        log.info("{} was replaced or truncated: reading it from its start", found.path());
        startOver();
      }
      case TOO_EARLY -> {
        return false;
      }
    }
    doubt = Optional.empty();
    return true;
  }

  private void resume(FilePosition position) throws IOException {
    startOver();
    resumeAt = Optional.of(position);
    if (!position.print().equals(Prefix.Print.NONE)) {
      prefix = Prefix.at(position.offset(), position.print(), file);
    }
  }

  private void startOver() throws IOException {
    scanner = Optional.empty();
    resumeAt = Optional.empty();
    prefix = new Prefix();
    firstBytes = Head.bytes(file, Head.MAX_BYTES);
    head = Head.of(firstBytes);
    settledSize = UNKNOWN;
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
        found.path().toString(),
        new LineInput(file, encoding.lineFeed(), maxLineLength),
        encoding.isUtf8() ? format : new Transcoding(encoding.charset(), format),
        maxLineLength,
        prefix,
        encoding.markLength());
  }

  private void report(Output<FilePosition> out) throws IOException {
    RecordScanner records = scanner.orElseThrow();
    if (reported.isPresent()
        && reported.get().offset() == records.offset()
        && reported.get().head().equals(head)
        && reported.get().path().equals(found.home().toString())
        && reported.get().fileOf(found.partition()).equals(found.identity())) {
      return;
    }
    Prefix.Print print = print(records.offset());
    FilePosition position =
        new FilePosition(
            found.home().toString(),
            records.offset(),
            records.lines(),
            head.length(),
            head.hash(),
            found.identity().equals(found.partition()) ? "" : found.identity().id(),
            sinceMillis,
            print.blocks(),
            print.rest());
    out.position(position);
    reported = Optional.of(position);
  }

  /** Not known when somebody truncates the file meanwhile. */
  private Prefix.Print print(long offset) throws IOException {
    try {
      return prefix.upTo(offset, file);
    } catch (EOFException truncated) {
      return Prefix.Print.NONE;
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
      return Sighting.of(found.home()).identity().equals(found.identity());
    } catch (IOException gone) {
      return false;
    }
  }
}
