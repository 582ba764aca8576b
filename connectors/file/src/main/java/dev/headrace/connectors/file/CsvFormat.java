package dev.headrace.connectors.file;

import dev.headrace.connector.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Rows below a header, each a JSON object of texts. A column without a name is {@code column_N}; a
 * name that repeats gets its number behind it. Empty lines between rows count as nothing.
 */
final class CsvFormat implements LineFormat {

  private static final byte[] NONE = {};

  private final byte quote;
  private final int maxRowLength;
  private final CsvRow row;
  private final JsonBuffer json = new JsonBuffer();

  /** What stands before each value: its name, and for all but the first the end of the former. */
  private byte[][] beforeValue = {};

  /** The lines of a row that continues, and how many bytes of it are used. */
  private byte[] open = NONE;

  private int openLength;
  private int firstLineLength;

  CsvFormat(char delimiter, char quote, int maxRowLength) {
    this.quote = (byte) quote;
    this.maxRowLength = maxRowLength;
    this.row = new CsvRow((byte) delimiter, (byte) quote);
  }

  @Override
  public Taken take(byte[] buffer, int from, int length, Records records) {
    if (openLength > 0) {
      return takeNext(buffer, from, length, records);
    }
    int rowLength = withoutCarriageReturn(buffer, from, length);
    if (rowLength == 0) {
      return Taken.COMPLETE;
    }
    return switch (row.parse(buffer, from, from + rowLength)) {
      case WHOLE -> whole(buffer, from, rowLength, records);
      case MALFORMED -> {
        records.reject(buffer, from, length, badQuotes());
        yield Taken.COMPLETE;
      }
      case UNFINISHED -> {
        append(buffer, from, length);
        firstLineLength = length;
        yield Taken.CONTINUES;
      }
    };
  }

  @Override
  public void breakOff(Records records) {
    records.reject(open, 0, firstLineLength, badQuotes());
    forget();
  }

  @Override
  public void forget() {
    open = NONE;
    openLength = 0;
  }

  @Override
  public boolean wantsHeader() {
    return beforeValue.length == 0;
  }

  private Taken takeNext(byte[] buffer, int from, int length, Records records) {
    if (openLength + length > maxRowLength) {
      breakOff(records);
      return Taken.BROKEN;
    }
    append(buffer, from, length);
    // Only a line with a quote can end the row; parsing at each line would be quadratic.
    if (Bytes.indexOf(buffer, from, from + length, quote) < 0) {
      return Taken.CONTINUES;
    }
    int rowLength = withoutCarriageReturn(open, 0, openLength - 1);
    return switch (row.parse(open, 0, rowLength)) {
      case WHOLE -> {
        whole(open, 0, rowLength, records);
        forget();
        yield Taken.COMPLETE;
      }
      case MALFORMED -> {
        breakOff(records);
        yield Taken.BROKEN;
      }
      case UNFINISHED -> Taken.CONTINUES;
    };
  }

  private Taken whole(byte[] buffer, int from, int length, Records records) {
    if (!Utf8.isValid(buffer, from, from + length)) {
      records.reject(
          buffer,
          from,
          length,
          new Reason(
              "file.wrong-encoding",
              "The row is not text in UTF-8.",
              "Set `encoding` to what the file is written in."));
    } else if (wantsHeader()) {
      takeHeader();
    } else if (row.columns() != beforeValue.length) {
      records.reject(buffer, from, length, wrongColumns());
    } else {
      emit(records);
    }
    return Taken.COMPLETE;
  }

  private void emit(Records records) {
    json.clear();
    for (int column = 0; column < beforeValue.length; column++) {
      json.raw(beforeValue[column]).escaped(row.text(), row.start(column), row.end(column));
    }
    json.raw((byte) '"', (byte) '}');
    records.json(json.bytes(), 0, json.length());
  }

  private void takeHeader() {
    Set<String> names = new LinkedHashSet<>();
    for (int column = 0; column < row.columns(); column++) {
      int start = row.start(column);
      String name = new String(row.text(), start, row.end(column) - start, StandardCharsets.UTF_8);
      String unique = name.isBlank() ? "column_" + (column + 1) : name;
      for (int number = 2; !names.add(unique); number++) {
        unique = name + "_" + number;
      }
    }
    beforeValue = names.stream().map(this::beforeValue).toArray(byte[][]::new);
    beforeValue[0] = Arrays.copyOfRange(beforeValue[0], 1, beforeValue[0].length);
    beforeValue[0][0] = '{';
  }

  /** {@code ","name":"}: the end of the value before, and the name. */
  private byte[] beforeValue(String name) {
    byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
    return new JsonBuffer()
        .raw((byte) '"', (byte) ',', (byte) '"')
        .escaped(utf8, 0, utf8.length)
        .raw((byte) '"', (byte) ':', (byte) '"')
        .toBytes();
  }

  private void append(byte[] buffer, int from, int length) {
    if (open.length < openLength + length + 1) {
      open = Arrays.copyOf(open, 2 * (openLength + length + 1));
    }
    System.arraycopy(buffer, from, open, openLength, length);
    openLength += length;
    open[openLength++] = '\n';
  }

  private static int withoutCarriageReturn(byte[] buffer, int from, int length) {
    return length > 0 && buffer[from + length - 1] == '\r' ? length - 1 : length;
  }

  private Reason wrongColumns() {
    return new Reason(
        "file.csv-columns",
        "The row has " + row.columns() + " columns, the header has " + beforeValue.length + ".",
        "Correct the row, or check `delimiter` and `quote`.");
  }

  private static Reason badQuotes() {
    return new Reason(
        "file.csv-quotes",
        "A quoted value has no end, or something stands behind its closing quote.",
        "Correct the row (a quote inside quotes is written twice), or check `quote`.");
  }
}
