package dev.headrace.connectors.http.client;

import java.net.InetAddress;

/** A range of addresses, written {@code 10.1.0.0/16}, {@code fd00::/8}, or one address. */
record AddressRange(byte[] network, int prefixBits) {

  /**
   * Reads the written form.
   *
   * @throws IllegalArgumentException when it is neither an address nor a range
   */
  static AddressRange parse(String text) {
    int slash = text.indexOf('/');
    byte[] network =
        InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash)).getAddress();
    int bits = slash < 0 ? 8 * network.length : Integer.parseInt(text.substring(slash + 1));
    if (bits < 0 || bits > 8 * network.length) {
      throw new IllegalArgumentException("no range: " + text);
    }
    return new AddressRange(network, bits);
  }

  boolean contains(InetAddress address) {
    return contains(address.getAddress());
  }

  boolean contains(byte[] bytes) {
    if (bytes.length != network.length) {
      return false;
    }
    for (int bit = 0; bit < prefixBits; bit++) {
      int mask = 0x80 >> (bit % 8);
      if (((bytes[bit / 8] ^ network[bit / 8]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }
}
