package dev.headrace.connectors.jdbc.sink;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.UUID;

/**
 * Rows as PostgreSQL's COPY takes them in its text format: columns parted by tabs, rows by line
 * feeds, {@code \N} for null. One growing array, reused; nothing is created per value. One thread.
 */
final class CopyText {

  private static final int FIRST_BYTES = 256;
  private static final byte[] HEX = ascii("0123456789abcdef");
  private static final byte[] LEAST_LONG = ascii(Long.toString(Long.MIN_VALUE));

  private byte[] bytes = new byte[FIRST_BYTES];
  private int used;
  private final StringBuilder digits = new StringBuilder(32);

  byte[] array() {
    return bytes;
  }

  int length() {
    return used;
  }

  /** Forgets what comes behind {@code length}. */
  void cutTo(int length) {
    used = length;
  }

  void columnEnd() {
    room(1);
    bytes[used++] = '\t';
  }

  /** The last column's end becomes the row's. */
  void rowEnd() {
    bytes[used - 1] = '\n';
  }

  void nothing() {
    room(2);
    bytes[used++] = '\\';
    bytes[used++] = 'N';
  }

  /** Letters, digits and signs that need no escape. */
  void plain(CharSequence ascii) {
    int length = ascii.length();
    room(length);
    for (int i = 0; i < length; i++) {
      bytes[used++] = (byte) ascii.charAt(i);
    }
  }

  void truth(boolean value) {
    room(1);
    bytes[used++] = (byte) (value ? 't' : 'f');
  }

  void number(long value) {
    room(20);
    if (value == Long.MIN_VALUE) {
      put(LEAST_LONG);
      return;
    }
    long rest = value;
    if (rest < 0) {
      bytes[used++] = '-';
      rest = -rest;
    }
    int end = used + digitCount(rest);
    used = end;
    do {
      bytes[--end] = (byte) ('0' + rest % 10);
      rest /= 10;
    } while (rest > 0);
  }

  /** A number of {@code width} digits, zeros in front. */
  void digits(int value, int width) {
    room(width);
    int rest = value;
    for (int i = used + width - 1; i >= used; i--) {
      bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    used += width;
  }

  void number(double value) {
    digits.setLength(0);
    plain(digits.append(value));
  }

  void number(float value) {
    digits.setLength(0);
    plain(digits.append(value));
  }

  /** With its scale; an exponent stays one, so that no number grows when written. */
  void number(BigDecimal value) {
    plain(value.toString());
  }

  void uuid(UUID value) {
    room(36);
    hex(value.getMostSignificantBits(), 60, 8);
    bytes[used++] = '-';
    hex(value.getMostSignificantBits(), 28, 4);
    bytes[used++] = '-';
    hex(value.getMostSignificantBits(), 12, 4);
    bytes[used++] = '-';
    hex(value.getLeastSignificantBits(), 60, 4);
    bytes[used++] = '-';
    hex(value.getLeastSignificantBits(), 44, 12);
  }

  /** As {@code bytea} in hexadecimal. */
  void binary(ByteBuffer value) {
    int length = value.remaining();
    room(3 + 2 * (long) length);
    bytes[used++] = '\\';
    bytes[used++] = '\\';
    bytes[used++] = 'x';
    for (int i = value.position(); i < value.limit(); i++) {
      int b = value.get(i);
      bytes[used++] = HEX[(b >> 4) & 0xF];
      bytes[used++] = HEX[b & 0xF];
    }
  }

  /**
   * Text in UTF-8, escaped.
   *
   * @return false when it is none that PostgreSQL can store: it holds U+0000 or half a surrogate
   *     pair
   */
  boolean text(CharSequence value) {
    int length = value.length();
    room(4 * (long) length);
    byte[] to = bytes;
    int at = used;
    for (int i = 0; i < length; i++) {
      char c = value.charAt(i);
      if ((c > '\\' && c < 0x80) || (c >= ' ' && c < '\\')) {
        to[at++] = (byte) c;
      } else if (c < 0x80) {
        if (c == 0) {
          return false;
        }
        char escaped = escape(c);
        if (escaped != 0) {
          to[at++] = '\\';
          to[at++] = (byte) escaped;
        } else {
          to[at++] = (byte) c;
        }
      } else if (c < 0x800) {
        to[at++] = (byte) (0xC0 | (c >> 6));
        to[at++] = (byte) (0x80 | (c & 0x3F));
      } else if (!Character.isSurrogate(c)) {
        to[at++] = (byte) (0xE0 | (c >> 12));
        to[at++] = (byte) (0x80 | ((c >> 6) & 0x3F));
        to[at++] = (byte) (0x80 | (c & 0x3F));
      } else {
        if (Character.isLowSurrogate(c)
            || i + 1 == length
            || !Character.isLowSurrogate(value.charAt(i + 1))) {
          return false;
        }
        int point = Character.toCodePoint(c, value.charAt(++i));
        to[at++] = (byte) (0xF0 | (point >> 18));
        to[at++] = (byte) (0x80 | ((point >> 12) & 0x3F));
        to[at++] = (byte) (0x80 | ((point >> 6) & 0x3F));
        to[at++] = (byte) (0x80 | (point & 0x3F));
      }
    }
    used = at;
    return true;
  }

  private static char escape(char c) {
    return switch (c) {
      case '\\' -> '\\';
      case '\t' -> 't';
      case '\n' -> 'n';
      case '\r' -> 'r';
      default -> 0;
    };
  }

  private void hex(long bits, int shift, int count) {
    for (int i = 0; i < count; i++) {
      bytes[used++] = HEX[(int) (bits >>> (shift - 4 * i)) & 0xF];
    }
  }

  private static int digitCount(long value) {
    int count = 1;
    for (long rest = value; rest >= 10; rest /= 10) {
      count++;
    }
    return count;
  }

  private void put(byte[] ascii) {
    System.arraycopy(ascii, 0, bytes, used, ascii.length);
    used += ascii.length;
  }

  private void room(long more) {
    if (used + more > bytes.length) {
      grow(used + more);
    }
  }

  private void grow(long least) {
    bytes = Arrays.copyOf(bytes, Math.toIntExact(Math.max(least, 2L * bytes.length)));
  }

  private static byte[] ascii(String text) {
    byte[] ascii = new byte[text.length()];
    for (int i = 0; i < ascii.length; i++) {
      ascii[i] = (byte) text.charAt(i);
    }
    return ascii;
  }
}
