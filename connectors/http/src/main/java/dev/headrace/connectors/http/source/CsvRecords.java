package dev.headrace.connectors.http.source;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.headrace.connector.Raw;
import dev.headrace.connector.Reason;
import dev.headrace.connector.Slice;
import dev.headrace.connectors.http.json.Utf8;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Rows below a header, each a JSON object of texts. A column without a name is {@code column_N}; a
 * name that repeats gets its number behind it. Empty lines count as nothing. Where a quoted value
 * has no end, only the first of its lines is given up.
 */
final class CsvRecords implements RecordStream {

  private static final JsonFactory JSON = new JsonFactory();

  private final Body body;
  private final int maxRecordBytes;
  private final PieceInput input;
  private final CsvRow row;
  private final JsonBytes json = new JsonBytes();
  private final JsonGenerator generator;
  private final Slice record = new Slice();
  private Optional<List<SerializableString>> header = Optional.empty();
  private Optional<Bad> bad = Optional.empty();
  private long rows;

  CsvRecords(Body body, int maxRecordBytes, char delimiter, char quote) throws IOException {
    this.body = body;
    this.maxRecordBytes = maxRecordBytes;
    this.input = new PieceInput(body.utf8());
    this.row = new CsvRow(delimiter, quote);
    this.generator =
        JSON.createGenerator(json, JsonEncoding.UTF8)
            .setRootValueSeparator(new SerializedString(""));
  }

  /** Bytes that can be looked at where they are. */
  private static final class JsonBytes extends ByteArrayOutputStream {
    byte[] array() {
      return buf;
    }
  }

  @Override
  public Found next() throws IOException {
    while (input.available() > 0 || input.fill()) {
      Optional<Found> found = row();
      if (found.isPresent()) {
        return found.get();
      }
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

  /** Takes one row; empty when it was a header, or an empty line. */
  private Optional<Found> row() throws IOException {
    row.begin();
    int length = 0;
    CsvRow.State state = CsvRow.State.OPEN;
    while (state == CsvRow.State.OPEN && length <= maxRecordBytes) {
      if (length < input.available()) {
        state = row.take(input.buffer()[input.start() + length]);
        length++;
      } else if (!input.fill()) {
        state = row.end() == CsvRow.State.WHOLE ? CsvRow.State.WHOLE : CsvRow.State.MALFORMED;
      }
    }
    return switch (state) {
      case WHOLE -> whole(length);
      case MALFORMED -> Optional.of(giveUpLine(Rejections.badQuotes()));
      case OPEN -> Optional.of(giveUpLine(Rejections.tooLong(maxRecordBytes)));
    };
  }

  private Optional<Found> whole(int length) throws IOException {
    if (row.isEmpty()) {
      input.take(length);
      return Optional.empty();
    }
    rows++;
    if (!Utf8.isValid(input.buffer(), input.start(), length)) {
      return Optional.of(bad(length, Rejections.wrongEncoding()));
    }
    if (header.isEmpty()) {
      header = Optional.of(names());
      input.take(length);
      return Optional.empty();
    }
    if (row.columns() != header.get().size()) {
      return Optional.of(bad(length, Rejections.wrongColumns(row.columns(), header.get().size())));
    }
    input.take(length);
    write(header.get());
    return Optional.of(Found.RECORD);
  }

  private void write(List<SerializableString> names) throws IOException {
    json.reset();
    generator.writeStartObject();
    for (int column = 0; column < names.size(); column++) {
      generator.writeFieldName(names.get(column));
      generator.writeUTF8String(row.text(), row.start(column), row.length(column));
    }
    generator.writeEndObject();
    generator.flush();
    record.set(json.array(), 0, json.size());
  }

  private List<SerializableString> names() {
    Set<String> names = new LinkedHashSet<>();
    for (int column = 0; column < row.columns(); column++) {
      String name =
          new String(row.text(), row.start(column), row.length(column), StandardCharsets.UTF_8);
      String unique = name.isBlank() ? "column_" + (column + 1) : name;
      for (int number = 2; !names.add(unique); number++) {
        unique = name + "_" + number;
      }
    }
    List<SerializableString> serialized = new ArrayList<>();
    names.forEach(name -> serialized.add(new SerializedString(name)));
    return serialized;
  }

  /** Rejects what is there up to the first line end, or all of a line that is too long. */
  private Found giveUpLine(Reason why) throws IOException {
    rows++;
    int length = 0;
    while (length <= maxRecordBytes && (length < input.available() || input.fill())) {
      if (input.buffer()[input.start() + length++] == '\n') {
        return bad(length, why);
      }
    }
    byte[] head = head(length);
    long size = length;
    input.take(length);
    boolean ended = false;
    while (!ended && (input.available() > 0 || input.fill())) {
      ended = input.buffer()[input.start()] == '\n';
      input.take(1);
      size++;
    }
    return bad(head, size, why);
  }

  private Found bad(int length, Reason why) {
    byte[] head = head(length);
    input.take(length);
    return bad(head, length, why);
  }

  private Found bad(byte[] head, long size, Reason why) {
    bad = Optional.of(new Bad(new Raw(body.where() + ", row " + rows, head, size), why));
    return Found.BAD;
  }

  private byte[] head(int length) {
    return Arrays.copyOfRange(
        input.buffer(), input.start(), input.start() + Math.min(length, Raw.MAX_BYTES));
  }
}
