package dev.headrace.connectors.jdbc.connection;

import dev.headrace.connector.config.Problem;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Parameters that have settings of their own, where they are kept secret or are checked. */
final class Credentials {

  private static final Map<String, String> SETTINGS =
      Map.ofEntries(
          Map.entry("user", "user"),
          Map.entry("username", "user"),
          Map.entry("password", "password"),
          Map.entry("passwd", "password"),
          Map.entry("pwd", "password"),
          Map.entry("sslmode", "sslmode"),
          Map.entry("sslrootcert", "sslrootcert"),
          Map.entry("sslcert", "sslcert"),
          Map.entry("sslkey", "sslkey"),
          Map.entry("sslpassword", "sslkey.password"));

  private Credentials() {}

  /** The setting that takes the place of a parameter. */
  static Optional<String> setting(String parameter) {
    return Optional.ofNullable(SETTINGS.get(parameter.toLowerCase(Locale.ROOT)));
  }

  static Problem misplaced(String key, String parameter, String setting) {
    return new Problem(
        "jdbc.parameter-misplaced",
        key,
        "The parameter `" + parameter + "` has a setting of its own.",
        "Move its value to `" + setting + "`.");
  }
}
