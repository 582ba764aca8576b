package dev.headrace.connectors.file;

import java.util.Arrays;

/**
 * Splits one row of CSV (RFC 4180) into its values, quotes taken off. A quote inside a value that
 * does not begin with one is data. Used by one thread; its arrays grow to the widest row seen.
 */
final class CsvRow {

  /** What a row turned out to be. */
  enum Parsed {
    WHOLE,
    /** A quoted value has no end yet. */
    UNFINISHED,
    /** Something follows a closing quote. */
    MALFORMED
  }

  private final byte delimiter;
  private final byte quote;
  private byte[] text = new byte[1024];
  private int[] ends = new int[16];
  private int columns;
  private int length;

  CsvRow(byte delimiter, byte quote) {
    this.delimiter = delimiter;
    this.quote = quote;
  }

  /** Parses {@code [from, to)}, which holds no line end but within quotes. */
  Parsed parse(byte[] buffer, int from, int to) {
    if (text.length < to - from) {
      text = new byte[(to - from) * 2];
    }
    columns = 0;
    length = 0;
    int at = from;
    while (true) {
      at = at < to && buffer[at] == quote ? quoted(buffer, at + 1, to) : plain(buffer, at, to);
      if (at < 0) {
        return Parsed.UNFINISHED;
      }
      endColumn();
      if (at == to) {
        return Parsed.WHOLE;
      }
      if (buffer[at] != delimiter) {
        return Parsed.MALFORMED;
      }
      at++;
    }
  }

  int columns() {
    return columns;
  }

  /** The bytes of all values, one behind the other. */
  byte[] text() {
    return text;
  }

  int start(int column) {
    return column == 0 ? 0 : ends[column - 1];
  }

  int end(int column) {
    return ends[column];
  }

  /** Copies a value up to the next delimiter; its index, or {@code to}. */
  private int plain(byte[] buffer, int from, int to) {
    int found = Bytes.indexOf(buffer, from, to, delimiter);
    int end = found < 0 ? to : found;
    append(buffer, from, end);
    return end;
  }

  /** Copies a value behind its opening quote; the index behind the closing one, or -1. */
  private int quoted(byte[] buffer, int from, int to) {
    int at = from;
    while (true) {
      int found = Bytes.indexOf(buffer, at, to, quote);
      if (found < 0) {
        return -1;
      }
      boolean doubled = found + 1 < to && buffer[found + 1] == quote;
      append(buffer, at, doubled ? found + 1 : found);
      if (!doubled) {
        return found + 1;
      }
      at = found + 2;
    }
  }

  private void append(byte[] buffer, int from, int to) {
    System.arraycopy(buffer, from, text, length, to - from);
    length += to - from;
  }

  private void endColumn() {
    if (columns == ends.length) {
      ends = Arrays.copyOf(ends, 2 * columns);
    }
    ends[columns++] = length;
  }
}
