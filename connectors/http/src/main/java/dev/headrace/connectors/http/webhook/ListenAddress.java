package dev.headrace.connectors.http.webhook;

import java.net.InetAddress;
import java.util.Optional;

/**
 * Where to listen.
 *
 * @param host a name, or an address without brackets
 * @param port 0 for a free one
 */
record ListenAddress(String host, int port) {

  private static final int GREATEST_PORT = 65_535;

  /** Reads {@code HOST:PORT}; an IPv6 address stands in brackets. Empty for any other form. */
  static Optional<ListenAddress> parse(String text) {
    int colon = text.lastIndexOf(':');
    String port = text.substring(colon + 1);
    if (colon < 1 || !port.matches("\\d{1,5}") || Integer.parseInt(port) > GREATEST_PORT) {
      return Optional.empty();
    }
    String host = text.substring(0, colon).strip();
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    String bare = bracketed ? host.substring(1, host.length() - 1) : host;
    return bare.isEmpty() || bare.contains(":") != bracketed
        ? Optional.empty()
        : Optional.of(new ListenAddress(bare, Integer.parseInt(port)));
  }

  /** Whether only this machine can reach it; any name but {@code localhost} counts as not. */
  boolean isLoopback() {
    try {
      return host.equalsIgnoreCase("localhost") || InetAddress.ofLiteral(host).isLoopbackAddress();
    } catch (IllegalArgumentException aName) {
      return false;
    }
  }

  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
