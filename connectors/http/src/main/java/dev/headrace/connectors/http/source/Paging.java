package dev.headrace.connectors.http.source;

import dev.headrace.connector.ConnectorException;
import java.util.List;
import java.util.Optional;

/**
 * How one page leads to the next. A page is known by a text, the first one by an empty one.
 * Stateless.
 */
interface Paging {

  /** The values in the request for a page. */
  List<Variable> variables(String page);

  /** The URL of a page where it is not made from the configuration's. */
  default Optional<String> url(String page) {
    return Optional.empty();
  }

  /**
   * The page behind one that was read; empty when it was the last.
   *
   * @throws ConnectorException when it leads where we do not go
   */
  Optional<String> next(PageEnd read) throws ConnectorException;

  /** Whether the same records on several pages mean that the server knows no pages. */
  default boolean mayBeIgnored() {
    return false;
  }
}
