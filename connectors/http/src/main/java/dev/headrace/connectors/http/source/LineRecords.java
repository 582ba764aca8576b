package dev.headrace.connectors.http.source;

import dev.headrace.connector.Raw;
import dev.headrace.connector.Reason;
import dev.headrace.connector.Slice;
import dev.headrace.connectors.http.client.CutAnswerException;
import dev.headrace.connectors.http.json.JsonText;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/** Each line is one JSON text; blank lines count as nothing. */
final class LineRecords implements RecordStream {

  private final Body body;
  private final int maxRecordBytes;
  private final PieceInput input;
  private final Slice record = new Slice();
  private Optional<Bad> bad = Optional.empty();
  private long lines;

  LineRecords(Body body, int maxRecordBytes) {
    this.body = body;
    this.maxRecordBytes = maxRecordBytes;
    this.input = new PieceInput(body.utf8());
  }

  @Override
  public Found next() throws IOException {
    int length = lineLength();
    while (length >= 0) {
      lines++;
      if (length > maxRecordBytes) {
        return longLine(length);
      }
      int from = input.start();
      boolean isEnded = length < input.available();
      input.take(isEnded ? length + 1 : length);
      if (!isBlank(input.buffer(), from, length)) {
        return line(from, length, isEnded);
      }
      length = lineLength();
    }
    return Found.END;
  }

  @Override
  public Slice record() {
    return record;
  }

  @Override
  public Bad bad() {
    return bad.orElseThrow();
  }

  private Found line(int from, int length, boolean isEnded) throws IOException {
    Optional<String> problem = JsonText.problem(input.buffer(), from, length);
    if (problem.isEmpty()) {
      record.set(input.buffer(), from, length);
      return Found.RECORD;
    }
    if (!isEnded && !body.isDelimited()) {
      throw new CutAnswerException(new EOFException(problem.get()));
    }
    byte[] bytes = Arrays.copyOfRange(input.buffer(), from, from + Math.min(length, Raw.MAX_BYTES));
    return bad(
        bytes,
        length,
        new Reason(
            "http.not-json",
            "The line is not one JSON text: " + problem.get() + ".",
            "Correct it at the server, or check `format`."));
  }

  /** Reads on to the end of the line, or beyond the limit; -1 at the end of the answer. */
  private int lineLength() throws IOException {
    int searched = 0;
    while (true) {
      for (int i = searched; i < input.available(); i++) {
        if (input.buffer()[input.start() + i] == '\n') {
          return i;
        }
      }
      searched = input.available();
      if (searched > maxRecordBytes) {
        return searched;
      }
      if (!input.fill()) {
        return input.available() > 0 ? input.available() : -1;
      }
    }
  }

  private Found longLine(int known) throws IOException {
    byte[] head =
        Arrays.copyOfRange(
            input.buffer(), input.start(), input.start() + Math.min(known, Raw.MAX_BYTES));
    long size = 0;
    boolean ended = false;
    while (!ended) {
      int length = 0;
      while (length < input.available() && input.buffer()[input.start() + length] != '\n') {
        length++;
      }
      ended = length < input.available();
      size += length;
      input.take(ended ? length + 1 : length);
      ended = ended || !input.fill();
    }
    return bad(head, size, Rejections.tooLong(maxRecordBytes));
  }

  private Found bad(byte[] bytes, long size, Reason why) {
    bad = Optional.of(new Bad(new Raw(body.where() + ", line " + lines, bytes, size), why));
    return Found.BAD;
  }

  private static boolean isBlank(byte[] bytes, int from, int length) {
    for (int i = from; i < from + length; i++) {
      if (bytes[i] != ' ' && bytes[i] != '\t' && bytes[i] != '\r') {
        return false;
      }
    }
    return true;
  }
}
