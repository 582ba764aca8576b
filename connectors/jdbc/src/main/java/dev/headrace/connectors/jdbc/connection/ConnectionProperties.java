package dev.headrace.connectors.jdbc.connection;

import dev.headrace.connector.config.Secret;
import java.util.Properties;

/** What a driver is given beside the URL. */
final class ConnectionProperties {

  private ConnectionProperties() {}

  static Properties of(ConnectionSettings settings, String applicationName) {
    Properties properties = new Properties();
    switch (settings.kind()) {
      case POSTGRESQL -> postgresql(settings, applicationName, properties);
      case SQLITE -> {
        long millis = Math.min(settings.connectTimeout().toMillis(), Integer.MAX_VALUE);
        properties.setProperty("busy_timeout", Long.toString(millis));
      }
      case H2, OTHER -> {}
    }
    properties.putAll(settings.driver());
    settings.user().ifPresent(user -> properties.setProperty("user", user));
    settings
        .password()
        .map(Secret::reveal)
        .ifPresent(password -> properties.setProperty("password", password));
    return properties;
  }

  private static void postgresql(
      ConnectionSettings settings, String applicationName, Properties properties) {
    long connectSeconds = Math.max(1, settings.connectTimeout().toSeconds());
    properties.setProperty("ApplicationName", applicationName);
    properties.setProperty("connectTimeout", Long.toString(connectSeconds));
    properties.setProperty("loginTimeout", Long.toString(connectSeconds));
    properties.setProperty("socketTimeout", Long.toString(settings.readTimeout().toSeconds()));
    properties.setProperty("tcpKeepAlive", "true");
    settings.sslmode().ifPresent(mode -> properties.setProperty("sslmode", mode));
    settings
        .sslrootcert()
        .ifPresent(file -> properties.setProperty("sslrootcert", file.toString()));
    settings.sslcert().ifPresent(file -> properties.setProperty("sslcert", file.toString()));
    settings.sslkey().ifPresent(file -> properties.setProperty("sslkey", file.toString()));
    settings
        .sslkeyPassword()
        .map(Secret::reveal)
        .ifPresent(password -> properties.setProperty("sslpassword", password));
  }
}
