package dev.headrace.connectors.http.webhook;

import dev.headrace.connectors.http.template.Placeholder;
import dev.headrace.connectors.http.template.Template;
import dev.headrace.connectors.http.webhook.WebhookSettings.Auth;
import dev.headrace.connectors.http.webhook.WebhookSettings.Encoding;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Whether a sender may send. Stateless; what is secret is compared in the same time always. */
final class SenderCheck {

  /** Above this a number is milliseconds: as seconds it would be in the year 5138. */
  private static final long GREATEST_SECONDS = 100_000_000_000L;

  private final Auth auth;
  private final InstantSource clock;

  SenderCheck(Auth auth, InstantSource clock) {
    this.auth = auth;
    this.clock = clock;
  }

  /** What to answer instead, as far as the head of a request tells. */
  Optional<Reply> head(Headers headers) {
    return switch (auth) {
      case Auth.None() -> fromWebPage(headers);
      case Auth.Token token -> token(token, headers);
      case Auth.Hmac hmac ->
          headers.all(hmac.signatureHeader()).isEmpty()
              ? refused("The header " + hmac.signatureHeader() + " is missing.")
              : Optional.empty();
    };
  }

  /** What to answer instead, now that the whole request is there. */
  Optional<Reply> body(Headers headers, byte[] body) {
    return auth instanceof Auth.Hmac hmac ? signature(hmac, headers, body) : Optional.empty();
  }

  /** Where nobody has to show anything, a page in somebody's browser must not be a sender. */
  private static Optional<Reply> fromWebPage(Headers headers) {
    return headers.all("Origin").isEmpty()
        ? Optional.empty()
        : Optional.of(
            Reply.error(
                403,
                "webhook.web-page",
                "The request comes from a web page.",
                "Set `auth` when that is meant.",
                Map.of()));
  }

  private static Optional<Reply> token(Auth.Token expected, Headers headers) {
    String prefix = expected.tokenHeader().equalsIgnoreCase("Authorization") ? "Bearer " : "";
    byte[] whole = (prefix + expected.token().reveal()).getBytes(StandardCharsets.UTF_8);
    boolean known =
        headers.all(expected.tokenHeader()).stream()
            .anyMatch(
                given -> MessageDigest.isEqual(whole, given.getBytes(StandardCharsets.ISO_8859_1)));
    return known ? Optional.empty() : refused("The token is missing, or another one.");
  }

  private Optional<Reply> signature(Auth.Hmac hmac, Headers headers, byte[] body) {
    Optional<String> timestamp =
        hmac.timestampHeader()
            .flatMap(name -> elements(headers, name, hmac.timestampPrefix()).stream().findFirst());
    if (hmac.timestampHeader().isPresent()) {
      Optional<Instant> sent = timestamp.flatMap(SenderCheck::time);
      if (sent.isEmpty()) {
        return refused("The time of sending is missing, or no time.");
      }
      Duration apart = Duration.between(sent.get(), clock.instant()).abs();
      if (apart.compareTo(hmac.timestampTolerance()) > 0) {
        return refused("The time of sending is too far from ours.");
      }
    }
    byte[] expected = sign(hmac, timestamp.orElse(""), body);
    boolean known =
        elements(headers, hmac.signatureHeader(), hmac.signaturePrefix()).stream()
            .anyMatch(given -> MessageDigest.isEqual(expected, decode(hmac, given)));
    return known ? Optional.empty() : refused("The signature does not fit the body.");
  }

  /**
   * The values of a header that may hold several with commas, and are told by what they begin with.
   */
  private static List<String> elements(Headers headers, String name, Optional<String> prefix) {
    return headers.all(name).stream()
        .flatMap(value -> Arrays.stream(value.split(",")))
        .map(String::strip)
        .filter(value -> value.startsWith(prefix.orElse("")))
        .map(value -> value.substring(prefix.orElse("").length()))
        .toList();
  }

  private static byte[] sign(Auth.Hmac hmac, String timestamp, byte[] body) {
    String algorithm = "Hmac" + hmac.signatureAlgorithm();
    byte[] secret = hmac.signatureSecret().reveal().getBytes(StandardCharsets.UTF_8);
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(secret, algorithm));
      for (Template.Part part : Template.parse(hmac.signatureContent()).parts()) {
        mac.update(
            switch (part) {
              case Template.Words(String text) -> text.getBytes(StandardCharsets.UTF_8);
              case Template.Gap(Placeholder gap) ->
                  gap.name().equals("body")
                      ? body
                      : timestamp.getBytes(StandardCharsets.ISO_8859_1);
            });
      }
      return mac.doFinal();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("this Java has no " + algorithm, impossible);
    }
  }

  private static byte[] decode(Auth.Hmac hmac, String given) {
    try {
      return hmac.signatureEncoding() == Encoding.HEX
          ? HexFormat.of().parseHex(given)
          : Base64.getDecoder().decode(given);
    } catch (IllegalArgumentException noSignature) {
      return new byte[0];
    }
  }

  private static Optional<Instant> time(String text) {
    try {
      if (text.matches("\\d{1,15}")) {
        long number = Long.parseLong(text);
        return Optional.of(
            number > GREATEST_SECONDS
                ? Instant.ofEpochMilli(number)
                : Instant.ofEpochSecond(number));
      }
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException noTime) {
      return Optional.empty();
    }
  }

  private static Optional<Reply> refused(String what) {
    return Optional.of(Reply.unauthorized(what));
  }
}
