package dev.headrace.connectors.http.source;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Tells whether a run of records is the same as another. Used by one thread. */
final class RecordDigest {

  private static final int BYTES = 16;

  private final MessageDigest digest = sha256();
  private final ByteBuffer lengthBytes = ByteBuffer.allocate(Long.BYTES);

  /** The next record. */
  void add(byte[] bytes, int from, int length) {
    digest.update(lengthBytes.clear().putLong(length).array());
    digest.update(bytes, from, length);
  }

  /** The digest of the records so far. */
  String value() {
    try {
      byte[] whole = ((MessageDigest) digest.clone()).digest();
      return HexFormat.of().formatHex(whole, 0, BYTES);
    } catch (CloneNotSupportedException impossible) {
      throw new IllegalStateException("SHA-256 cannot be copied", impossible);
    }
  }

  /** The digest of a text, as short as is enough to tell texts apart. */
  static long of(String text) {
    byte[] whole = sha256().digest(text.getBytes(StandardCharsets.UTF_8));
    return ByteBuffer.wrap(whole).getLong();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
