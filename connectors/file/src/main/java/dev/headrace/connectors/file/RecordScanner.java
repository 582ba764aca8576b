package dev.headrace.connectors.file;

import dev.headrace.connector.Output;
import dev.headrace.connector.Raw;
import dev.headrace.connector.Reason;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Finds the records of one file, and knows up to where they are emitted. Memory is bounded by the
 * longest line allowed. Used by one thread at a time.
 */
final class RecordScanner implements LineFormat.Records {

  /** Why a scan came back. */
  enum Stop {
    FULL,
    END_OF_FILE
  }

  private final String path;
  private final LineInput input;
  private final LineFormat format;
  private final int maxLineLength;
  private final Prefix prefix;

  /** Where the last whole record ends, and how many lines lie before. */
  private long coveredOffset;

  private long coveredLines;

  /** Lines behind {@link #coveredOffset} that the format has taken as part of one record. */
  private int openLines;

  private long endOfFirstOpenLine;
  private Optional<LongLine> longLine = Optional.empty();
  private Output<FilePosition> out = Discarding.OUTPUT;

  /**
   * @param prefix takes the bytes before {@link #offset()} while they are at hand
   */
  RecordScanner(
      String path,
      LineInput input,
      LineFormat format,
      int maxLineLength,
      Prefix prefix,
      long start) {
    this.path = path;
    this.input = input;
    this.format = format;
    this.maxLineLength = maxLineLength;
    this.prefix = prefix;
    this.coveredOffset = start;
    input.seek(start);
  }

  /** Where a later scanner goes on: behind the last whole record. */
  long offset() {
    return coveredOffset;
  }

  /** How many lines lie before {@link #offset()}. */
  long lines() {
    return coveredLines;
  }

  /** Goes on at a place where a former scanner stood; a header is read first where there is one. */
  void resume(long offset, long lines) throws IOException {
    out = Discarding.OUTPUT;
    while (format.wantsHeader() && coveredOffset < offset && step()) {}
    format.forget();
    openLines = 0;
    longLine = Optional.empty();
    coveredOffset = offset;
    coveredLines = lines;
    input.seek(offset);
  }

  /** Emits records until enough is collected or no more whole lines are there. */
  Stop scan(Output<FilePosition> target) throws IOException {
    out = target;
    while (step()) {
      if (out.full()) {
        return Stop.FULL;
      }
    }
    return Stop.END_OF_FILE;
  }

  /** Like {@link #scan}, and takes what is left behind the last line feed as a line too. */
  Stop finish(Output<FilePosition> target) throws IOException {
    while (scan(target) == Stop.END_OF_FILE) {
      if (longLine.isPresent()) {
        longLine.get().add(input.buffer(), input.start(), input.available());
        input.skip(input.available());
        endLongLine();
      } else if (input.available() > 0) {
        int length = input.available();
        LineFormat.Taken taken = format.take(input.buffer(), input.start(), length, this);
        input.skip(length);
        account(taken);
      } else if (openLines > 0) {
        format.breakOff(this);
        account(LineFormat.Taken.BROKEN);
      } else {
        return Stop.END_OF_FILE;
      }
    }
    return Stop.FULL;
  }

  /** Forgets what was read beyond the last whole record, and holds no buffer any more. */
  void rest() {
    input.passTo(prefix, coveredOffset);
    if (longLine.isEmpty()) {
      format.forget();
      openLines = 0;
      input.seek(coveredOffset);
    }
    input.release();
  }

  /** Takes a line, or reads more of the file; false at its end. */
  private boolean step() throws IOException {
    int length = input.lineLength();
    if (length >= 0) {
      takeLine(length);
      return true;
    }
    longLine.ifPresent(this::addToLongLine);
    input.passTo(prefix, coveredOffset);
    return switch (input.fill()) {
      case READ -> true;
      case END_OF_FILE -> false;
      case TOO_LONG -> {
        if (openLines > 0) {
          format.breakOff(this);
          account(LineFormat.Taken.BROKEN);
        } else {
          longLine = Optional.of(new LongLine());
        }
        yield true;
      }
    };
  }

  private void takeLine(int length) {
    if (longLine.isPresent() || length > maxLineLength) {
      takeLongLine(length);
      return;
    }
    LineFormat.Taken taken = format.take(input.buffer(), input.start(), length, this);
    input.nextLine();
    account(taken);
  }

  private void takeLongLine(int length) {
    if (openLines > 0) {
      format.breakOff(this);
      account(LineFormat.Taken.BROKEN);
      return;
    }
    LongLine line = longLine.orElseGet(LongLine::new);
    longLine = Optional.of(line);
    line.add(input.buffer(), input.start(), length);
    input.nextLine();
    endLongLine();
  }

  private void addToLongLine(LongLine line) {
    int from = input.start();
    line.add(input.buffer(), from, input.discard());
  }

  private void endLongLine() {
    out.reject(longLine.orElseThrow().toRaw(where()), tooLong());
    longLine = Optional.empty();
    account(LineFormat.Taken.COMPLETE);
  }

  private void account(LineFormat.Taken taken) {
    switch (taken) {
      case COMPLETE -> {
        coveredOffset = input.offset();
        coveredLines += openLines + 1;
        openLines = 0;
      }
      case CONTINUES -> {
        if (openLines == 0) {
          endOfFirstOpenLine = input.offset();
        }
        openLines++;
      }
      case BROKEN -> {
        input.seek(endOfFirstOpenLine);
        coveredOffset = endOfFirstOpenLine;
        coveredLines++;
        openLines = 0;
      }
    }
  }

  @Override
  public void bytes(byte[] buffer, int from, int length) {
    out.bytes(buffer, from, length);
  }

  @Override
  public void json(byte[] buffer, int from, int length) {
    out.json(buffer, from, length);
  }

  @Override
  public void reject(byte[] buffer, int from, int length, Reason why) {
    int kept = Math.min(length, Raw.MAX_BYTES);
    out.reject(new Raw(where(), Arrays.copyOfRange(buffer, from, from + kept), length), why);
  }

  private String where() {
    return path + ", line " + (coveredLines + 1);
  }

  private Reason tooLong() {
    return new Reason(
        "file.line-too-long",
        "The line is longer than " + maxLineLength + " bytes.",
        "Raise `max.line.length`, or check `line.ending` and `encoding`.");
  }
}
