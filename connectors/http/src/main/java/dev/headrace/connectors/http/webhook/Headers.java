package dev.headrace.connectors.http.webhook;

import java.util.List;
import java.util.Optional;

/** The headers of a request. */
@FunctionalInterface
interface Headers {

  /** All values of a header, whatever the case of its name; empty for none. */
  List<String> all(String name);

  /** The first value; empty for none. */
  default Optional<String> first(String name) {
    return all(name).stream().findFirst();
  }
}
