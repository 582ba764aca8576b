package dev.headrace.connectors.http.webhook;

import dev.headrace.connector.config.Problem;
import dev.headrace.connectors.http.json.Pointers;
import dev.headrace.connectors.http.template.Template;
import dev.headrace.connectors.http.template.TemplateChecks;
import dev.headrace.connectors.http.webhook.WebhookSettings.Auth;
import dev.headrace.connectors.http.webhook.WebhookSettings.Format;
import dev.headrace.connectors.http.webhook.WebhookSettings.Keying;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is wrong in the settings of a webhook although each for itself is right. */
final class WebhookChecks {

  private WebhookChecks() {}

  static List<Problem> problems(WebhookSettings settings) {
    List<Problem> problems = new ArrayList<>();
    ListenAddress.parse(settings.webhookListen())
        .ifPresentOrElse(
            address -> checkReach(settings, address, problems),
            () ->
                problems.add(
                    new Problem(
                        "config.wrong-type",
                        "webhook.listen",
                        "`webhook.listen` is \"" + settings.webhookListen() + "\".",
                        "Write HOST:PORT, such as 127.0.0.1:8084 or [::1]:8084.")));
    if (!settings.path().matches("/[\\x21-\\x7e&&[^?#]]*")) {
      problems.add(
          new Problem(
              "config.not-allowed",
              "path",
              "`path` is \"" + settings.path() + "\", which is no path of a URL.",
              "Begin it with a slash, and leave ? and # out, such as /hooks/orders."));
    }
    if (settings.webhookTlsCertificate().isPresent() != settings.webhookTlsKey().isPresent()) {
      problems.add(
          inconsistent(
              "webhook.tls.certificate",
              "`webhook.tls.certificate` and `webhook.tls.key` go together.",
              "Set both, or neither."));
    }
    if (settings.key() instanceof Keying.Pointer(String pointer)) {
      checkPointer(settings, pointer, problems);
    }
    if (settings.auth() instanceof Auth.Hmac hmac) {
      checkSignature(hmac, problems);
    }
    return problems;
  }

  /** Nothing listens beyond this machine for everybody, unless the user says so. */
  private static void checkReach(
      WebhookSettings settings, ListenAddress address, List<Problem> problems) {
    boolean safe =
        settings.webhookTlsCertificate().isPresent() && !(settings.auth() instanceof Auth.None);
    if (!address.isLoopback() && !safe && !settings.webhookInsecure()) {
      problems.add(
          inconsistent(
              "webhook.listen",
              "`webhook.listen` is "
                  + address
                  + ", which others can reach, and "
                  + (settings.auth() instanceof Auth.None ? "`auth` is none." : "there is no TLS."),
              "Set `auth` and `webhook.tls.certificate`; or `webhook.insecure` = true, where"
                  + " something in front of it does both."));
    }
  }

  private static void checkPointer(
      WebhookSettings settings, String pointer, List<Problem> problems) {
    Pointers.check("key.pointer", Optional.of(pointer), problems);
    if (settings.format() instanceof Format.Text || settings.format() instanceof Format.Bytes) {
      problems.add(
          inconsistent(
              "key.pointer",
              "Only JSON has a place for `key.pointer`.",
              "Set `format` to json or json-lines, or `key` to header."));
    }
  }

  private static void checkSignature(Auth.Hmac hmac, List<Problem> problems) {
    Optional<Template> content =
        TemplateChecks.check(
            "signature.content",
            hmac.signatureContent(),
            gap -> gap.argument().isEmpty() && Set.of("body", "timestamp").contains(gap.name()),
            problems);
    if (content.isEmpty()) {
      return;
    }
    List<String> signed = content.get().placeholders().map(gap -> gap.name()).toList();
    if (!signed.contains("body")) {
      problems.add(
          inconsistent(
              "signature.content",
              "`signature.content` leaves the body out.",
              "Put ${body} into it: what is not signed can be anybody's."));
    }
    if (signed.contains("timestamp") != hmac.timestampHeader().isPresent()) {
      problems.add(
          inconsistent(
              "timestamp.header",
              "A time protects only when it is signed, and is signed only when it is there.",
              "Set `timestamp.header`, and put ${timestamp} into `signature.content`."));
    }
  }

  private static Problem inconsistent(String key, String what, String next) {
    return new Problem("config.inconsistent", key, what, next);
  }
}
