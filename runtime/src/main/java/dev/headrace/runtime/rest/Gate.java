package dev.headrace.runtime.rest;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps web pages from driving this node through the browser of somebody who may reach it: by a
 * host name that an attacker points to us (DNS rebinding), from a page of another origin, or with a
 * form, which cannot send JSON.
 *
 * @param host the name or address the server was told to listen on
 */
record Gate(String host) {

  private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");

  /**
   * What is looked at.
   *
   * @param bodyBytes how long the body is
   */
  record Headers(
      String method,
      Optional<String> host,
      Optional<String> origin,
      Optional<String> fetchSite,
      Optional<String> contentType,
      long bodyBytes) {}

  /** Why a request is refused; empty when it may pass. */
  Optional<Answer> refusal(Headers headers) {
    if (!knownHost(headers.host())) {
      return Optional.of(
          Answer.error(
              403,
              "rest.host",
              "The request is for a host that this node does not go by.",
              "Use localhost, or an IP address."));
    }
    if (fromAnotherSite(headers)) {
      return Optional.of(
          Answer.error(
              403,
              "rest.origin",
              "The request comes from a web page of another origin.",
              "Send it from a program such as curl, or from a page of this node."));
    }
    if (WITH_BODY.contains(headers.method()) && headers.bodyBytes() > 0 && !json(headers)) {
      return Optional.of(
          Answer.error(
              415,
              "rest.content-type",
              "The body is not declared to be JSON.",
              "Send the header Content-Type: application/json."));
    }
    return Optional.empty();
  }

  private boolean knownHost(Optional<String> header) {
    if (header.isEmpty()) {
      return false;
    }
    String name = withoutPort(header.get());
    return name.equalsIgnoreCase("localhost") || name.equalsIgnoreCase(host) || isAddress(name);
  }

  private static boolean fromAnotherSite(Headers headers) {
    boolean otherOrigin =
        headers
            .origin()
            .filter(origin -> !origin.equalsIgnoreCase("http://" + headers.host().orElse("")))
            .isPresent();
    return otherOrigin || headers.fetchSite().filter("cross-site"::equals).isPresent();
  }

  private static boolean json(Headers headers) {
    return headers
        .contentType()
        .map(type -> type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
        .filter("application/json"::equals)
        .isPresent();
  }

  private static String withoutPort(String header) {
    if (header.startsWith("[")) {
      int end = header.indexOf(']');
      return end < 0 ? header : header.substring(1, end);
    }
    int colon = header.indexOf(':');
    return colon < 0 ? header : header.substring(0, colon);
  }

  /** An attacker can point a name to us, but not an address. */
  private static boolean isAddress(String name) {
    try {
      InetAddress.ofLiteral(name);
      return true;
    } catch (IllegalArgumentException aName) {
      return false;
    }
  }
}
