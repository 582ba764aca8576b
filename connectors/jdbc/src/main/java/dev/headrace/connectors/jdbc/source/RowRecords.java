package dev.headrace.connectors.jdbc.source;

import dev.headrace.connector.Output;
import dev.headrace.connector.Raw;
import dev.headrace.connector.Reason;
import dev.headrace.connector.SourceRecord;
import dev.headrace.connector.Value;
import dev.headrace.connectors.jdbc.catalog.Column;
import dev.headrace.connectors.jdbc.rows.Rows;
import dev.headrace.connectors.jdbc.rows.UnfitValue;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.avro.generic.GenericData;
import org.jspecify.annotations.Nullable;

/**
 * Makes a record of each row. The first columns of the rows are those of the layout. One thread.
 *
 * @param name of the table or query, for people
 */
record RowRecords(String name, Layout layout, Optional<String> topic) {

  private static final String UNFIT = "jdbc.unfit-value";

  /** Emits the current row, or refuses it when one of its values has no place in the schema. */
  void emit(Rows rows, Output<?> out) throws SQLException {
    GenericData.Record value = new GenericData.Record(layout.value());
    int column = 0;
    try {
      for (int count = layout.columns().size(); column < count; column++) {
        value.put(column, rows.value(column));
      }
    } catch (UnfitValue unfit) {
      refuse(rows, layout.columns().get(column), unfit, out);
      return;
    }
    out.record(
        new SourceRecord(
            topic,
            key(value),
            Optional.of(new Value.Datum(value, layout.value())),
            time(value),
            List.of()));
  }

  private Optional<Value> key(GenericData.Record value) {
    if (layout.key().isEmpty()) {
      return Optional.empty();
    }
    GenericData.Record key = new GenericData.Record(layout.key().get());
    List<Integer> columns = layout.keyColumns();
    for (int i = 0; i < columns.size(); i++) {
      key.put(i, value.get(columns.get(i)));
    }
    return Optional.of(new Value.Datum(key, key.getSchema()));
  }

  /** The log counts times from 1970. */
  private Optional<Instant> time(GenericData.Record value) {
    return layout.time().isPresent()
            && value.get(layout.time().getAsInt()) instanceof Instant instant
            && !instant.isBefore(Instant.EPOCH)
        ? Optional.of(instant)
        : Optional.empty();
  }

  private void refuse(Rows rows, Column column, UnfitValue unfit, Output<?> out)
      throws SQLException {
    byte[] text = text(rows).getBytes(StandardCharsets.UTF_8);
    out.reject(
        new Raw(
            "a row of " + name,
            Arrays.copyOf(text, Math.min(text.length, Raw.MAX_BYTES)),
            text.length),
        new Reason(
            UNFIT,
            "The column " + column.name() + " holds " + unfit.getMessage() + ".",
            "Correct the row, or read the column as text with `text.columns`."));
  }

  /** What can be shown of a row that is none. */
  private String text(Rows rows) throws SQLException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < layout.columns().size(); i++) {
      text.append(i == 0 ? "" : ", ").append(layout.columns().get(i).name()).append('=');
      text.append(shown(rows, i));
    }
    return text.toString();
  }

  private static @Nullable Object shown(Rows rows, int column) throws SQLException {
    try {
      return rows.value(column);
    } catch (UnfitValue unfit) {
      return "<" + unfit.getMessage() + ">";
    }
  }
}
