package dev.headrace.connectors.jdbc.sink;

import dev.headrace.connector.Value;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * Nested values as JSON, for a column of type {@code json} or text: decimals as numbers (a JSON
 * column keeps their digits), bytes in base64, times in ISO 8601, what is not finite as text.
 */
final class DatumJson {

  private DatumJson() {}

  static String of(Object value) {
    StringBuilder json = new StringBuilder();
    write(value, json);
    return json.toString();
  }

  static void write(@Nullable Object value, StringBuilder out) {
    switch (value) {
      case null -> out.append("null");
      case CharSequence text -> text(text, out);
      case Double number when !Double.isFinite(number) -> text(number.toString(), out);
      case Float number when !Float.isFinite(number) -> text(number.toString(), out);
      case Boolean _, Number _ -> out.append(value);
      case ByteBuffer bytes ->
          text(Base64.getEncoder().encodeToString(TypedBinding.bytes(bytes)), out);
      case byte[] bytes -> text(Base64.getEncoder().encodeToString(bytes), out);
      case GenericFixed fixed -> text(Base64.getEncoder().encodeToString(fixed.bytes()), out);
      case IndexedRecord fields -> object(fields, out);
      case Map<?, ?> entries -> object(entries, out);
      case Collection<?> elements -> array(elements, out);
      default -> text(value.toString(), out);
    }
  }

  private static void object(IndexedRecord fields, StringBuilder out) {
    char before = '{';
    for (Schema.Field field : fields.getSchema().getFields()) {
      out.append(before);
      before = ',';
      text(Value.Datum.nameOf(field), out);
      out.append(':');
      write(fields.get(field.pos()), out);
    }
    out.append(before == '{' ? "{}" : "}");
  }

  private static void object(Map<?, ?> entries, StringBuilder out) {
    char before = '{';
    for (Map.Entry<?, ?> entry : entries.entrySet()) {
      out.append(before);
      before = ',';
      text(String.valueOf(entry.getKey()), out);
      out.append(':');
      write(entry.getValue(), out);
    }
    out.append(before == '{' ? "{}" : "}");
  }

  private static void array(Collection<?> elements, StringBuilder out) {
    char before = '[';
    for (Object element : elements) {
      out.append(before);
      before = ',';
      write(element, out);
    }
    out.append(before == '[' ? "[]" : "]");
  }

  private static void text(CharSequence text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < ' ') {
            out.append("\\u").append(String.format("%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
