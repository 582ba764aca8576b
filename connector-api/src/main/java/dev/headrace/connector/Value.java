package dev.headrace.connector;

import org.apache.avro.Schema;

/** The key or value of a record. Immutable by contract: the arrays inside are not to be changed. */
public sealed interface Value {

  /** Bytes without a meaning known here. */
  record Bytes(byte[] bytes) implements Value {}

  /** Text. */
  record Text(String text) implements Value {}

  /** One JSON text in UTF-8, as a slice that is parsed only where somebody needs to. */
  record Json(byte[] buffer, int from, int length) implements Value {
    public static Json of(byte[] json) {
      return new Json(json, 0, json.length);
    }
  }

  /**
   * Typed data: an Avro datum with its schema. The Java types are fixed, for what a source gives
   * and for what a sink gets:
   *
   * <table>
   * <caption>Java types by Avro types</caption>
   * <tr><td>{@code null}</td><td>null, inside of records and collections only</td></tr>
   * <tr><td>{@code boolean}, {@code int}, {@code long}, {@code float}, {@code double}</td>
   *     <td>{@link Boolean}, {@link Integer}, {@link Long}, {@link Float}, {@link Double}</td></tr>
   * <tr><td>{@code string}, {@code enum}</td><td>{@link String}, never {@code Utf8}</td></tr>
   * <tr><td>{@code bytes}</td><td>{@link java.nio.ByteBuffer} on an array, to be read through its
   *     {@code duplicate()}; a source may give {@code byte[]} instead</td></tr>
   * <tr><td>{@code fixed}</td><td>{@link org.apache.avro.generic.GenericFixed}</td></tr>
   * <tr><td>{@code decimal} (of bytes or fixed)</td><td>{@link java.math.BigDecimal}; a sink gets
   *     it with the scale of the schema, a source may give a smaller one</td></tr>
   * <tr><td>{@code big-decimal} (of bytes)</td><td>{@link java.math.BigDecimal} of any precision
   *     and scale</td></tr>
   * <tr><td>{@code date}</td><td>{@link java.time.LocalDate}</td></tr>
   * <tr><td>{@code time-millis}, {@code time-micros}</td><td>{@link java.time.LocalTime}</td></tr>
   * <tr><td>{@code timestamp-millis}, {@code -micros}, {@code -nanos}</td>
   *     <td>{@link java.time.Instant}</td></tr>
   * <tr><td>{@code local-timestamp-millis}, {@code -micros}, {@code -nanos}</td>
   *     <td>{@link java.time.LocalDateTime}</td></tr>
   * <tr><td>{@code uuid} (of string or fixed)</td><td>{@link java.util.UUID}</td></tr>
   * <tr><td>{@code array}</td><td>{@link java.util.List}</td></tr>
   * <tr><td>{@code map}</td><td>{@link java.util.Map} from {@link String}</td></tr>
   * <tr><td>{@code record}</td><td>{@link org.apache.avro.generic.GenericRecord}</td></tr>
   * </table>
   *
   * <p>What may be null is a union of {@code null} and one other type. Times finer than their type
   * are refused, never rounded. A field whose name Avro refuses has it in the property {@value
   * #ORIGINAL_NAME}. A field of type {@code null} alone is one of which nothing but null was seen
   * so far: it has no type yet.
   *
   * @param value never null at the top; for a record with columns a {@code GenericRecord}
   */
  record Datum(Object value, Schema schema) implements Value {

    /** The property of an Avro field with the name that it has outside. */
    public static final String ORIGINAL_NAME = "headrace.name";

    /** The name that a field has outside: what a column of a table is called. */
    public static String nameOf(Schema.Field field) {
      String original = field.getProp(ORIGINAL_NAME);
      return original == null ? field.name() : original;
    }
  }
}
