package dev.headrace.runtime.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Where a server listens.
 *
 * @param host a host name, or an address without brackets
 * @param port 0 to 65535; 0 takes a free one
 */
public record ListenAddress(String host, int port) {

  /** Reads {@code host:port}; IPv6 addresses stand in brackets. Empty for any other form. */
  public static Optional<ListenAddress> parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 1) {
      return Optional.empty();
    }
    String host = text.substring(0, colon);
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    if (bracketed) {
      host = host.substring(1, host.length() - 1);
    }
    if (host.isBlank() || host.contains(":") != bracketed) {
      return Optional.empty();
    }
    try {
      int port = Integer.parseInt(text.substring(colon + 1));
      return port < 0 || port > 65535
          ? Optional.empty()
          : Optional.of(new ListenAddress(host, port));
    } catch (NumberFormatException notANumber) {
      return Optional.empty();
    }
  }

  /** The address that a socket was bound to. */
  public static ListenAddress of(InetSocketAddress bound) {
    return new ListenAddress(bound.getAddress().getHostAddress(), bound.getPort());
  }

  /** As sockets take it; a name is looked up. */
  public InetSocketAddress socket() {
    return new InetSocketAddress(host, port);
  }

  /** Whether only this machine can reach it. Names other than {@code localhost} count as not. */
  public boolean isLoopback() {
    if (host.equalsIgnoreCase("localhost")) {
      return true;
    }
    try {
      return InetAddress.ofLiteral(host).isLoopbackAddress();
    } catch (IllegalArgumentException aName) {
      return false;
    }
  }

  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
