package dev.headrace.connectors.http.source;

import dev.headrace.connector.Reason;

/** Why something in an answer is no record. */
final class Rejections {

  private Rejections() {}

  static Reason tooLong(int maxRecordBytes) {
    return new Reason(
        "http.record-too-long",
        "The record is longer than " + maxRecordBytes + " bytes.",
        "Raise `max.record.size`, or check `format` and `records`.");
  }

  static Reason wrongEncoding() {
    return new Reason(
        "http.wrong-encoding",
        "The record is not text in UTF-8.",
        "Set `encoding` to what the server writes.");
  }

  static Reason badQuotes() {
    return new Reason(
        "http.csv-quotes",
        "A quoted value has no end, or something stands behind its closing quote.",
        "Correct it at the server (a quote inside quotes is written twice), or check `quote`.");
  }

  static Reason wrongColumns(int found, int expected) {
    return new Reason(
        "http.csv-columns",
        "The row has " + found + " columns, the header has " + expected + ".",
        "Correct it at the server, or check `delimiter` and `quote`.");
  }

  static Reason noKey(String pointer) {
    return new Reason(
        "http.no-key",
        "The record has nothing at " + pointer + " to be its key.",
        "Correct `key`, or leave it out.");
  }
}
