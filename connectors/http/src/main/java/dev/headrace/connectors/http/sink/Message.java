package dev.headrace.connectors.http.sink;

import java.net.URI;
import java.util.Map;

/**
 * A record as it is sent.
 *
 * @param body empty for none
 */
record Message(long offset, String method, URI uri, Map<String, String> headers, byte[] body) {

  /** Whether both may go into one request. */
  boolean goesWith(Message other) {
    return !method.equals("DELETE")
        && method.equals(other.method)
        && uri.equals(other.uri)
        && headers.equals(other.headers);
  }
}
