package dev.headrace.connectors.jdbc.connection;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The files that the settings for TLS name. */
final class TlsFiles {

  private TlsFiles() {}

  /** Tells at once of a file that is not there: to the driver it is as if the server were away. */
  static void check(ConnectionSettings settings) throws ConnectorException {
    check("sslrootcert", settings.sslrootcert());
    check("sslcert", settings.sslcert());
    check("sslkey", settings.sslkey());
  }

  private static void check(String setting, Optional<Path> file) throws ConnectorException {
    if (file.isPresent() && !(Files.isRegularFile(file.get()) && Files.isReadable(file.get()))) {
      throw ConnectorException.wrongConfiguration(
          new Reason(
              "jdbc.tls-file",
              "The file " + file.get() + " of `" + setting + "` is not there or cannot be read.",
              "Correct `" + setting + "`, or let the user that runs Headrace read the file."));
    }
  }
}
