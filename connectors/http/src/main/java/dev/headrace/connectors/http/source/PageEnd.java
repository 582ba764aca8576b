package dev.headrace.connectors.http.source;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.Optional;

/**
 * A page that was read to its end.
 *
 * @param page what it was asked for by
 * @param uri where it came from
 * @param records how many there were
 * @param cursor what stood where the cursor is, as JSON
 */
record PageEnd(String page, URI uri, HttpHeaders headers, long records, Optional<String> cursor) {}
