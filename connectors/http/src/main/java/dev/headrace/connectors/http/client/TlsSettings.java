package dev.headrace.connectors.http.client;

import dev.headrace.connector.config.Checked;
import dev.headrace.connector.config.Doc;
import dev.headrace.connector.config.Problem;
import dev.headrace.connector.config.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Whom we trust, and what we show. Host names are always checked. */
public record TlsSettings(
    @Doc(
            "A PEM file with the certificates of the authorities that are trusted, in place of"
                + " Java's own.")
        Optional<Path> ca,
    @Doc("A PEM file with our certificate, and those that lead to its authority.")
        Optional<Path> certificate,
    @Doc("A PEM file with the private key of the certificate (PKCS #8).") Optional<Path> key,
    @Doc("The password of the private key.") Optional<Secret> keyPassword)
    implements Checked {

  @Override
  public List<Problem> problems() {
    if (certificate.isPresent() == key.isPresent() && (key.isPresent() || keyPassword.isEmpty())) {
      return List.of();
    }
    return List.of(
        new Problem(
            "config.inconsistent",
            "tls.certificate",
            "`tls.certificate` and `tls.key` go together.",
            "Set both, or neither."));
  }
}
