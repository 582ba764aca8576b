package dev.headrace.runtime.secret;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** A key for AES-256 in Galois/Counter mode. Immutable; never shows itself. */
final class SealingKey {

  static final int BYTES = 32;
  static final int NONCE_BYTES = 12;

  private static final int TAG_BITS = 128;
  private static final int ID_BYTES = 4;

  private final SecretKeySpec key;
  private final String id;

  SealingKey(byte[] key) {
    this.key = new SecretKeySpec(key, "AES");
    this.id = HexFormat.of().formatHex(sha256(key), 0, ID_BYTES);
  }

  /** Tells one key from another, and nothing of the key. */
  String id() {
    return id;
  }

  /**
   * @param nonce never used with this key before
   * @param place what the text belongs to; it can be decrypted for that place only
   */
  byte[] encrypt(byte[] nonce, byte[] place, byte[] text) {
    try {
      return cipher(Cipher.ENCRYPT_MODE, nonce, place).doFinal(text);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has AES-GCM", impossible);
    }
  }

  /**
   * @throws GeneralSecurityException when the text, the nonce or the place is not the one of then
   */
  byte[] decrypt(byte[] nonce, byte[] place, byte[] encrypted) throws GeneralSecurityException {
    return cipher(Cipher.DECRYPT_MODE, nonce, place).doFinal(encrypted);
  }

  @Override
  public String toString() {
    return "key " + id;
  }

  private Cipher cipher(int mode, byte[] nonce, byte[] place) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(place);
    return cipher;
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }
}
