package dev.headrace.connectors.jdbc.sink;

import dev.headrace.connector.Header;
import dev.headrace.connector.SinkBatch;
import dev.headrace.connector.Value;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/** Key, value and headers of the record at hand. One thread; reused. */
final class Fields {

  private static final Schema NOTHING = Schema.create(Schema.Type.NULL);

  private final boolean keyed;
  private final boolean headed;
  private @Nullable Object key;
  private @Nullable Object value;
  private Schema keySchema = NOTHING;
  private Schema valueSchema = NOTHING;
  private List<Header> headers = List.of();

  /** Fields of which those are looked at that the source of primary keys asks for. */
  Fields(KeyFrom keyFrom) {
    this.keyed = keyFrom == KeyFrom.KEY;
    this.headed = keyFrom == KeyFrom.HEADERS;
  }

  void of(SinkBatch record) {
    Optional<Value> newValue = record.value();
    if (newValue.isPresent()
        && newValue.get() instanceof Value.Datum(Object datum, Schema schema)) {
      value = datum;
      valueSchema = schema;
    } else {
      value = null;
      valueSchema = NOTHING;
    }
    if (keyed) {
      if (record.key().orElse(null) instanceof Value.Datum(Object datum, Schema schema)) {
        key = datum;
        keySchema = schema;
      } else {
        key = null;
        keySchema = NOTHING;
      }
    }
    if (headed) {
      headers = record.headers();
    }
  }

  /** A tombstone's schema, and that of a key that is not there, is null's. */
  Schema valueSchema() {
    return valueSchema;
  }

  Schema keySchema() {
    return keySchema;
  }

  boolean isTombstone() {
    return value == null;
  }

  @Nullable Object key() {
    return key;
  }

  @Nullable Object keyField(int index) {
    return key instanceof IndexedRecord fields ? fields.get(index) : null;
  }

  @Nullable Object valueField(int index) {
    return value instanceof IndexedRecord fields ? fields.get(index) : null;
  }

  /** The last header of this name, as text; what is no text is taken for UTF-8. */
  @Nullable String header(String name) {
    for (int i = headers.size() - 1; i >= 0; i--) {
      if (headers.get(i).name().equals(name)) {
        return switch (headers.get(i).value()) {
          case Value.Text(String text) -> text;
          case Value.Bytes(byte[] bytes) -> new String(bytes, StandardCharsets.UTF_8);
          case Value.Json(byte[] buffer, int from, int length) ->
              new String(buffer, from, length, StandardCharsets.UTF_8);
          case Value.Datum(Object datum, var _) -> datum.toString();
        };
      }
    }
    return null;
  }
}
