package dev.headrace.connectors.jdbc.sink;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Types that take all values of another one, exactly. By the names that PostgreSQL and H2 have for
 * them.
 */
final class Widening {

  private static final Pattern TYPE =
      Pattern.compile("([a-z0-9 ]+?)(?:\\((\\d+)(?:, ?(-?\\d+))?\\))?");

  private static final Map<String, Family> FAMILIES =
      Map.ofEntries(
          Map.entry("boolean", Family.BOOLEAN),
          Map.entry("smallint", Family.SMALL),
          Map.entry("tinyint", Family.SMALL),
          Map.entry("int2", Family.SMALL),
          Map.entry("integer", Family.INTEGER),
          Map.entry("int", Family.INTEGER),
          Map.entry("int4", Family.INTEGER),
          Map.entry("bigint", Family.BIG),
          Map.entry("int8", Family.BIG),
          Map.entry("real", Family.REAL),
          Map.entry("float4", Family.REAL),
          Map.entry("double precision", Family.DOUBLE),
          Map.entry("float8", Family.DOUBLE),
          Map.entry("numeric", Family.NUMERIC),
          Map.entry("decimal", Family.NUMERIC),
          Map.entry("character varying", Family.TEXT),
          Map.entry("varchar", Family.TEXT),
          Map.entry("text", Family.TEXT));

  private enum Family {
    BOOLEAN(0),
    SMALL(5),
    INTEGER(10),
    BIG(19),
    REAL(0),
    DOUBLE(0),
    NUMERIC(0),
    TEXT(0);

    /** Of a whole number; 0 for all else. */
    private final int digits;

    Family(int digits) {
      this.digits = digits;
    }

    boolean isWhole() {
      return digits > 0;
    }
  }

  /**
   * A type taken apart.
   *
   * @param size the length or precision; empty when there is no limit
   */
  private record Type(Family family, Optional<Integer> size, int scale) {
    static Optional<Type> of(String text) {
      Matcher parts = TYPE.matcher(text.toLowerCase(Locale.ROOT));
      if (!parts.matches()) {
        return Optional.empty();
      }
      return Optional.ofNullable(FAMILIES.get(parts.group(1)))
          .map(
              family ->
                  new Type(
                      family,
                      Optional.ofNullable(parts.group(2)).map(Integer::valueOf),
                      parts.group(3) == null ? 0 : Integer.parseInt(parts.group(3))));
    }

    /** The digits before the point; empty for any number of them. */
    Optional<Integer> wholeDigits() {
      return family.isWhole() ? Optional.of(family.digits) : size.map(digits -> digits - scale);
    }
  }

  private Widening() {}

  /**
   * The type to change a column of type {@code present} to, so that it takes values of {@code
   * wanted} too; empty when it does, or when there is no such type.
   */
  static Optional<String> of(String present, String wanted) {
    return Type.of(present).flatMap(from -> Type.of(wanted).flatMap(to -> of(from, to, wanted)));
  }

  private static Optional<String> of(Type from, Type to, String wanted) {
    if (to.family() == Family.TEXT) {
      boolean longEnough =
          from.family() == Family.TEXT
              && (from.size().isEmpty()
                  || (to.size().isPresent() && to.size().get() <= from.size().get()));
      return longEnough ? Optional.empty() : Optional.of(wanted);
    }
    if (from.family() == Family.TEXT
        || from.family() == Family.BOOLEAN
        || to.family() == Family.BOOLEAN) {
      return Optional.empty();
    }
    if (from.family().isWhole() && to.family().isWhole()) {
      return from.family().digits < to.family().digits ? Optional.of(wanted) : Optional.empty();
    }
    if (from.family() == Family.NUMERIC || to.family() == Family.NUMERIC) {
      return numeric(from, to);
    }
    return floating(from, to, wanted);
  }

  /** At least one is a decimal: the result has the digits of both. */
  private static Optional<String> numeric(Type from, Type to) {
    boolean unlimited = from.family() == Family.NUMERIC && from.size().isEmpty();
    if (unlimited || from.family() == Family.DOUBLE || from.family() == Family.REAL) {
      return Optional.empty();
    }
    if (from.wholeDigits().isEmpty() || to.wholeDigits().isEmpty()) {
      return Optional.of("numeric");
    }
    int scale = Math.max(from.scale(), to.scale());
    int whole = Math.max(from.wholeDigits().get(), to.wholeDigits().get());
    boolean same =
        from.family() == Family.NUMERIC
            && scale == from.scale()
            && whole == from.wholeDigits().get();
    return same ? Optional.empty() : Optional.of("numeric(" + (whole + scale) + "," + scale + ")");
  }

  /** Doubles keep integers exactly, but not all big ones. */
  private static Optional<String> floating(Type from, Type to, String wanted) {
    return switch (from.family()) {
      case SMALL -> Optional.of(wanted);
      case INTEGER -> Optional.of("double precision");
      case BIG -> Optional.of("numeric");
      case REAL -> to.family() == Family.DOUBLE ? Optional.of(wanted) : Optional.empty();
      default -> Optional.empty();
    };
  }
}
