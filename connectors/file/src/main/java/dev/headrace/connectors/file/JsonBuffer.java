package dev.headrace.connectors.file;

import java.util.Arrays;

/** A growing buffer that JSON is written to, reused from record to record. Used by one thread. */
final class JsonBuffer {

  private static final int LONGEST_ESCAPE = 6;
  private static final byte[] HEXADECIMAL = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  private byte[] bytes = new byte[1024];
  private int length;

  void clear() {
    length = 0;
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  /** Writes JSON as it is. */
  JsonBuffer raw(byte... json) {
    ensure(json.length);
    System.arraycopy(json, 0, bytes, length, json.length);
    length += json.length;
    return this;
  }

  /** Writes UTF-8 as the inside of a JSON text. */
  JsonBuffer escaped(byte[] utf8, int from, int to) {
    ensure((to - from) * LONGEST_ESCAPE);
    for (int i = from; i < to; i++) {
      byte b = utf8[i];
      if (b == '"' || b == '\\') {
        bytes[length++] = '\\';
        bytes[length++] = b;
      } else if (b >= ' ' || b < 0) {
        bytes[length++] = b;
      } else {
        control(b);
      }
    }
    return this;
  }

  private void control(byte b) {
    bytes[length++] = '\\';
    switch (b) {
      case '\n' -> bytes[length++] = 'n';
      case '\r' -> bytes[length++] = 'r';
      case '\t' -> bytes[length++] = 't';
      default -> {
        bytes[length++] = 'u';
        bytes[length++] = '0';
        bytes[length++] = '0';
        bytes[length++] = HEXADECIMAL[b >> 4];
        bytes[length++] = HEXADECIMAL[b & 0xf];
      }
    }
  }

  private void ensure(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
  }
}
