package dev.headrace.connectors.jdbc.sink;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;

/**
 * SQLite's five types: what is neither a number, a text nor bytes becomes text, times in ISO 8601,
 * what is nested in JSON. A decimal is a text in a column for text and a number elsewhere.
 */
final class SqliteBinding {

  private SqliteBinding() {}

  static Binding of(Cell cell) {
    return SqliteBinding::bound;
  }

  private static Object bound(Object value) {
    return switch (value) {
      case Boolean truth -> truth ? 1 : 0;
      case Integer _, Long _, Float _, Double _ -> value;
      case BigDecimal decimal -> decimal.toString();
      case ByteBuffer bytes -> TypedBinding.bytes(bytes);
      case byte[] bytes -> bytes;
      case GenericFixed fixed -> fixed.bytes();
      case IndexedRecord _, Map<?, ?> _, Collection<?> _ -> DatumJson.of(value);
      default -> value.toString();
    };
  }
}
