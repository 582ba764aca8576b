package dev.headrace.connectors.http.source;

import com.fasterxml.jackson.core.JsonPointer;
import dev.headrace.connectors.http.json.Pointers;
import dev.headrace.connectors.http.source.HttpSourceSettings.CursorIn;
import dev.headrace.connectors.http.source.HttpSourceSettings.Format;
import dev.headrace.connectors.http.source.HttpSourceSettings.Pagination;
import java.io.IOException;
import java.util.Optional;

/** The record streams that the settings offer. */
final class RecordStreams {

  private RecordStreams() {}

  static RecordStream open(HttpSourceSettings settings, Body body) throws IOException {
    int maxRecordBytes = settings.maxRecordSize().toIntBytes();
    return switch (settings.format()) {
      case Format.Json(Optional<String> records) ->
          new JsonRecords(body, maxRecordBytes, Pointers.of(records), cursor(settings));
      case Format.JsonLines() -> new LineRecords(body, maxRecordBytes);
      case Format.Csv(char delimiter, char quote) ->
          new CsvRecords(body, maxRecordBytes, delimiter, quote);
    };
  }

  /** Where the cursor stands beside the records. */
  private static Optional<JsonPointer> cursor(HttpSourceSettings settings) {
    return settings.pagination() instanceof Pagination.Cursor cursor
            && cursor.cursorIn() == CursorIn.ANSWER
        ? Optional.of(JsonPointer.compile(cursor.cursor()))
        : Optional.empty();
  }
}
