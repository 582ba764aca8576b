package dev.headrace.connectors.http.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Decides which addresses may be reached, so that neither a redirect nor a link nor a name can lead
 * us where only we can go. Addresses of the internet may always be reached, others only where the
 * URL itself leads, and some never, unless the user allows them.
 *
 * <p>Names are looked up before a request, and once more before its answer is believed: Java
 * connects to what it remembers of the first look, so a name that changes meanwhile is found out.
 * Behind a proxy only addresses written as such can be judged, since the proxy looks names up.
 */
public final class AddressPolicy {

  private static final Set<String> NAMES_OF_METADATA =
      Set.of("metadata.google.internal", "metadata.goog", "instance-data");

  private final String home;
  private final List<AddressRange> allowed;
  private final NameLookup lookup;
  private final Duration limit;
  private final boolean proxied;

  /**
   * A policy for what {@code home} leads to.
   *
   * @param home the URL in the configuration
   */
  public AddressPolicy(URI home, Connection connection, NameLookup lookup) {
    this.home = bare(home);
    this.allowed = connection.allowed();
    this.lookup = lookup;
    this.limit = connection.timeout().connect();
    this.proxied = connection.proxy().url().isPresent();
  }

  /**
   * Looks where {@code target} leads.
   *
   * @throws ForbiddenAddressException when it may not be reached
   * @throws IOException when its host has no address, or was not found in time
   */
  public void check(URI target) throws IOException, InterruptedException {
    String host = bare(target);
    if (NAMES_OF_METADATA.contains(host) && !host.equals(home)) {
      throw new ForbiddenAddressException(host, host);
    }
    if (proxied && !isLiteral(host)) {
      if (isLoopbackName(host) && !isLoopbackName(home)) {
        throw new ForbiddenAddressException(host, host);
      }
      return;
    }
    for (InetAddress address : addresses(host)) {
      if (!mayReach(host, address)) {
        throw new ForbiddenAddressException(host, address.getHostAddress());
      }
    }
  }

  private boolean mayReach(String host, InetAddress address)
      throws IOException, InterruptedException {
    if (allowed.stream().anyMatch(range -> range.contains(address))) {
      return true;
    }
    return switch (Zone.of(address)) {
      case PUBLIC -> true;
      case PRIVATE -> host.equals(home) || homeZones().contains(Zone.PRIVATE);
      case LOOPBACK -> isLoopbackName(home);
      case FORBIDDEN -> false;
    };
  }

  private List<InetAddress> addresses(String host) throws IOException, InterruptedException {
    return isLiteral(host) ? List.of(InetAddress.ofLiteral(host)) : lookup.within(limit, host);
  }

  private Set<Zone> homeZones() throws IOException, InterruptedException {
    EnumSet<Zone> zones = EnumSet.noneOf(Zone.class);
    if (!proxied) {
      addresses(home).forEach(address -> zones.add(Zone.of(address)));
    }
    return zones;
  }

  /** Only what cannot be anything else: a name on the internet may point to this machine too. */
  private static boolean isLoopbackName(String host) {
    if (host.equals("localhost") || host.endsWith(".localhost")) {
      return true;
    }
    return isLiteral(host) && Zone.of(InetAddress.ofLiteral(host)) == Zone.LOOPBACK;
  }

  private static boolean isLiteral(String host) {
    try {
      return InetAddress.ofLiteral(host) != null;
    } catch (IllegalArgumentException aName) {
      return false;
    }
  }

  /** The host without the brackets of an IPv6 address and a dot at its end. */
  private static String bare(URI uri) {
    String host = uri.getHost().toLowerCase(Locale.ROOT);
    if (host.startsWith("[")) {
      return host.substring(1, host.length() - 1);
    }
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }
}
