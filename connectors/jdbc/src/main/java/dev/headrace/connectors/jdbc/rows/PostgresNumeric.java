package dev.headrace.connectors.jdbc.rows;

import java.math.BigDecimal;
import java.math.BigInteger;

/** {@code numeric}: digits to base 10,000, most significant first. */
record PostgresNumeric() implements PostgresDecoder {

  private static final int WEIGHT = 2;
  private static final int SIGN = 4;
  private static final int SCALE = 6;
  private static final int DIGITS = 8;

  private static final int NEGATIVE = 0x4000;
  private static final int NOT_A_NUMBER = 0xC000;
  private static final int INFINITE = 0xD000;
  private static final int MINUS_INFINITE = 0xF000;

  private static final int BASE = 10_000;
  private static final int DIGITS_PER_GROUP = 4;

  /** So many groups fit into a long. */
  private static final int GROUPS_IN_LONG = 4;

  @Override
  public Object decode(byte[] row, int from, int length) throws UnfitValue {
    int sign = PostgresDecoder.shortAt(row, from + SIGN) & 0xFFFF;
    switch (sign) {
      case NOT_A_NUMBER -> throw new UnfitValue("NaN, which is no decimal");
      case INFINITE, MINUS_INFINITE -> throw new UnfitValue("an infinite number");
      default -> {}
    }
    int groups = PostgresDecoder.shortAt(row, from);
    int weight = PostgresDecoder.shortAt(row, from + WEIGHT);
    int scale = PostgresDecoder.shortAt(row, from + SCALE);
    BigDecimal digits =
        groups <= GROUPS_IN_LONG
            ? BigDecimal.valueOf(small(row, from, groups))
            : new BigDecimal(large(row, from, groups));
    int exponent = (weight + 1 - groups) * DIGITS_PER_GROUP;
    BigDecimal absolute = digits.scaleByPowerOfTen(exponent).setScale(scale);
    return sign == NEGATIVE ? absolute.negate() : absolute;
  }

  private static long small(byte[] row, int from, int groups) {
    long digits = 0;
    for (int i = 0; i < groups; i++) {
      digits = digits * BASE + group(row, from, i);
    }
    return digits;
  }

  private static BigInteger large(byte[] row, int from, int groups) {
    StringBuilder digits = new StringBuilder(groups * DIGITS_PER_GROUP);
    for (int i = 0; i < groups; i++) {
      String group = Integer.toString(group(row, from, i));
      digits.append("0000", 0, DIGITS_PER_GROUP - group.length()).append(group);
    }
    return new BigInteger(digits.toString());
  }

  private static int group(byte[] row, int from, int index) {
    return PostgresDecoder.shortAt(row, from + DIGITS + 2 * index);
  }
}
