package dev.headrace.connectors.http.source;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads the header {@code Link} (RFC 8288) in one pass, however odd it is. Used once. */
final class Links {

  private final String header;
  private int at;

  private Links(String header) {
    this.header = header;
  }

  /** The target whose relation is {@code next}, as it is written. */
  static Optional<String> next(List<String> headers) {
    return headers.stream().flatMap(header -> new Links(header).next().stream()).findFirst();
  }

  private Optional<String> next() {
    for (int open = header.indexOf('<'); open >= 0; open = header.indexOf('<', at)) {
      int close = header.indexOf('>', open);
      if (close < 0) {
        break;
      }
      at = close + 1;
      if (relations().contains("next")) {
        return Optional.of(header.substring(open + 1, close).strip());
      }
    }
    return Optional.empty();
  }

  /** Passes over the parameters of a target; of several {@code rel} the first one counts. */
  private List<String> relations() {
    Optional<String> relations = Optional.empty();
    while (takes(';')) {
      String name = word();
      String value = takes('=') ? (takes('"') ? quoted() : word()) : "";
      if (name.equalsIgnoreCase("rel")) {
        relations = relations.or(() -> Optional.of(value));
      }
    }
    String all = relations.orElse("").toLowerCase(Locale.ROOT);
    return Arrays.asList(all.strip().split("\\s+"));
  }

  private boolean takes(char expected) {
    skipBlanks();
    boolean found = at < header.length() && header.charAt(at) == expected;
    at = found ? at + 1 : at;
    return found;
  }

  private String word() {
    skipBlanks();
    int from = at;
    while (at < header.length() && "=;,\" \t".indexOf(header.charAt(at)) < 0) {
      at++;
    }
    return header.substring(from, at);
  }

  private String quoted() {
    int end = header.indexOf('"', at);
    String inside = header.substring(at, end < 0 ? header.length() : end);
    at = end < 0 ? header.length() : end + 1;
    return inside;
  }

  private void skipBlanks() {
    while (at < header.length() && (header.charAt(at) == ' ' || header.charAt(at) == '\t')) {
      at++;
    }
  }
}
