package dev.headrace.connectors.http.client;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.config.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Makes the certificates and keys of {@link TlsSettings} usable. */
final class Certificates {

  private static final Pattern KEY =
      Pattern.compile("-----BEGIN ((?:ENCRYPTED )?)PRIVATE KEY-----([^-]+)-----END");
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");
  private static final char[] IN_MEMORY = "in memory".toCharArray();

  private Certificates() {}

  /** The context for connections; empty when Java's own serves. */
  static Optional<SSLContext> context(TlsSettings settings) throws ConnectorException {
    if (settings.ca().isEmpty() && settings.certificate().isEmpty()) {
      return Optional.empty();
    }
    Optional<TrustManager[]> trust =
        settings.ca().isEmpty()
            ? Optional.empty()
            : Optional.of(trusting(certificates("tls.ca", settings.ca().get())));
    Optional<KeyManager[]> keys =
        settings.certificate().isEmpty() ? Optional.empty() : Optional.of(showing(settings));
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.orElse(null), trust.orElse(null), null);
      return Optional.of(context);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("this Java has no TLS", impossible);
    }
  }

  private static TrustManager[] trusting(Collection<? extends Certificate> authorities) {
    try {
      KeyStore store = empty();
      int number = 0;
      for (Certificate authority : authorities) {
        store.setCertificateEntry("ca-" + number++, authority);
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return factory.getTrustManagers();
    } catch (GeneralSecurityException | IOException impossible) {
      throw new IllegalStateException("certificates cannot be kept", impossible);
    }
  }

  private static KeyManager[] showing(TlsSettings settings) throws ConnectorException {
    Certificate[] chain =
        certificates("tls.certificate", settings.certificate().orElseThrow())
            .toArray(Certificate[]::new);
    Path keyFile = settings.key().orElseThrow();
    PrivateKey key = privateKey(keyFile, settings.keyPassword());
    try {
      KeyStore store = empty();
      store.setKeyEntry("ours", key, IN_MEMORY, chain);
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(store, IN_MEMORY);
      return factory.getKeyManagers();
    } catch (GeneralSecurityException | IOException unfit) {
      throw wrong("tls.key", keyFile, "does not fit the certificate: " + unfit.getMessage());
    }
  }

  private static Collection<? extends Certificate> certificates(String key, Path file)
      throws ConnectorException {
    try {
      Collection<? extends Certificate> found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(read(key, file)));
      if (found.isEmpty()) {
        throw wrong(key, file, "holds no certificate");
      }
      return found;
    } catch (GeneralSecurityException unreadable) {
      throw wrong(key, file, "holds no certificates in PEM form: " + unreadable.getMessage());
    }
  }

  private static PrivateKey privateKey(Path file, Optional<Secret> password)
      throws ConnectorException {
    Matcher pem = KEY.matcher(new String(read("tls.key", file), StandardCharsets.ISO_8859_1));
    if (!pem.find()) {
      throw wrong("tls.key", file, "holds no private key in PEM form (PKCS #8)");
    }
    try {
      byte[] der = Base64.getMimeDecoder().decode(pem.group(2));
      return decode(pem.group(1).isEmpty() ? new PKCS8EncodedKeySpec(der) : open(der, password));
    } catch (GeneralSecurityException | IOException | IllegalArgumentException unreadable) {
      throw wrong("tls.key", file, "cannot be read; check `tls.key.password`");
    }
  }

  private static KeySpec open(byte[] der, Optional<Secret> password)
      throws GeneralSecurityException, IOException {
    EncryptedPrivateKeyInfo encrypted = new EncryptedPrivateKeyInfo(der);
    String scheme =
        encrypted.getAlgParameters() == null
            ? encrypted.getAlgName()
            : encrypted.getAlgParameters().toString();
    char[] characters = password.map(Secret::reveal).orElse("").toCharArray();
    return encrypted.getKeySpec(
        SecretKeyFactory.getInstance(scheme).generateSecret(new PBEKeySpec(characters)));
  }

  private static PrivateKey decode(KeySpec spec) throws GeneralSecurityException {
    InvalidKeySpecException last = new InvalidKeySpecException("no algorithm knows it");
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(spec);
      } catch (InvalidKeySpecException another) {
        last.addSuppressed(another);
      }
    }
    throw last;
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static byte[] read(String key, Path file) throws ConnectorException {
    try {
      return Files.readAllBytes(file);
    } catch (IOException unreadable) {
      throw wrong(key, file, "cannot be read: " + unreadable);
    }
  }

  private static ConnectorException wrong(String key, Path file, String what) {
    return HttpFailure.wrong(
        "http.tls-files", "`" + key + "`: " + file + " " + what + ".", "Correct `" + key + "`.");
  }
}
