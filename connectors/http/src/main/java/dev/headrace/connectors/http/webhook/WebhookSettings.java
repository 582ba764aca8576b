package dev.headrace.connectors.http.webhook;

import dev.headrace.connector.config.Checked;
import dev.headrace.connector.config.DataSize;
import dev.headrace.connector.config.Default;
import dev.headrace.connector.config.Doc;
import dev.headrace.connector.config.NotBlank;
import dev.headrace.connector.config.Problem;
import dev.headrace.connector.config.Range;
import dev.headrace.connector.config.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The settings of {@code webhook-source}. */
public record WebhookSettings(
    @Doc(
            "Where to listen, as HOST:PORT; port 0 takes a free one. Sources with the same address"
                + " share it.")
        @Default("127.0.0.1:8084")
        @NotBlank
        String webhookListen,
    @Doc("The path that is for this source, such as `/hooks/orders`.") @NotBlank String path,
    @Doc("What a request holds.") @Default("json") Format format,
    @Doc("How a sender shows that it may send.") @Default("none") Auth auth,
    @Doc("Where the key of a record comes from.") @Default("none") Keying key,
    @Doc("Headers of the request that become headers of its records, with commas.")
        Optional<List<String>> recordHeaders,
    @Doc("The longest body; a longer one is answered with 413.")
        @Default("1MiB")
        @Range(from = "1B", to = "16MiB")
        DataSize maxBodySize,
    @Doc("How many records may wait for the log; beyond that the answer is 429.")
        @Default("10000")
        @Range(from = "1", to = "10000000")
        int queueRecords,
    @Doc("How many bytes may arrive or wait for the log; beyond that the answer is 429.")
        @Default("16MiB")
        @Range(from = "1B", to = "1GiB")
        DataSize queueSize,
    @Doc("How long a sender waits until its records are durable; then the answer is 503.")
        @Default("10s")
        @Range(from = "1ms", to = "10m")
        Duration answerTimeout,
    @Doc("The status of the answer when the records are durable.")
        @Default("200")
        @Range(from = "200", to = "299")
        int answerStatus,
    @Doc("How long a request may take to arrive, and how long a connection may be idle.")
        @Default("30s")
        @Range(from = "10ms", to = "10m")
        Duration webhookTimeout,
    @Doc("How many connections may be open.") @Default("1000") @Range(from = "1", to = "100000")
        int webhookMaxConnections,
    @Doc("A PEM file with the certificate to show, which turns TLS on.")
        Optional<Path> webhookTlsCertificate,
    @Doc("A PEM file with the private key of the certificate (PKCS #8).")
        Optional<Path> webhookTlsKey,
    @Doc("Whether to listen beyond this machine without TLS, or without `auth`.") @Default("false")
        boolean webhookInsecure)
    implements Checked {

  /** What a request holds. */
  public sealed interface Format {

    /** JSON. */
    @Doc("One JSON text.")
    record Json(
        @Doc("Whether each element of an array is a record of its own.") @Default("false")
            boolean splitArrays)
        implements Format {}

    /** JSON, a text a line. */
    @Doc("A JSON text on each line; each is a record.")
    record JsonLines() implements Format {}

    /** Text. */
    @Doc("Text in UTF-8.")
    record Text() implements Format {}

    /** Anything. */
    @Doc("Anything.")
    record Bytes() implements Format {}
  }

  /** How a sender shows that it may send. */
  public sealed interface Auth {

    /** It does not. */
    @Doc("Not at all. Web pages are turned away.")
    record None() implements Auth {}

    /** By a secret that both know, as it is. */
    @Doc("By a token in a header.")
    record Token(
        @Doc("The header; in `Authorization` the word Bearer stands before the token.")
            @Default("Authorization")
            @NotBlank
            String tokenHeader,
        @Doc("The token.") @NotBlank Secret token)
        implements Auth {}

    /** By a secret that both know, and that is not sent. */
    @Doc("By a signature of the body (HMAC, RFC 2104).")
    record Hmac(
        @Doc("The header with the signature, such as `X-Hub-Signature-256`.") @NotBlank
            String signatureHeader,
        @Doc("The secret that both sides know.") @NotBlank Secret signatureSecret,
        @Doc("How it is signed.") @Default("sha256") Algorithm signatureAlgorithm,
        @Doc("How the signature is written.") @Default("hex") Encoding signatureEncoding,
        @Doc("What stands before the signature in the header, such as `sha256=`.")
            Optional<String> signaturePrefix,
        @Doc("What is signed, such as `${timestamp}.${body}`.") @Default("${body}") @NotBlank
            String signatureContent,
        @Doc(
                "The header with the time of sending (seconds or milliseconds since 1970, or ISO"
                    + " 8601), which must be signed.")
            @NotBlank
            Optional<String> timestampHeader,
        @Doc("What stands before the time in the header, such as `t=`.")
            Optional<String> timestampPrefix,
        @Doc("How far the time of sending may be from ours, so that nothing is sent twice.")
            @Default("5m")
            @Range(from = "1s", to = "1d")
            Duration timestampTolerance)
        implements Auth {}
  }

  /** How a body is signed. */
  public enum Algorithm {
    SHA1,
    SHA256,
    SHA512
  }

  /** How a signature is written. */
  public enum Encoding {
    HEX,
    BASE64
  }

  /** Where the key of a record comes from. */
  public sealed interface Keying {

    /** Nowhere. */
    @Doc("Records have none.")
    record None() implements Keying {}

    /** The record. */
    @Doc("From the record, which is JSON.")
    record Pointer(@Doc("A JSON pointer to the key, such as `/id`.") @NotBlank String keyPointer)
        implements Keying {}

    /** A header. */
    @Doc("From a header of the request, such as `Idempotency-Key`.")
    record Header(@Doc("The header.") @NotBlank String keyHeader) implements Keying {}
  }

  /** Where to listen, when {@link #problems} has nothing against it. */
  ListenAddress address() {
    return ListenAddress.parse(webhookListen).orElseThrow();
  }

  @Override
  public List<Problem> problems() {
    return WebhookChecks.problems(this);
  }
}
