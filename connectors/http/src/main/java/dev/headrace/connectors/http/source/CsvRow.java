package dev.headrace.connectors.http.source;

import java.util.Arrays;

/**
 * Takes one CSV row apart (RFC 4180), byte by byte, so that it can go on when more of it arrives.
 * Reused from row to row. Used by one thread.
 */
final class CsvRow {

  /** How far the row is. */
  enum State {
    /** More is needed. */
    OPEN,
    /** The row is whole; its line end is passed. */
    WHOLE,
    /** Something stands behind a closing quote. */
    MALFORMED
  }

  private enum In {
    START,
    PLAIN,
    QUOTES,
    BEHIND_QUOTE
  }

  private final byte delimiter;
  private final byte quote;
  private byte[] text = new byte[1024];
  private int length;
  private int[] ends = new int[16];
  private int columns;
  private In in = In.START;

  /** A carriage return that is a part of the value, unless a line end follows. */
  private boolean heldReturn;

  CsvRow(char delimiter, char quote) {
    this.delimiter = (byte) delimiter;
    this.quote = (byte) quote;
  }

  /** Begins a new row. */
  void begin() {
    length = 0;
    columns = 0;
    in = In.START;
    heldReturn = false;
  }

  /** Takes the next byte of the row. */
  State take(byte b) {
    return switch (in) {
      case START -> first(b);
      case PLAIN -> plain(b);
      case QUOTES -> quoted(b);
      case BEHIND_QUOTE -> behindQuote(b);
    };
  }

  /** There is no next byte: whether the row is whole without a line end. */
  State end() {
    if (in == In.QUOTES) {
      return State.OPEN;
    }
    endColumn();
    return State.WHOLE;
  }

  /** Whether the line was empty. */
  boolean isEmpty() {
    return columns == 1 && length == 0 && in != In.BEHIND_QUOTE;
  }

  int columns() {
    return columns;
  }

  byte[] text() {
    return text;
  }

  int start(int column) {
    return column == 0 ? 0 : ends[column - 1];
  }

  int length(int column) {
    return ends[column] - start(column);
  }

  private State first(byte b) {
    in = b == quote ? In.QUOTES : In.PLAIN;
    return b == quote ? State.OPEN : plain(b);
  }

  private State quoted(byte b) {
    if (b == quote) {
      in = In.BEHIND_QUOTE;
    } else {
      append(b);
    }
    return State.OPEN;
  }

  private State behindQuote(byte b) {
    if (b == quote && !heldReturn) {
      in = In.QUOTES;
      append(b);
      return State.OPEN;
    }
    boolean ends = b == '\n' || (!heldReturn && (b == delimiter || b == '\r'));
    return ends ? plain(b) : State.MALFORMED;
  }

  private State plain(byte b) {
    if (b == '\n') {
      endColumn();
      return State.WHOLE;
    }
    if (heldReturn) {
      append((byte) '\r');
      heldReturn = false;
    }
    if (b == '\r') {
      heldReturn = true;
    } else if (b == delimiter) {
      endColumn();
      in = In.START;
    } else {
      append(b);
    }
    return State.OPEN;
  }

  private void append(byte b) {
    if (length == text.length) {
      text = Arrays.copyOf(text, 2 * length);
    }
    text[length++] = b;
  }

  private void endColumn() {
    if (columns == ends.length) {
      ends = Arrays.copyOf(ends, 2 * columns);
    }
    ends[columns++] = length;
  }
}
