package dev.headrace.connectors.http.client;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/** How far inside an address lies. */
enum Zone {
  /** The internet. */
  PUBLIC,
  /** A network of its own, such as 10.0.0.0/8. */
  PRIVATE,
  /** This machine. */
  LOOPBACK,
  /** Where no server for us can be: link-local, metadata of clouds, multicast, and the like. */
  FORBIDDEN;

  private static final List<AddressRange> FORBIDDEN_RANGES =
      ranges(
          "0.0.0.0/8",
          "169.254.0.0/16", // link-local, and the metadata service of most clouds
          "100.100.100.200", // metadata at Alibaba
          "168.63.129.16", // the host of a virtual machine at Azure
          "192.0.0.192", // metadata at Oracle
          "224.0.0.0/4",
          "240.0.0.0/4",
          "::/128",
          "fe80::/10",
          "fd00:ec2::/32", // metadata and its neighbours at Amazon
          "fd20:ce::/32", // metadata at Google
          "ff00::/8");

  private static final List<AddressRange> LOOPBACK_RANGES = ranges("127.0.0.0/8", "::1");

  private static final List<AddressRange> PRIVATE_RANGES =
      ranges(
          "10.0.0.0/8",
          "100.64.0.0/10",
          "172.16.0.0/12",
          "192.0.0.0/24",
          "192.168.0.0/16",
          "198.18.0.0/15",
          "fc00::/7",
          "fec0::/10");

  /** An IPv4 address inside of an IPv6 address, by the prefix and where its four bytes are. */
  private record Embedding(AddressRange prefix, int at, int flippedBits) {}

  private static final List<Embedding> EMBEDDINGS =
      List.of(
          new Embedding(AddressRange.parse("::/96"), 12, 0), // IPv4-compatible
          new Embedding(AddressRange.parse("64:ff9b::/96"), 12, 0), // NAT64
          new Embedding(AddressRange.parse("64:ff9b:1::/48"), 12, 0),
          new Embedding(AddressRange.parse("2002::/16"), 2, 0), // 6to4
          new Embedding(AddressRange.parse("2001::/32"), 4, 0), // Teredo's server
          new Embedding(AddressRange.parse("2001::/32"), 12, 0xff)); // Teredo's client

  /** The zone of an address; where it holds another one, the innermost of both. */
  static Zone of(InetAddress address) {
    byte[] bytes = withoutMapping(address.getAddress());
    Zone zone = ofPlain(bytes);
    for (Embedding embedding : EMBEDDINGS) {
      if (zone != LOOPBACK && embedding.prefix.contains(bytes)) {
        Zone inner = ofPlain(embedded(bytes, embedding));
        zone = inner.compareTo(zone) > 0 ? inner : zone;
      }
    }
    return zone;
  }

  private static Zone ofPlain(byte[] bytes) {
    if (anyContains(LOOPBACK_RANGES, bytes)) {
      return LOOPBACK;
    }
    if (anyContains(FORBIDDEN_RANGES, bytes)) {
      return FORBIDDEN;
    }
    return anyContains(PRIVATE_RANGES, bytes) ? PRIVATE : PUBLIC;
  }

  /** {@code ::ffff:1.2.3.4} is 1.2.3.4; Java says so only of what it parsed itself. */
  private static byte[] withoutMapping(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes).getAddress();
    } catch (UnknownHostException impossible) {
      throw new IllegalArgumentException("no address", impossible);
    }
  }

  private static byte[] embedded(byte[] bytes, Embedding embedding) {
    byte[] inner = Arrays.copyOfRange(bytes, embedding.at, embedding.at + 4);
    for (int i = 0; i < inner.length; i++) {
      inner[i] ^= (byte) embedding.flippedBits;
    }
    return inner;
  }

  private static boolean anyContains(List<AddressRange> ranges, byte[] bytes) {
    return ranges.stream().anyMatch(range -> range.contains(bytes));
  }

  private static List<AddressRange> ranges(String... texts) {
    return Arrays.stream(texts).map(AddressRange::parse).toList();
  }
}
