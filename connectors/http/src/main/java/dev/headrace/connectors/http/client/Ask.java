package dev.headrace.connectors.http.client;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Map;
import java.util.Optional;

/**
 * One request, without what the connection adds to it.
 *
 * @param method upper case
 * @param headers more than those of the connection, which they override
 */
public record Ask(String method, URI uri, Map<String, String> headers, Optional<Body> body) {

  /** What is sent. */
  public record Body(byte[] bytes, String contentType) {}

  HttpRequest.BodyPublisher publisher() {
    return body.map(sent -> HttpRequest.BodyPublishers.ofByteArray(sent.bytes()))
        .orElseGet(HttpRequest.BodyPublishers::noBody);
  }

  /** The same request at another address; one that was answered with 303 becomes a GET. */
  Ask redirected(URI to, int status) {
    boolean seeOther = status == 303 || (status < 303 && method.equals("POST"));
    return seeOther
        ? new Ask("GET", to, headers, Optional.empty())
        : new Ask(method, to, headers, body);
  }
}
