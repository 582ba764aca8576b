package dev.headrace.runtime.plugin;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.logging.Logger;

/**
 * A JDBC driver of a plugin folder, lent to all connectors through {@link DriverManager}: that one
 * hands out a driver only to code that sees its class, and nobody but its own folder sees that of a
 * plugin. May be used from any thread.
 *
 * @param origin the folder, for people
 */
record LentDriver(Driver driver, String origin) implements Driver {

  /** From now on {@link DriverManager} has it, until it is {@link #takeBack taken back}. */
  static LentDriver lend(Driver driver, String origin) throws SQLException {
    LentDriver lent = new LentDriver(driver, origin);
    DriverManager.registerDriver(lent);
    return lent;
  }

  void takeBack() throws SQLException {
    DriverManager.deregisterDriver(this);
  }

  /** The name of the driver's class. */
  String name() {
    return driver.getClass().getName();
  }

  String version() {
    return getMajorVersion() + "." + getMinorVersion();
  }

  /** Drivers look up parts of themselves in the thread's class loader. */
  @Override
  public Connection connect(String url, Properties properties) throws SQLException {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try {
      thread.setContextClassLoader(driver.getClass().getClassLoader());
      return driver.connect(url, properties);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Override
  public boolean acceptsURL(String url) throws SQLException {
    return driver.acceptsURL(url);
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, Properties properties)
      throws SQLException {
    return driver.getPropertyInfo(url, properties);
  }

  @Override
  public int getMajorVersion() {
    return driver.getMajorVersion();
  }

  @Override
  public int getMinorVersion() {
    return driver.getMinorVersion();
  }

  @Override
  public boolean jdbcCompliant() {
    return driver.jdbcCompliant();
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    return driver.getParentLogger();
  }
}
