package dev.headrace.connectors.http.client;

import java.io.IOException;

/** A server is where it must not be reached. */
final class ForbiddenAddressException extends IOException {

  private static final long serialVersionUID = 1;

  ForbiddenAddressException(String host, String address) {
    super(
        host.equals(address)
            ? host + " is not to be reached from here"
            : host + " has the address " + address + ", which is not to be reached from here");
  }
}
