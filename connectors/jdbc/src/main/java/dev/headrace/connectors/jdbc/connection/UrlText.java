package dev.headrace.connectors.jdbc.connection;

/** Text of URLs, in which characters may be written as {@code %XX}. */
final class UrlText {

  /** More layers than any driver takes off. */
  private static final int LAYERS = 8;

  private UrlText() {}

  /** With all layers of percent-encoding taken off. */
  static String decoded(String text) {
    String decoded = text;
    for (int layer = 0; layer < LAYERS; layer++) {
      String next = decodeOnce(decoded);
      if (next.equals(decoded)) {
        break;
      }
      decoded = next;
    }
    return decoded;
  }

  private static String decodeOnce(String text) {
    StringBuilder decoded = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      int high = text.charAt(i) == '%' ? hex(text, i + 1) : -1;
      int low = high >= 0 ? hex(text, i + 2) : -1;
      if (low >= 0) {
        decoded.append((char) (high * 16 + low));
        i += 2;
      } else {
        decoded.append(text.charAt(i));
      }
    }
    return decoded.toString();
  }

  private static int hex(String text, int index) {
    return index < text.length() ? Character.digit(text.charAt(index), 16) : -1;
  }
}
