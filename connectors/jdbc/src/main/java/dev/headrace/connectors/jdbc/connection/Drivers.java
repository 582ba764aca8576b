package dev.headrace.connectors.jdbc.connection;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.Reason;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/**
 * The drivers that come with this connector, and those that {@link DriverManager} has: the runtime
 * lends it the ones of plugin folders. It alone would not do, for it looks for drivers once in the
 * life of a process, wherever that happens first, and misses those of a plugin.
 */
final class Drivers {

  private static final int LONGEST_SCHEME = 40;

  private Drivers() {}

  static Driver taking(String url) throws ConnectorException {
    return taking(url, own())
        .or(() -> taking(url, DriverManager.drivers()))
        .orElseThrow(() -> none(url));
  }

  private static Optional<Driver> taking(String url, Stream<Driver> drivers) {
    return drivers.filter(driver -> accepts(driver, url)).findFirst();
  }

  private static Stream<Driver> own() {
    return ServiceLoader.load(Driver.class, Drivers.class.getClassLoader()).stream()
        .map(ServiceLoader.Provider::get);
  }

  private static ConnectorException none(String url) {
    return ConnectorException.wrongConfiguration(
        new Reason(
            "jdbc.no-driver",
            "There is no driver for URLs that begin with " + scheme(url) + ".",
            "Correct `url`, or put the driver's jar into a folder of its own in `plugins.dir` (such"
                + " as plugins/mariadb/) and start Headrace again."));
  }

  private static boolean accepts(Driver driver, String url) {
    try {
      return driver.acceptsURL(url);
    } catch (SQLException notItsOwn) {
      return false;
    }
  }

  private static String scheme(String url) {
    int end = url.indexOf(':', "jdbc:".length()) + 1;
    return end == 0
        ? url.substring(0, Math.min(url.length(), LONGEST_SCHEME))
        : url.substring(0, end);
  }
}
