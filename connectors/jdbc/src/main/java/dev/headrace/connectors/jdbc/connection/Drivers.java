package dev.headrace.connectors.jdbc.connection;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.Reason;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.ServiceLoader;

/**
 * The drivers beside this connector. {@link java.sql.DriverManager} looks for drivers once in the
 * life of a process, wherever that happens first, and so misses those of a plugin.
 */
final class Drivers {

  private static final int LONGEST_SCHEME = 40;

  private Drivers() {}

  static Driver taking(String url) throws ConnectorException {
    ServiceLoader<Driver> drivers =
        ServiceLoader.load(Driver.class, Drivers.class.getClassLoader());
    for (Driver driver : drivers) {
      if (accepts(driver, url)) {
        return driver;
      }
    }
    throw ConnectorException.wrongConfiguration(
        new Reason(
            "jdbc.no-driver",
            "There is no driver for URLs that begin with " + scheme(url) + ".",
            "Correct `url`, or put the driver's jar beside the JDBC connector's."));
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
