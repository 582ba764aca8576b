package dev.headrace.connectors.jdbc.sink;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Map;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;

/** Types as JDBC 4.2 has them; what is nested becomes JSON, or an array in a column for arrays. */
final class TypedBinding {

  private TypedBinding() {}

  static Binding of(Cell cell) {
    return cell.column().type().contains("ARRAY") ? TypedBinding::element : TypedBinding::bound;
  }

  private static Object bound(Object value) {
    return switch (value) {
      case Instant instant -> instant.atOffset(ZoneOffset.UTC);
      case ByteBuffer bytes -> bytes(bytes);
      case GenericFixed fixed -> fixed.bytes();
      case IndexedRecord _, Map<?, ?> _, Collection<?> _ -> DatumJson.of(value);
      default -> value;
    };
  }

  private static Object element(Object value) {
    return value instanceof Collection<?> elements
        ? elements.stream().map(element -> element == null ? null : element(element)).toArray()
        : bound(value);
  }

  static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
