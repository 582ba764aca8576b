package dev.headrace.connectors.http.webhook;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** What all sources at one address must agree about. */
record Terms(
    ListenAddress address,
    Optional<Path> certificate,
    Optional<Path> key,
    int maxConnections,
    Duration timeout) {

  static Terms of(WebhookSettings settings) {
    return new Terms(
        settings.address(),
        settings.webhookTlsCertificate(),
        settings.webhookTlsKey(),
        settings.webhookMaxConnections(),
        settings.webhookTimeout());
  }
}
