package dev.headrace.connectors.http.json;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Checks UTF-8. */
public final class Utf8 {

  private static final int CHARS = 1024;

  private Utf8() {}

  /** Whether the bytes are well-formed UTF-8. */
  public static boolean isValid(byte[] bytes, int from, int length) {
    int to = from + length;
    int at = from;
    while (at < to && bytes[at] >= 0) {
      at++;
    }
    if (at == to) {
      return true;
    }
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer rest = ByteBuffer.wrap(bytes, at, to - at);
    CharBuffer passed = CharBuffer.allocate(CHARS);
    CoderResult result;
    do {
      result = decoder.decode(rest, passed.clear(), true);
    } while (result.isOverflow());
    return result.isUnderflow();
  }
}
