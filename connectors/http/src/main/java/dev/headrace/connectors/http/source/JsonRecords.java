package dev.headrace.connectors.http.source;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.headrace.connector.Raw;
import dev.headrace.connector.Reason;
import dev.headrace.connector.Slice;
import dev.headrace.connectors.http.client.CutAnswerException;
import dev.headrace.connectors.http.json.JsonText;
import dev.headrace.connectors.http.json.Utf8;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The elements of an array somewhere in one JSON text, their bytes as they are. What is no array is
 * one record. The cursor of the next page may stand before or behind them.
 */
final class JsonRecords implements RecordStream {

  private final Body body;
  private final int maxRecordBytes;
  private final String records;
  private final Optional<String> cursorPointer;
  private final KeptInput input;
  private final JsonParser parser;
  private final Slice record = new Slice();

  private Optional<String> cursor = Optional.empty();
  private Optional<Bad> bad = Optional.empty();
  private boolean anyToken;
  private boolean inArray;
  private boolean foundRecords;
  private boolean ended;
  private long count;

  /**
   * Reads from {@code body}.
   *
   * @param records where the array is
   * @param cursor where the cursor is
   */
  JsonRecords(Body body, int maxRecordBytes, JsonPointer records, Optional<JsonPointer> cursor)
      throws IOException {
    this.body = body;
    this.maxRecordBytes = maxRecordBytes;
    this.records = records.toString();
    this.cursorPointer = cursor.map(JsonPointer::toString);
    this.input = new KeptInput(body.utf8(), maxRecordBytes);
    this.parser = JsonText.factory(maxRecordBytes).createParser(input);
  }

  @Override
  public Found next() throws IOException {
    if (ended) {
      return Found.END;
    }
    try {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        anyToken = true;
        if (inArray && token == JsonToken.END_ARRAY) {
          inArray = false;
        } else if (inArray || entersRecords(token)) {
          return element(token);
        }
      }
      return end();
    } catch (JsonEOFException early) {
      if (!body.isDelimited()) {
        throw new CutAnswerException(early);
      }
      return broken(JsonText.describe(early));
    } catch (JsonProcessingException syntax) {
      return broken(JsonText.describe(syntax));
    } catch (CharacterCodingException | IllegalStateException syntax) {
      return broken(String.valueOf(syntax.getMessage()));
    }
  }

  @Override
  public Slice record() {
    return record;
  }

  @Override
  public Bad bad() {
    return bad.orElseThrow();
  }

  @Override
  public Optional<String> cursor() {
    return cursor;
  }

  /** Outside of the array: looks what the value is; whether it is a record by itself. */
  private boolean entersRecords(JsonToken token) throws IOException {
    if (token == JsonToken.FIELD_NAME || token.isStructEnd()) {
      return false;
    }
    String path = parser.getParsingContext().pathAsPointer().toString();
    if (path.equals(records)) {
      foundRecords = true;
      inArray = token == JsonToken.START_ARRAY;
      return !inArray && token != JsonToken.VALUE_NULL;
    }
    if (cursorPointer.filter(path::equals).isPresent() && token.isScalarValue()) {
      cursor =
          token == JsonToken.VALUE_NULL
              ? Optional.empty()
              : Optional.of(JsonText.scalar(parser, token));
    } else if (token.isStructStart() && !leadsOn(path)) {
      parser.skipChildren();
    }
    return false;
  }

  private boolean leadsOn(String path) {
    String inside = path + "/";
    return records.startsWith(inside)
        || cursorPointer.filter(pointer -> pointer.startsWith(inside)).isPresent();
  }

  private Found element(JsonToken token) throws IOException {
    count++;
    long start = parser.currentTokenLocation().getByteOffset();
    input.keepFrom(start);
    if (!token.isStructStart()) {
      byte[] scalar = JsonText.scalar(parser, token).getBytes(StandardCharsets.UTF_8);
      record.set(scalar, 0, scalar.length);
      return Found.RECORD;
    }
    parser.skipChildren();
    long length = parser.currentLocation().getByteOffset() - start;
    if (!input.isWhole() || length > maxRecordBytes) {
      return bad(Rejections.tooLong(maxRecordBytes), length, Found.BAD);
    }
    record.set(input.bytes(), input.index(start), (int) length);
    return Utf8.isValid(record.array(), record.from(), record.length())
        ? Found.RECORD
        : bad(Rejections.wrongEncoding(), length, Found.BAD);
  }

  private Found end() {
    ended = true;
    if (foundRecords || (!anyToken && records.isEmpty())) {
      return Found.END;
    }
    input.keepFrom(0);
    return bad(
        new Reason(
            "http.no-records",
            "The answer has nothing at " + (records.isEmpty() ? "its top" : records) + ".",
            "Correct `records`, the JSON pointer to the array."),
        input.end(),
        Found.BROKEN);
  }

  private Found broken(String why) {
    ended = true;
    return bad(
        new Reason(
            "http.not-json",
            "The answer is not JSON: " + why + ".",
            "Check the URL, `format` and `encoding`; what came before was taken."),
        input.end(),
        Found.BROKEN);
  }

  private Found bad(Reason why, long size, Found found) {
    byte[] beginning = input.beginning();
    int kept = (int) Math.min(beginning.length, size);
    byte[] bytes = kept == beginning.length ? beginning : Arrays.copyOf(beginning, kept);
    bad = Optional.of(new Bad(new Raw(body.where() + ", record " + count, bytes, size), why));
    return found;
  }
}
