package dev.headrace.connectors.http.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * The head of an answer, and its body to be read. Used by one thread.
 *
 * @param uri where the answer came from, behind redirects
 * @param body as sent; close it, or nothing more is read from the connection
 */
public record Answer(int status, URI uri, HttpHeaders headers, InputStream body)
    implements AutoCloseable {

  private static final int EXCERPT_BYTES = 200;

  /** Whether the request was granted. */
  public boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  /** The value of a header; the first one where it repeats. */
  public Optional<String> header(String name) {
    return headers.firstValue(name);
  }

  /** Whether the end of the body can be told from a connection that was cut. */
  public boolean isDelimited() {
    return header("Content-Length").isPresent()
        || header("Transfer-Encoding").filter("chunked"::equalsIgnoreCase).isPresent();
  }

  /**
   * The body without its compression.
   *
   * @param limitBytes how long it may be; reading more throws {@link TooMuchException}
   * @throws UnknownEncodingException when it is compressed by other means than gzip
   */
  public InputStream content(long limitBytes) throws IOException {
    List<String> encodings =
        headers.allValues("Content-Encoding").stream()
            .map(name -> name.strip().toLowerCase(Locale.ROOT))
            .filter(name -> !name.isEmpty() && !name.equals("identity"))
            .toList();
    if (encodings.isEmpty()) {
      return new LimitedInput(body, limitBytes);
    }
    if (!List.of("gzip", "x-gzip").containsAll(encodings) || encodings.size() > 1) {
      throw new UnknownEncodingException(String.join(", ", encodings));
    }
    return new LimitedInput(new GZIPInputStream(body, 8192), limitBytes);
  }

  /** The beginning of the body as text for a message; empty when it cannot be read. */
  public String excerpt() {
    try (InputStream content = content(EXCERPT_BYTES)) {
      byte[] bytes = new byte[EXCERPT_BYTES];
      int length = content.readNBytes(bytes, 0, bytes.length);
      return oneLine(new String(bytes, 0, length, StandardCharsets.UTF_8));
    } catch (IOException unreadable) {
      return "";
    }
  }

  static String oneLine(String text) {
    return text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
  }

  @Override
  public void close() throws IOException {
    body.close();
  }

  /** The body is compressed in a way that is not known here. */
  static final class UnknownEncodingException extends IOException {

    private static final long serialVersionUID = 1;

    UnknownEncodingException(String encoding) {
      super("the answer has the Content-Encoding " + encoding);
    }
  }
}
