package dev.headrace.connectors.http.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class JudgingSendersTest {

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void turnsWebPagesAwayWhereNobodyIsAsked() throws Exception {
    try (Receiving receiving = new Receiving()) {
      assertThat(status(receiving, receiving.post("{}").header("Origin", "https://evil.test")))
          .isEqualTo(403);
      assertThat(status(receiving, receiving.post("{}"))).isEqualTo(200);
    }
  }

  @Test
  void asksForAToken() throws Exception {
    try (Receiving receiving = new Receiving("auth", "token", "token", "sesame")) {
      assertThat(status(receiving, receiving.post("{}"))).isEqualTo(401);
      assertThat(status(receiving, receiving.post("{}").header("Authorization", "Bearer sesam")))
          .isEqualTo(401);
      assertThat(status(receiving, receiving.post("{}").header("Authorization", "Bearer sesame")))
          .isEqualTo(200);
      assertThat(receiving.records()).hasSize(1);
    }
  }

  @Test
  void asksForATokenInAnotherHeader() throws Exception {
    try (Receiving receiving =
        new Receiving("auth", "token", "token", "sesame", "token.header", "X-Token")) {
      assertThat(status(receiving, receiving.post("{}").header("X-Token", "sesame")))
          .isEqualTo(200);
    }
  }

  @Test
  void checksSignaturesAsGithubMakesThem() throws Exception {
    String body = "{\"ü\": 1}";
    String signature = "sha256=" + HexFormat.of().formatHex(hmac("HmacSHA256", body));
    try (Receiving receiving =
        new Receiving(
            "auth", "hmac",
            "signature.header", "X-Hub-Signature-256",
            "signature.secret", "it's",
            "signature.prefix", "sha256=")) {
      assertThat(status(receiving, receiving.post(body))).isEqualTo(401);
      for (String wrong : new String[] {"sha256=", "sha256=00", "sha256=zz", signature + "00"}) {
        assertThat(status(receiving, receiving.post(body).header("X-Hub-Signature-256", wrong)))
            .isEqualTo(401);
      }
      assertThat(status(receiving, receiving.post("{}").header("X-Hub-Signature-256", signature)))
          .isEqualTo(401);
      assertThat(status(receiving, receiving.post(body).header("X-Hub-Signature-256", signature)))
          .isEqualTo(200);
      assertThat(receiving.texts()).containsExactly(body);
    }
  }

  @Test
  void checksSignaturesInBase64() throws Exception {
    String signature = Base64.getEncoder().encodeToString(hmac("HmacSHA512", "{}"));
    try (Receiving receiving =
        new Receiving(
            "auth", "hmac",
            "signature.header", "X-Hmac",
            "signature.secret", "it's",
            "signature.algorithm", "sha512",
            "signature.encoding", "base64")) {
      assertThat(status(receiving, receiving.post("{}").header("X-Hmac", signature)))
          .isEqualTo(200);
    }
  }

  @Test
  void checksSignaturesWithATimeAsStripeMakesThem() throws Exception {
    try (Receiving receiving =
        new Receiving(
            "hooks",
            new Listeners(Duration.ofSeconds(1)),
            () -> NOW,
            "auth",
            "hmac",
            "signature.header",
            "Stripe-Signature",
            "signature.secret",
            "it's",
            "signature.prefix",
            "v1=",
            "signature.content",
            "${timestamp}.${body}",
            "timestamp.header",
            "Stripe-Signature",
            "timestamp.prefix",
            "t=")) {
      assertThat(status(receiving, stripe(receiving, NOW, NOW))).isEqualTo(200);
      assertThat(status(receiving, stripe(receiving, NOW.minusSeconds(299), NOW.minusSeconds(299))))
          .isEqualTo(200);
      assertThat(status(receiving, stripe(receiving, NOW.minusSeconds(301), NOW.minusSeconds(301))))
          .isEqualTo(401);
      assertThat(status(receiving, stripe(receiving, NOW, NOW.minusSeconds(301)))).isEqualTo(401);
      assertThat(status(receiving, receiving.post("{}").header("Stripe-Signature", "v1=00")))
          .isEqualTo(401);
      assertThat(receiving.records()).hasSize(2);
    }
  }

  /** A request that says it was sent then, and was signed with another time. */
  private static HttpRequest.Builder stripe(Receiving receiving, Instant says, Instant signed)
      throws Exception {
    String signature =
        HexFormat.of().formatHex(hmac("HmacSHA256", signed.getEpochSecond() + ".{}"));
    return HttpRequest.newBuilder(URI.create(receiving.url()))
        .header(
            "Stripe-Signature", "t=" + says.getEpochSecond() + ",v0=abc, v1=ffff,v1=" + signature)
        .POST(HttpRequest.BodyPublishers.ofString("{}"));
  }

  private static int status(Receiving receiving, HttpRequest.Builder request) throws Exception {
    return receiving.deliver(request).statusCode();
  }

  private static byte[] hmac(String algorithm, String content) throws Exception {
    Mac mac = Mac.getInstance(algorithm);
    mac.init(new SecretKeySpec("it's".getBytes(StandardCharsets.UTF_8), algorithm));
    return mac.doFinal(content.getBytes(StandardCharsets.UTF_8));
  }
}
