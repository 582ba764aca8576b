package dev.headrace.runtime.format;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.UUID;
import org.apache.avro.generic.GenericFixed;
import org.jspecify.annotations.Nullable;

/** What a connector gave, in the Java type that the schema says; what has another does not fit. */
final class Scalars {

  private Scalars() {}

  static boolean truth(@Nullable Object value) throws MisfitException {
    if (value instanceof Boolean truth) {
      return truth;
    }
    throw misfit(value, "boolean");
  }

  static int integer(@Nullable Object value) throws MisfitException {
    return switch (value) {
      case Integer number -> number;
      case Short number -> number;
      case Byte number -> number;
      case null, default -> throw misfit(value, "int");
    };
  }

  static long wide(@Nullable Object value) throws MisfitException {
    return value instanceof Long number ? number : integer(value);
  }

  static float single(@Nullable Object value) throws MisfitException {
    if (value instanceof Float number) {
      return number;
    }
    throw misfit(value, "float");
  }

  static double floating(@Nullable Object value) throws MisfitException {
    return switch (value) {
      case Double number -> number;
      case Float number -> number;
      case Integer number -> number;
      case null, default -> throw misfit(value, "double");
    };
  }

  /** Text, and what has one text only. */
  static String text(@Nullable Object value) throws MisfitException {
    return switch (value) {
      case String text -> text;
      case BigDecimal number -> Decimals.check(number).toPlainString();
      case CharSequence _,
          Character _,
          Number _,
          Boolean _,
          UUID _,
          java.time.temporal.TemporalAccessor _,
          Enum<?> _,
          org.apache.avro.generic.GenericEnumSymbol<?> _ ->
          value.toString();
      case null, default -> throw misfit(value, "text");
    };
  }

  static UUID uuid(@Nullable Object value) throws MisfitException {
    if (value instanceof UUID uuid) {
      return uuid;
    }
    throw misfit(value, "uuid");
  }

  static BigDecimal decimal(@Nullable Object value) throws MisfitException {
    return switch (value) {
      case BigDecimal number -> Decimals.check(number);
      case BigInteger number -> Decimals.check(new BigDecimal(number));
      case Long number -> BigDecimal.valueOf(number);
      case Integer number -> BigDecimal.valueOf(number);
      case null, default -> throw misfit(value, "decimal");
    };
  }

  static LocalDate date(@Nullable Object value) throws MisfitException {
    if (value instanceof LocalDate date) {
      return date;
    }
    throw misfit(value, "date");
  }

  static LocalTime time(@Nullable Object value) throws MisfitException {
    if (value instanceof LocalTime time) {
      return time;
    }
    throw misfit(value, "time of day");
  }

  static Instant instant(@Nullable Object value) throws MisfitException {
    return switch (value) {
      case Instant instant -> instant;
      case OffsetDateTime time -> time.toInstant();
      case ZonedDateTime time -> time.toInstant();
      case null, default -> throw misfit(value, "instant");
    };
  }

  static LocalDateTime local(@Nullable Object value) throws MisfitException {
    if (value instanceof LocalDateTime local) {
      return local;
    }
    throw misfit(value, "local time stamp");
  }

  /** The bytes, perhaps those of the value itself: not to be changed. */
  static byte[] bytes(@Nullable Object value) throws MisfitException {
    return switch (value) {
      case byte[] bytes -> bytes;
      case ByteBuffer buffer -> bytes(buffer);
      case GenericFixed fixed -> fixed.bytes();
      case null, default -> throw misfit(value, "bytes");
    };
  }

  private static byte[] bytes(ByteBuffer buffer) {
    if (buffer.hasArray()
        && buffer.arrayOffset() == 0
        && buffer.remaining() == buffer.array().length) {
      return buffer.array();
    }
    byte[] copy = new byte[buffer.remaining()];
    buffer.duplicate().get(copy);
    return copy;
  }

  static byte[] fixed(@Nullable Object value, int size) throws MisfitException {
    byte[] bytes = bytes(value);
    if (bytes.length != size) {
      throw new MisfitException(bytes.length + " bytes where " + size + " are fixed");
    }
    return bytes;
  }

  /** An unscaled value in exactly so many bytes. */
  static byte[] extended(byte[] unscaled, int size) throws MisfitException {
    if (unscaled.length > size) {
      throw new MisfitException("a decimal of more than " + size + " bytes");
    }
    byte[] extended = new byte[size];
    int missing = size - unscaled.length;
    Arrays.fill(extended, 0, missing, (byte) (unscaled[0] < 0 ? -1 : 0));
    System.arraycopy(unscaled, 0, extended, missing, unscaled.length);
    return extended;
  }

  static MisfitException misfit(@Nullable Object value, String type) {
    String found = value == null ? "null" : "a " + value.getClass().getSimpleName();
    return new MisfitException(found + " is no " + type);
  }
}
