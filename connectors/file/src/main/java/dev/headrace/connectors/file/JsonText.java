package dev.headrace.connectors.file;

/**
 * Checks and compacts JSON (RFC 8259) without making objects of it. Stateless; nesting beyond
 * {@value #MAX_DEPTH} counts as invalid.
 */
final class JsonText {

  static final int MAX_DEPTH = 1000;

  private final byte[] bytes;
  private final int to;
  private int at;
  private int depth;

  private JsonText(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.at = from;
    this.to = to;
  }

  /** Whether {@code [from, to)} is one JSON text, blanks around it allowed. */
  static boolean isValid(byte[] bytes, int from, int to) {
    JsonText text = new JsonText(bytes, from, to);
    text.blanks();
    if (!text.value()) {
      return false;
    }
    text.blanks();
    return text.at == to;
  }

  /**
   * The index of the first byte in {@code [from, to)} that is no JSON white space, or {@code to}.
   */
  static int skipBlanks(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to && isBlank(bytes[i])) {
      i++;
    }
    return i;
  }

  /**
   * Copies valid JSON without the white space between its parts.
   *
   * @return the bytes written to {@code target} from 0
   */
  static int compact(byte[] bytes, int from, int to, byte[] target) {
    int written = 0;
    boolean inText = false;
    for (int i = from; i < to; i++) {
      byte b = bytes[i];
      if (!inText && isBlank(b)) {
        continue;
      }
      target[written++] = b;
      if (b == '"') {
        inText = !inText;
      } else if (b == '\\') {
        target[written++] = bytes[++i];
      }
    }
    return written;
  }

  private boolean value() {
    if (at == to) {
      return false;
    }
    return switch (bytes[at]) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> text();
      case 't' -> word("true");
      case 'f' -> word("false");
      case 'n' -> word("null");
      default -> number();
    };
  }

  private boolean object() {
    at++;
    if (++depth > MAX_DEPTH) {
      return false;
    }
    blanks();
    if (!takes('}')) {
      do {
        blanks();
        if (at == to || bytes[at] != '"' || !text()) {
          return false;
        }
        blanks();
        if (!takes(':') || !element()) {
          return false;
        }
      } while (takes(','));
      if (!takes('}')) {
        return false;
      }
    }
    depth--;
    return true;
  }

  private boolean array() {
    at++;
    if (++depth > MAX_DEPTH) {
      return false;
    }
    blanks();
    if (!takes(']')) {
      do {
        if (!element()) {
          return false;
        }
      } while (takes(','));
      if (!takes(']')) {
        return false;
      }
    }
    depth--;
    return true;
  }

  private boolean element() {
    blanks();
    boolean valid = value();
    blanks();
    return valid;
  }

  private boolean text() {
    at++;
    while (at < to) {
      byte b = bytes[at++];
      if (b == '"') {
        return true;
      }
      if ((b == '\\' && !escape()) || (b >= 0 && b < ' ')) {
        return false;
      }
    }
    return false;
  }

  private boolean escape() {
    if (at == to) {
      return false;
    }
    return switch (bytes[at++]) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> true;
      case 'u' -> {
        int end = at + 4;
        while (at < end && at < to && Character.digit(bytes[at], 16) >= 0) {
          at++;
        }
        yield at == end;
      }
      default -> false;
    };
  }

  private boolean number() {
    takes('-');
    if (!takes('0') && !digits()) {
      return false;
    }
    if (takes('.') && !digits()) {
      return false;
    }
    if (takes('e') || takes('E')) {
      if (!takes('+')) {
        takes('-');
      }
      return digits();
    }
    return true;
  }

  private boolean digits() {
    int first = at;
    while (at < to && bytes[at] >= '0' && bytes[at] <= '9') {
      at++;
    }
    return at > first;
  }

  private boolean word(String word) {
    for (int i = 0; i < word.length(); i++) {
      if (!takes(word.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private boolean takes(char expected) {
    if (at < to && bytes[at] == expected) {
      at++;
      return true;
    }
    return false;
  }

  private void blanks() {
    at = skipBlanks(bytes, at, to);
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }
}
