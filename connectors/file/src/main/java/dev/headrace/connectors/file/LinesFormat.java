package dev.headrace.connectors.file;

import dev.headrace.connectors.file.FileSourceSettings.LineEnding;

/** Each line is a record. */
record LinesFormat(LineEnding ending) implements LineFormat {

  @Override
  public Taken take(byte[] buffer, int from, int length, Records records) {
    boolean carriageReturn =
        ending == LineEnding.CRLF && length > 0 && buffer[from + length - 1] == '\r';
    records.bytes(buffer, from, carriageReturn ? length - 1 : length);
    return Taken.COMPLETE;
  }
}
