package dev.headrace.connectors.jdbc.sink;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/** Which form a column's values take, by their schema and the column's type. */
final class CopyForms {

  private CopyForms() {}

  static CopyForm of(Cell cell) {
    return switch (cell.schema().getType()) {
      case BOOLEAN -> written(Boolean.class, (value, out) -> out.truth(value));
      case INT, LONG -> CopyForms::wholeOrTime;
      case FLOAT -> written(Float.class, (value, out) -> out.number(value));
      case DOUBLE -> written(Double.class, (value, out) -> out.number(value));
      case STRING, BYTES, FIXED -> CopyForms::simple;
      case ENUM -> (value, out) -> out.text(value.toString());
      case ARRAY -> cell.column().type().endsWith("[]") ? CopyForms::array : CopyForms::json;
      case NULL, RECORD, MAP, UNION -> CopyForms::json;
    };
  }

  private interface Writing<T> {
    void write(T value, CopyText out);
  }

  private static <T> CopyForm written(Class<T> type, Writing<T> writing) {
    return (value, out) -> {
      writing.write(type.cast(value), out);
      return true;
    };
  }

  private static boolean wholeOrTime(Object value, CopyText out) {
    if (value instanceof Long number) {
      out.number(number);
      return true;
    }
    if (value instanceof Integer number) {
      out.number(number.longValue());
      return true;
    }
    return simple(value, out);
  }

  /** A value without parts, by its Java type. */
  private static boolean simple(Object value, CopyText out) {
    switch (value) {
      case CharSequence text -> {
        return out.text(text);
      }
      case BigDecimal decimal -> out.number(decimal);
      case Instant instant -> CopyTimes.write(instant, out);
      case LocalDate date -> CopyTimes.write(date, out);
      case LocalDateTime time -> CopyTimes.write(time, out);
      case LocalTime time -> CopyTimes.write(time, out);
      case UUID uuid -> out.uuid(uuid);
      case ByteBuffer bytes -> out.binary(bytes);
      case byte[] bytes -> out.binary(ByteBuffer.wrap(bytes));
      case GenericFixed fixed -> out.binary(ByteBuffer.wrap(fixed.bytes()));
      case Boolean truth -> out.truth(truth);
      case Number number -> out.plain(number.toString());
      default -> {
        return out.text(value.toString());
      }
    }
    return true;
  }

  private static boolean json(Object value, CopyText out) {
    return out.text(DatumJson.of(value));
  }

  private static boolean array(Object value, CopyText out) {
    StringBuilder array = new StringBuilder();
    elements((Collection<?>) value, array);
    return out.text(array);
  }

  /** As {@code {"a","b",NULL}}; every element is quoted, so that none can be taken for null. */
  private static void elements(Collection<?> elements, StringBuilder out) {
    char before = '{';
    for (Object element : elements) {
      out.append(before);
      before = ',';
      if (element instanceof Collection<?> inner) {
        elements(inner, out);
      } else {
        element(element, out);
      }
    }
    out.append(before == '{' ? "{}" : "}");
  }

  private static void element(@Nullable Object element, StringBuilder out) {
    if (element == null) {
      out.append("NULL");
      return;
    }
    out.append('"');
    String text = unescaped(element);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\');
      }
      out.append(c);
    }
    out.append('"');
  }

  /** An element as PostgreSQL reads it, before any quoting. */
  private static String unescaped(Object element) {
    return switch (element) {
      case CharSequence text -> text.toString();
      case ByteBuffer bytes -> hex(bytes);
      case byte[] bytes -> hex(ByteBuffer.wrap(bytes));
      case GenericFixed fixed -> hex(ByteBuffer.wrap(fixed.bytes()));
      case IndexedRecord _, Map<?, ?> _ -> DatumJson.of(element);
      default -> {
        CopyText scratch = new CopyText();
        simple(element, scratch);
        yield new String(scratch.array(), 0, scratch.length(), StandardCharsets.UTF_8);
      }
    };
  }

  private static String hex(ByteBuffer bytes) {
    return "\\x" + HexFormat.of().formatHex(TypedBinding.bytes(bytes));
  }
}
