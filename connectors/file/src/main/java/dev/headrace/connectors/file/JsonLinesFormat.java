package dev.headrace.connectors.file;

import dev.headrace.connector.Reason;

/** Each line is one JSON text; blank lines count as nothing. */
record JsonLinesFormat() implements LineFormat {

  private static final Reason NOT_JSON =
      new Reason(
          "file.not-json",
          "The line is not one JSON text in UTF-8.",
          "Correct the line, or read the file with `format` = lines.");

  @Override
  public Taken take(byte[] buffer, int from, int length, Records records) {
    int to = from + length;
    int first = JsonText.skipBlanks(buffer, from, to);
    if (first == to) {
      return Taken.COMPLETE;
    }
    if (JsonText.isValid(buffer, first, to) && Utf8.isValid(buffer, first, to)) {
      records.json(buffer, from, length);
    } else {
      records.reject(buffer, from, length, NOT_JSON);
    }
    return Taken.COMPLETE;
  }
}
