package dev.headrace.runtime.schema;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;

/** The smallest kind that holds a JSON number with all of its digits. */
public enum JsonNumber {
  /** An integer that is exact as a double, too: at most 2^53, whatever its sign. */
  INTEGER,
  /** An integer of 64 bits. */
  WIDE_INTEGER,
  /** A double that gives the same number back. */
  DOUBLE,
  /** Anything that can be written out in a reasonable number of digits. */
  DECIMAL,
  /** Like {@code 1e99999}: nothing holds it but its own text. */
  BOUNDLESS;

  private static final long EXACT_AS_DOUBLE = 1L << 53;

  /**
   * So many digits, with the point, are always exact as a double, as long as none is an exponent.
   */
  private static final int SURE_LENGTH = 16;

  /** The most digits on either side of the point. */
  private static final int MAX_DIGITS = 1_000;

  /** The kind of the number at which the parser stands. */
  public static JsonNumber of(JsonParser json) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NUMBER_INT) {
      return switch (json.getNumberType()) {
        case INT -> INTEGER;
        case LONG -> ofLong(json.getLongValue());
        default -> DECIMAL;
      };
    }
    if (json.getTextLength() <= SURE_LENGTH && !hasExponent(json)) {
      return DOUBLE;
    }
    return ofText(json.getText());
  }

  static JsonNumber ofLong(long value) {
    return value >= -EXACT_AS_DOUBLE && value <= EXACT_AS_DOUBLE ? INTEGER : WIDE_INTEGER;
  }

  private static JsonNumber ofText(String text) {
    BigDecimal exact;
    try {
      exact = new BigDecimal(text);
    } catch (NumberFormatException exponentBeyondAnInt) {
      return BOUNDLESS;
    }
    double nearest = exact.doubleValue();
    if (Double.isFinite(nearest) && exact.compareTo(BigDecimal.valueOf(nearest)) == 0) {
      return DOUBLE;
    }
    return isReasonable(exact) ? DECIMAL : BOUNDLESS;
  }

  private static boolean isReasonable(BigDecimal number) {
    long digitsBeforeThePoint = (long) number.precision() - number.scale();
    return number.scale() <= MAX_DIGITS && digitsBeforeThePoint <= MAX_DIGITS;
  }

  private static boolean hasExponent(JsonParser json) throws IOException {
    char[] text = json.getTextCharacters();
    int from = json.getTextOffset();
    int to = from + json.getTextLength();
    for (int i = from; i < to; i++) {
      if ((text[i] | 0x20) == 'e') {
        return true;
      }
    }
    return false;
  }
}
