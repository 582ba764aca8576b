package dev.headrace.connectors.http.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The body of an answer as UTF-8.
 *
 * @param where what it is part of, for messages
 * @param utf8 without a byte order mark
 * @param isDelimited whether its end can be told from a cut
 */
record Body(String where, InputStream utf8, boolean isDelimited) {

  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  /** The body whose bytes are {@code content} in some encoding. */
  static Body of(String where, InputStream content, Charset encoding, boolean isDelimited)
      throws IOException {
    InputStream utf8 =
        encoding.equals(StandardCharsets.UTF_8) || encoding.equals(StandardCharsets.US_ASCII)
            ? content
            : new Utf8Input(new InputStreamReader(content, encoding.newDecoder()));
    return new Body(where, withoutMark(utf8), isDelimited);
  }

  private static InputStream withoutMark(InputStream in) throws IOException {
    PushbackInputStream body = new PushbackInputStream(in, BYTE_ORDER_MARK.length);
    byte[] first = new byte[BYTE_ORDER_MARK.length];
    int length = body.readNBytes(first, 0, first.length);
    if (!Arrays.equals(first, BYTE_ORDER_MARK)) {
      body.unread(first, 0, length);
    }
    return body;
  }

  /** How many bytes are here without waiting, at least. */
  int available() throws IOException {
    return utf8.available();
  }
}
