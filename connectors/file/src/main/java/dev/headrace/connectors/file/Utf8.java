package dev.headrace.connectors.file;

/** Checks UTF-8 as RFC 3629 defines it. */
final class Utf8 {

  private Utf8() {}

  /** Whether {@code [from, to)} is well-formed: shortest forms, no surrogates, nothing cut off. */
  static boolean isValid(byte[] bytes, int from, int to) {
    int i = Bytes.endOfAscii(bytes, from, to);
    while (i < to) {
      int length = sequenceLength(bytes, i, to);
      if (length == 0) {
        return false;
      }
      i = Bytes.endOfAscii(bytes, i + length, to);
    }
    return true;
  }

  /** The length of the sequence at {@code i} that is not ASCII; 0 when it is malformed. */
  private static int sequenceLength(byte[] bytes, int i, int to) {
    int lead = bytes[i] & 0xff;
    int length = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
    if (length == 0 || i + length > to) {
      return 0;
    }
    int second = bytes[i + 1] & 0xff;
    int least = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    int greatest = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    if (second < least || second > greatest) {
      return 0;
    }
    for (int k = 2; k < length; k++) {
      if ((bytes[i + k] & 0xc0) != 0x80) {
        return 0;
      }
    }
    return length;
  }
}
