package dev.headrace.runtime.format;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** Decimals within bounds: a few bytes must not stand for a number that fills the memory. */
final class Decimals {

  /** The most digits in all; PostgreSQL's numeric has no more. */
  private static final int MAX_DIGITS = 150_000;

  /** The most digits behind the point, or zeros before it. */
  private static final int MAX_SCALE = 20_000;

  private Decimals() {}

  /** A decimal as the schema has it, with its scale. */
  static BigDecimal fit(BigDecimal value, Schema schema) throws MisfitException {
    check(value);
    LogicalTypes.Decimal type = (LogicalTypes.Decimal) schema.getLogicalType();
    BigDecimal scaled;
    try {
      scaled = value.setScale(type.getScale());
    } catch (ArithmeticException tooFine) {
      throw new MisfitException(
          value + " has more than " + type.getScale() + " digits behind the point");
    }
    if (scaled.precision() > type.getPrecision()) {
      throw new MisfitException(
          value
              + " has more digits than decimal("
              + type.getPrecision()
              + ", "
              + type.getScale()
              + ") holds");
    }
    return scaled;
  }

  /** The decimal of an unscaled value, with the scale of the schema. */
  static BigDecimal of(byte[] unscaled, Schema schema) throws MisfitException {
    int scale = ((LogicalTypes.Decimal) schema.getLogicalType()).getScale();
    return of(unscaled, scale);
  }

  static BigDecimal of(byte[] unscaled, int scale) throws MisfitException {
    if (unscaled.length == 0) {
      throw new MisfitException("a decimal without bytes");
    }
    return check(new BigDecimal(new BigInteger(unscaled), scale));
  }

  /** A decimal from its text; an exponent is allowed. */
  static BigDecimal parse(String text) throws MisfitException {
    if (text.length() > MAX_DIGITS) {
      throw new MisfitException("a number of " + text.length() + " digits");
    }
    try {
      return check(new BigDecimal(text));
    } catch (NumberFormatException wrong) {
      throw new MisfitException("\"" + text + "\" is no decimal");
    }
  }

  /** The value, when it can be written out in a bounded number of digits. */
  static BigDecimal check(BigDecimal value) throws MisfitException {
    if (Math.abs((long) value.scale()) > MAX_SCALE || value.precision() > MAX_DIGITS) {
      throw new MisfitException(
          "a decimal of " + value.precision() + " digits with scale " + value.scale());
    }
    return value;
  }
}
