package dev.headrace.connector.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * A password or token. It never shows itself: {@link #toString()} is a mask, and equality takes the
 * same time wherever two secrets differ.
 */
public final class Secret {

  /** What stands wherever a secret would be shown. */
  public static final String MASK = "****";

  private final byte[] utf8;

  private Secret(byte[] utf8) {
    this.utf8 = utf8;
  }

  public static Secret of(String text) {
    return new Secret(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The secret itself, for the one place that must present it. */
  public String reveal() {
    return new String(utf8, StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && MessageDigest.isEqual(utf8, secret.utf8);
  }

  @Override
  public int hashCode() {
    return Secret.class.hashCode();
  }

  @Override
  public String toString() {
    return MASK;
  }
}
