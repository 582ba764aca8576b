package dev.headrace.runtime.secret;

import dev.headrace.connector.Reason;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Seals the secrets of a data directory, so that whoever reads the log without the key file beside
 * it learns nothing of them: {@code headrace-sealed:1:KEY:TEXT}, where KEY names the key and TEXT
 * is a nonce and the secret in AES-256-GCM, bound to its place. Makes the key file with the first
 * secret. One thread at a time.
 */
public final class Seals {

  /** The name of the file in a data directory that has the key. */
  public static final String KEY_FILE = "secrets.key";

  private static final String PREFIX = "headrace-sealed:";
  private static final String VERSION = "1";

  private final KeyFile keyFile;
  private final SecureRandom random = new SecureRandom();
  private Optional<SealingKey> key = Optional.empty();

  public Seals(Path dataDirectory) {
    this.keyFile = new KeyFile(dataDirectory);
  }

  /** Where a secret belongs: it cannot be opened anywhere else. */
  public record Place(String connector, String setting) {
    private byte[] bytes() {
      return (connector + "\0" + setting).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
      return "`" + setting + "` of the connector " + connector;
    }
  }

  /** Whether a text is a sealed secret, of this or another release. */
  public static boolean isSealed(String text) {
    return text.startsWith(PREFIX);
  }

  /** Seals a secret. */
  public String seal(Place place, String secret) throws SealException {
    SealingKey sealing = keyToSeal();
    byte[] nonce = new byte[SealingKey.NONCE_BYTES];
    random.nextBytes(nonce);
    byte[] encrypted =
        sealing.encrypt(nonce, place.bytes(), secret.getBytes(StandardCharsets.UTF_8));
    byte[] text = new byte[nonce.length + encrypted.length];
    System.arraycopy(nonce, 0, text, 0, nonce.length);
    System.arraycopy(encrypted, 0, text, nonce.length, encrypted.length);
    return PREFIX
        + VERSION
        + ":"
        + sealing.id()
        + ":"
        + Base64.getUrlEncoder().withoutPadding().encodeToString(text);
  }

  /**
   * Opens a sealed secret.
   *
   * @throws SealException when the key is missing or another, or the text is not what was sealed
   */
  public String open(Place place, String sealed) throws SealException {
    String[] parts = sealed.split(":", -1);
    if (!isSealed(sealed) || !parts[1].matches("\\d+")) {
      throw damaged(place, null);
    }
    if (!parts[1].equals(VERSION)) {
      throw new SealException(
          new Reason(
              "secrets.newer-format",
              place + " was encrypted by a newer release (format " + parts[1] + ").",
              "Start that release, or send the config with its secrets again."));
    }
    if (parts.length != 4) {
      throw damaged(place, null);
    }
    return decrypt(keyToOpen(place, parts[2]), place, parts[3]);
  }

  private static String decrypt(SealingKey opening, Place place, String base64)
      throws SealException {
    try {
      byte[] text = Base64.getUrlDecoder().decode(base64);
      if (text.length < SealingKey.NONCE_BYTES) {
        throw damaged(place, null);
      }
      byte[] nonce = new byte[SealingKey.NONCE_BYTES];
      byte[] encrypted = new byte[text.length - nonce.length];
      System.arraycopy(text, 0, nonce, 0, nonce.length);
      System.arraycopy(text, nonce.length, encrypted, 0, encrypted.length);
      return new String(opening.decrypt(nonce, place.bytes(), encrypted), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException | GeneralSecurityException altered) {
      throw damaged(place, altered);
    }
  }

  private SealingKey keyToSeal() throws SealException {
    if (key.isEmpty()) {
      Optional<SealingKey> found = keyFile.read();
      key = Optional.of(found.isPresent() ? found.get() : keyFile.create(random));
    }
    return key.get();
  }

  private SealingKey keyToOpen(Place place, String id) throws SealException {
    if (key.isEmpty()) {
      key = keyFile.read();
    }
    if (key.isEmpty()) {
      throw new SealException(
          new Reason(
              "secrets.key-missing",
              keyFile.path() + ", with which " + place + " was encrypted, is missing.",
              "Put it back from a backup and start again, or send the config with its secrets"
                  + " again."));
    }
    if (!key.get().id().equals(id)) {
      throw new SealException(
          new Reason(
              "secrets.wrong-key",
              "%s was encrypted with another key (%s) than that in %s (%s)."
                  .formatted(place, id, keyFile.path(), key.get().id()),
              "Put the right file back and start again, or send the config with its secrets"
                  + " again."));
    }
    return key.get();
  }

  private static SealException damaged(Place place, @Nullable Throwable cause) {
    Reason reason =
        new Reason(
            "secrets.damaged",
            place + " is not what was encrypted: somebody changed or moved it.",
            "Send the config with its secrets again.");
    return cause == null ? new SealException(reason) : new SealException(reason, cause);
  }
}
