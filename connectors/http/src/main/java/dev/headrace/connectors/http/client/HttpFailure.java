package dev.headrace.connectors.http.client;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.Reason;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.Optional;
import java.util.zip.ZipException;
import javax.net.ssl.SSLException;

/** Says what a failed request, or an answer that refuses one, means for the user. */
public final class HttpFailure {

  private static final String BY_ITSELF = "Nothing, if it is there again soon: it is tried again.";

  private HttpFailure() {}

  /** What the user is told when {@code uri} could not be asked, or not be read. */
  public static ConnectorException of(URI uri, IOException failure) {
    String where = Urls.shown(uri);
    String message = String.valueOf(failure.getMessage());
    return switch (failure) {
      case ForbiddenAddressException _ ->
          wrong(
              "http.address-refused",
              where + ": " + message + ".",
              "Check where the URL and its redirects lead; `addresses.allowed` takes what is"
                  + " meant.");
      case TooMuchException _ ->
          wrong(
              "http.answer-too-long",
              where + ": " + message + ".",
              "Raise `max.body.size`, or ask for less at a time.");
      case Answer.UnknownEncodingException _ ->
          wrong(
              "http.content-encoding",
              where + ": " + message + ", which was not asked for.",
              "Only gzip is understood: make the server obey Accept-Encoding.");
      case UnknownHostException _ ->
          passing("http.unknown-host", where + ": the host has no address", failure);
      case HttpConnectTimeoutException _ ->
          passing("http.connect-timeout", where + ": no connection in time", failure);
      case HttpTimeoutException _ ->
          passing("http.response-timeout", where + ": no answer in time", failure);
      case SlowAnswerException _ -> passing("http.slow", where + ": " + message, failure);
      case InterruptedIOException _ when message.equals("interrupted") -> interrupted(uri, failure);
      case InterruptedIOException _ -> passing("http.timeout", where + ": " + message, failure);
      case ConnectException _ ->
          passing("http.no-connection", where + ": no connection: " + message, failure);
      case SSLException _ -> tls(where, failure);
      case CutAnswerException _, EOFException _ ->
          passing("http.cut", where + ": the connection was cut in the middle", failure);
      case ZipException _, ProtocolException _ ->
          passing("http.malformed", where + ": the answer is malformed: " + message, failure);
      default -> passing("http.failed", where + ": " + message, failure);
    };
  }

  /** What the user is told when a stop came in the middle of a request. */
  public static ConnectorException interrupted(URI uri, Exception cause) {
    return ConnectorException.transientFailure(
        new Reason(
            "http.interrupted",
            Urls.shown(uri) + ": the request was interrupted by a stop.",
            "Nothing: it goes on where it was committed."),
        cause);
  }

  /** What the user is told when an answer was not there in time. */
  public static ConnectorException slow(URI uri) {
    return passing(
        "http.response-timeout",
        Urls.shown(uri) + ": no whole answer in time",
        new HttpTimeoutException("too late"));
  }

  /**
   * What the user is told when the answer has a status that is no success.
   *
   * @param settings what the request was made from, for "correct …"
   */
  public static ConnectorException ofStatus(Answer answer, String settings) {
    return ofStatus(answer.uri(), answer.status(), answer.headers(), answer.excerpt(), settings);
  }

  /** The same for an answer whose body was kept in part. */
  public static ConnectorException ofStatus(URI uri, HttpResponse<byte[]> answer, String settings) {
    String excerpt = Answer.oneLine(new String(answer.body(), StandardCharsets.UTF_8));
    return ofStatus(uri, answer.statusCode(), answer.headers(), excerpt, settings);
  }

  private static ConnectorException ofStatus(
      URI uri, int status, HttpHeaders headers, String excerpt, String settings) {
    String what =
        Urls.shown(uri) + " answered " + status + (excerpt.isEmpty() ? "." : ": " + excerpt);
    if (isPassing(status)) {
      return ConnectorException.transientFailure(
          new Reason("http.status-" + status, what, BY_ITSELF), new IOException(what));
    }
    return wrong("http.status-" + status, what, next(status, headers, settings));
  }

  /** Whether the same request may be granted later. */
  public static boolean isPassing(int status) {
    return status == 408 || status == 425 || status == 429 || status >= 500;
  }

  private static String next(int status, HttpHeaders headers, String settings) {
    return switch (status) {
      case 401 -> "Correct `auth` and what belongs to it, or the token's lifetime.";
      case 403 -> "Give the user or token of `auth` the right to it, or correct " + settings + ".";
      case 404, 410 -> "Correct " + settings + "; nothing is there.";
      case 405 -> "Correct `method`; the server allows " + allowed(headers) + ".";
      case 407 -> "Set `proxy.user` and `proxy.password`.";
      default ->
          status >= 300 && status < 400
              ? "Set " + settings + " to where it leads" + location(headers) + "."
              : "Correct " + settings + ", the headers, or the parameters.";
    };
  }

  private static String location(HttpHeaders headers) {
    return headers
        .firstValue("Location")
        .flatMap(Urls::parse)
        .map(uri -> ", " + Urls.shown(uri))
        .orElse("");
  }

  private static String allowed(HttpHeaders headers) {
    return headers.firstValue("Allow").orElse("others");
  }

  static ConnectorException wrong(String code, String what, String next) {
    return ConnectorException.wrongConfiguration(new Reason(code, what, next));
  }

  private static ConnectorException passing(String code, String what, Exception cause) {
    return ConnectorException.transientFailure(new Reason(code, what + ".", BY_ITSELF), cause);
  }

  /** A certificate that is not trusted stays so; a handshake that is cut may be passing. */
  private static ConnectorException tls(String where, IOException failure) {
    Optional<Throwable> distrust = distrust(failure);
    if (distrust.isEmpty()) {
      return passing("http.tls", where + ": no TLS: " + failure.getMessage(), failure);
    }
    return wrong(
        "http.certificate",
        where + ": the server's certificate is not accepted: " + distrust.get().getMessage() + ".",
        "Set `tls.ca` to the certificate of its authority, or correct the host name.");
  }

  private static Optional<Throwable> distrust(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException
          || cause instanceof CertPathValidatorException
          || cause instanceof CertPathBuilderException) {
        return Optional.of(cause);
      }
    }
    return Optional.empty();
  }
}
